var $,Jo,Rc,xe,dr,It,Wo,Ht,Io,hr,pr,Fc,ft=Symbol.for("pv"),zt={},Xt=[],Ac=/^m(i|n|o|s|text|space)$/,fr=Array.isArray,zo=Xt.slice,Ae=Object.assign;function Fe(t){t&&t.parentNode&&t.remove()}function Jt(t,e,n,r,o){var s={type:t,props:e,key:n,ref:r,__k:null,__:null,__b:0,__e:null,__c:null,constructor:ft,__v:o||++Jo,__i:-1,__u:0};return!o&&$.vnode&&$.vnode(s),s}function mt(){return{current:null}}function w(t){return t.children}function ee(t,e){this.props=t,this.context=e,this.__g=0}function Se(t,e){if(e==null)return t.__&&Se(t.__,t.__i+1);for(var n;e<t.__k.length;e++)if((n=t.__k[e])&&n.__e)return n.__e;return typeof t.type!="function"||t.props.__P?null:Se(t)}function Lc(t){var e,n=t.__v,r=n.__e,o=[],s=[],i=t.__P;i&&((e=Ae({constructor:ft},n)).__v=n.__v+1,$.vnode&&$.vnode(e),mr(i,e,n,t.__n,i.namespaceURI,32&n.__u?[r]:null,o,r||Se(n),32&n.__u,s),e.__v=n.__v,e.__.__k[e.__i]=e,Vo(o,e,s),n.__=n.__e=null,e.__e!=r&&Xo(e))}function Xo(t){if((t=t.__)&&t.__c&&!t.props.__P)return t.__e=null,t.__k.some(function(e){return e&&(t.__e=e.__e)}),Xo(t)}function Do(t){(8&t.__g||(t.__g|=8,xe.push(t),It++))&&dr==$.debounceRendering||((dr=$.debounceRendering)||queueMicrotask)(Ko)}function Ko(){try{for(var t,e=1;xe.length;)xe.length>e&&xe.sort(Wo),t=xe.shift(),e=xe.length,8&t.__g&&Lc(t)}finally{(It=xe.length)&&(dr||queueMicrotask)(Ko)}}function jo(t,e,n,r,o,s,i,l,c,u,d){var p,f,h,g,b,y,v=r.__k||Xt,k=e.length;for(c=Nc(n,e,v,c,k),p=0;p<k;p++)(h=n.__k[p])!=null&&(f=~h.__i&&v[h.__i]||zt,h.__i=p,y=mr(t,h,f,o,s,i,l,c,u,d),g=h.__e,(f.ref!=h.ref||8&f.__u)&&(f.ref&&gr(f.ref,null,h,f),h.ref&&d.push(h.ref,h.__c||g,h)),b=b||g,4&h.__u?(c=Go(h,c,t,!f.__v),f.__e&&(f.__e=null)):typeof h.type=="function"&&y!==void 0?c=y:g&&(c=g.nextSibling),h.__u&=-21);return n.__e=b,c}function Nc(t,e,n,r,o){var s,i,l,c,u,d,p,f,h,g=n.length,b=g,y=0,v=0,k=t.__k=Array(o);for(s=0;s<o;s++)(i=e[s])!=null&&typeof i!="boolean"&&typeof i!="function"?(typeof i!="object"||i.constructor===String?i=k[s]=Jt(null,i):fr(i)?i=k[s]=Jt(w,{children:i}):i.constructor===ft&&i.__b?i=k[s]=Jt(i.type,i.props,i.key,i.ref,i.__v):k[s]=i,c=s+y,i.__=t,i.__b=t.__b+1,l=null,~(u=i.__i=qc(i,n,c,b))&&(b--,(l=n[u])&&(l.__u|=2)),l&&l.__v?(i.__u|=16,u==c-1?y--:u==c+1?y++:u!=c&&(u>c?y--:y++,v=1)):(~u||(o>g?y--:o<g&&y++),typeof i.type!="function"&&(i.__u|=4))):k[s]=null;if(v){for(d=[],p=[],s=0;s<o;s++)if((i=k[s])&&16&i.__u){for(y=0,f=d.length;y<f;)d[h=y+f>>1]<i.__i?y=h+1:f=h;d[y]=i.__i,p[s]=y+1}for(y=d.length;s--;)p[s]&&(p[s]==y?y--:k[s].__u|=4)}if(b)for(s=0;s<g;s++)!(l=n[s])||2&l.__u||(l.__e==r&&(r=Se(l)),br(l,l));return r}function Go(t,e,n,r){var o,s,i,l;if(typeof t.type=="function"){if(t.props.__P)return e;if(o=t.__k)for(s=0;s<o.length;s++)o[s]&&(o[s].__=t,e=Go(o[s],e,n,!1));return e}for(e&&!e.parentNode&&(e=Se(t))&&!e.parentNode&&(e=null),i=t.__e,l=e;l&&l.nodeType==8;)l=l.nextSibling;for(i!=l&&(!r&&n.moveBefore&&i.parentNode?n.moveBefore(i,e):n.insertBefore(i,e||null)),e=i;(e=e&&e.nextSibling)&&e.nodeType==8&&!e.data.startsWith("$s"););return e}function qc(t,e,n,r){var o,s=t.key,i=t.type,l=e[n],c=l&&!(2&l.__u);if(l===null&&s==null||c&&s==l.key&&i==l.type)return n;if(r>(c?1:0)){for(o=n-1;o>=0;o--)if((l=e[o])&&!(2&l.__u)&&s==l.key&&i==l.type)return o;for(o=n+1;o<e.length;o++)if((l=e[o])&&!(2&l.__u)&&s==l.key&&i==l.type)return o}return-1}function Ho(t,e,n){n==null&&(n=""),e[0]=="-"?t.setProperty(e,n):t[e]=n}function Dt(t,e,n,r,o){var s,i;if(e=="style")if(typeof n=="string")t.style.cssText=n;else{if(typeof r=="string"&&(t.style.cssText=r=""),r)for(e in r)n&&e in n||Ho(t.style,e);if(n)for(e in n)r&&n[e]==r[e]||Ho(t.style,e,n[e])}else if(e[0]=="o"&&e[1]=="n")typeof n!="function"&&(n=null),typeof r!="function"&&(r=null),(t.__e||(t.__e={}))[e]=n,n&&r||(i=pr[e]||(pr[e]=Dc(e)),(t.__a||(t.__a={}))[e]=hr,s=e!=(e=e.replace(Io,"$1")),(e=e.slice(2))[0]<"a"&&(e=e.toLowerCase()),n?t.addEventListener(e,i,s):t.removeEventListener(e,i,s));else{if(o=="http://www.w3.org/2000/svg")e=e.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(e!="width"&&e!="height"&&e!="href"&&e!="list"&&e!="form"&&e!="tabIndex"&&e!="download"&&e!="rowSpan"&&e!="colSpan"&&e!="role"&&e!="popover"&&e in t)try{return void(t[e]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&e[4]!="-"?t.removeAttribute(e):t.setAttribute(e,e=="popover"&&n==1?"":n)}}function Dc(t){return function(e){var n=this.__e;if(n){if(n=n[t],e[Ht]==null)e[Ht]=hr++;else if(e[Ht]<this.__a[t])return;return n($.event?$.event(e):e)}}}function mr(t,e,n,r,o,s,i,l,c,u){var d,p,f,h,g,b,y,v,k,P,C,S,N,H,re,Re,le,V,I=e.type;if(e.constructor!==ft)return null;128&n.__u&&(c=32&n.__u,d=n.__c.__z)&&(e.__u|=c,p=s=[],d.nodeType==8?l=Wt(d,s):s.push(d),l=s[0]||l),(d=$.__b)&&d(e);e:if(typeof I=="function"){f=i.length;try{if(v=e.props,k=(d=I.prototype)&&d.render,P=(d=I.contextType)&&r[d.__c],C=d?P?P.props.value:d.__:r,(h=n.__c)?(e.__c=h,2&h.__g&&(h.__g|=1)):(k?e.__c=h=new I(v,C):(e.__c=h=new ee(v,C),h.constructor=I,h.render=Jc),P&&P.sub(h),h.state||(h.state={}),h.__n=r,h.__g|=8,h.__h=[],h.__k=[]),k&&(h.__s||(h.__s=h.state),I.getDerivedStateFromProps&&(h.__s==h.state&&(h.__s=Ae({},h.__s)),Ae(h.__s,I.getDerivedStateFromProps(v,h.__s)))),g=h.props,b=h.state,h.__v=e,n.__c){if(v!==g&&k&&!I.getDerivedStateFromProps&&h.componentWillReceiveProps&&h.componentWillReceiveProps(v,C),e.__v==n.__v&&!(8&h.__g)||!(4&h.__g)&&h.shouldComponentUpdate&&h.shouldComponentUpdate(v,h.__s,C)===!1){e.__v!=n.__v&&(h.props=v,h.state=h.__s,h.__g&=-9),e.__e=n.__e,e.__k=n.__k,e.__k.some(function(D){D&&(D.__=e)}),Xt.push.apply(h.__h,h.__k),h.__k=[],h.__h.length&&i.push(h),l=Se(n);break e}h.componentWillUpdate&&h.componentWillUpdate(v,h.__s,C),k&&h.componentDidUpdate&&h.__h.push(function(){h.componentDidUpdate(g,b,y)})}else k&&!I.getDerivedStateFromProps&&h.componentWillMount&&h.componentWillMount(),k&&h.componentDidMount&&h.__h.push(h.componentDidMount);h.context=C,h.props=v,h.__P=t,h.__g&=-5,S=$.__r,N=k?25:0;do h.__g&=-9,S&&S(e),d=h.render(h.props,h.state=h.__s,h.context);while(8&h.__g&&++N<25);k&&(Xt.push.apply(h.__h,h.__k),h.__k=[]),h.state=h.__s,h.getChildContext&&(r=Ae({},r,h.getChildContext())),k&&n.__c&&h.getSnapshotBeforeUpdate&&(y=h.getSnapshotBeforeUpdate(g,b)),H=d&&d.type===w&&d.key==null?d.props.children:d,v.__P&&(d=l,o=(t=v.__P).namespaceURI,c=s=null,n.props&&n.props.__P!=t&&(n.__k.some(function(D){D&&br(D,D)}),n.__k=null),l=n.__k?Se(n,0):null),l=jo(t,fr(H)?H:[H],e,n,r,o,s,i,l,c,u),v.__P&&(e.__e=null,l=d),e.__u&=-161,p&&p.some(Fe),h.__h.length&&i.push(h),1&h.__g&&(h.__g&=-4)}catch(D){if(i.length=f,e.__v=null,c||s)if(D&&D.then){if(e.__u|=128|c,s){for(~(le=s.indexOf(l||void 0))||(le=s.length);(V=s[le-1])&&V.nodeType==8;)le--;for(;le<s.length;le++)if(V=s[le])if(s[le]=null,re){if(V==Re)break}else{if(V.nodeType!=8)break;V.data.startsWith("$s")&&(Re=Wt(re=V))}}if(!re){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;re=l}(d=Wt(re=e.__c.__z||(e.__c.__z=re)))?(e.__e=re,l=d):e.__e=l,l=l&&l.nextSibling}else s&&s.some(Fe);else e.__e=n.__e;e.__k||(e.__k=n.__k||[]),D&&D.then||Uo(e),$.__e(D,e,n)}}else l=e.__e=Hc(n.__e,e,n,r,o,s,i,c,u,t);return(d=$.diffed)&&d(e),l}function Wt(t,e){if(t&&t.nodeType==8&&t.data.startsWith("$s"))for(var n=1;t=t.nextSibling;){if(t.nodeType==8){if(t.data.startsWith("$s"))n++;else if(t.data.startsWith("/$s")&&!--n)return t}e&&e.push(t)}}function Uo(t){t&&(t.__c&&(t.__c.__g|=4),t.__k&&t.__k.some(Uo))}function Vo(t,e,n){for(var r=0;r<n.length;)gr(n[r++],n[r++],n[r++]);$.__c&&$.__c(e,t),t.some(function(o){try{t=o.__h,o.__h=[],t.some(function(s){s.call(o)})}catch(s){$.__e(s,o.__v)}})}function Hc(t,e,n,r,o,s,i,l,c,u){var d,p,f,h,g,b,y,v,k=n.props||zt,P=e.props,C=e.type;if(C=="svg"?o="http://www.w3.org/2000/svg":C=="math"?o="http://www.w3.org/1998/Math/MathML":o||(o="http://www.w3.org/1999/xhtml"),s){for(d=0;d<s.length;d++)if((g=s[d])&&(C?g.localName==C:g.nodeType==3)){t=g,s[d]=null;break}}if(!t){if(v=u.ownerDocument||document,!C)return v.createTextNode(P);t=v.createElementNS(o,C,P.is?P:u),l&&($.__m&&$.__m(e,s),l=!1),s=null}if(C){if(u=C=="template"&&t.content||t,s=C=="textarea"&&P.defaultValue!=null?null:s&&zo.call(u.childNodes),!l&&s)for(k={},d=0;d<t.attributes.length;d++)k[(g=t.attributes[d]).name]=g.value;for(d in k)g=k[d],d=="dangerouslySetInnerHTML"?f=g:d=="children"||d in P||d=="value"&&"defaultValue"in P||d=="checked"&&"defaultChecked"in P||Dt(t,d,null,g,o);for(d in P)g=P[d],d=="children"?h=g:d=="dangerouslySetInnerHTML"?p=g:d=="value"?b=g:d=="checked"?y=g:l&&typeof g!="function"||k[d]===g||Dt(t,d,g,k[d],o);p?(l||f&&(p.__html==f.__html||p.__html==t.innerHTML)||(t.innerHTML=p.__html),e.__k=[]):(f&&(t.textContent=""),(C=="foreignObject"||o=="http://www.w3.org/1998/Math/MathML"&&Ac.test(C))&&(o="http://www.w3.org/1999/xhtml"),jo(u,fr(h)?h:[h],e,n,r,o,s,i,s?s[0]:n.__k&&Se(n,0),l,c),s&&s.some(Fe)),l&&C!="textarea"||(d="value",C=="progress"&&b==null?t.removeAttribute(d):b==null||b===t[d]&&(C!="progress"||b)||Dt(t,d,b,k[d],o),d="checked",y!=null&&y!=t[d]&&Dt(t,d,y,k[d],o))}else k===P||l&&t.data==P||(t.data=P);return t}function gr(t,e,n,r){try{typeof t=="function"?e?e.__x=t(e)||1:r&&(r=r.__c||r.__e)&&(e=r.__x)&&(r.__x=null,typeof e=="function"?e():t(null)):t.current=e}catch(o){$.__e(o,n)}}function br(t,e,n){var r,o,s,i;if($.unmount&&$.unmount(t),!(r=t.ref)||r.current&&r.current!=t.__e||gr(r,null,e,t),r=t.__c){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(l){$.__e(l,e)}r.__P=r.__n=null}if(r=t.__k)for(i=0;i<r.length;i++)r[i]&&br(r[i],e,typeof t.type!="function"||n&&!t.props.__P);!n&&(r=t.__c)&&(r=r.__z)&&(o=Wt(r,s=[]))&&(r==t.__e&&s.some(Fe),Fe(o),Fe(r)),n||Fe(t.__e),t.__e=t.__c=t.__=null}function Jc(t,e,n){return this.constructor(t,n)}function Ue(t,e){var n,r,o,s;$.__&&$.__(t,e),e.nodeType==9&&(e=e.documentElement),r=(n=t&&32&t.__u)?null:e.__k,e.__k=Jt(w,{children:[t]}),o=[],s=[],mr(e,e.__k,r||zt,zt,e.namespaceURI,r?null:e.firstChild?zo.call(e.childNodes):null,o,r?r.__e:e.firstChild,n,s),Vo(o,e.__k,s),e.__k.props.children=null}$={__e:function(t,e,n,r){for(var o,s,i;e=e.__;)if((o=e.__c)&&!(1&o.__g)){o.__g|=4;try{if((i=(s=o.constructor)&&s.getDerivedStateFromError)&&o.setState(s.getDerivedStateFromError(t)),o.componentDidCatch&&(o.componentDidCatch(t,r||{}),i=1),i&&8&o.__g)return void(o.__g|=2)}catch(l){t=l}}throw It=0,t}},Jo=0,Rc=function(t){return t!=null&&t.constructor===ft},ee.prototype.setState=function(t,e){var n=this.__s;n&&n!=this.state||(n=this.__s=Ae({},this.state)),typeof t=="function"&&(t=t(Ae({},n),this.props)),t&&(Ae(n,t),this.__v&&(e&&this.__k.push(e),Do(this)))},ee.prototype.forceUpdate=function(t){this.__v&&(this.__g|=4,t&&this.__h.push(t),Do(this))},ee.prototype.render=w,xe=[],It=0,Wo=function(t,e){return t.__v.__b-e.__v.__b},Ht=Symbol(),Io=/(PointerCapture)$|Capture$/i,hr=0,pr={},Fc=0;var Yo=`/* The flow. Lengths are in units: var(--u) is one of them; inside the figure a unit is 1 already. */
.flow {
  min-width: 0;
}
.plane {
  position: relative;
  max-width: 100%;
  contain: layout style;
}
.figure {
  position: absolute;
  left: 0;
  top: 0;
  width: 100%;
  height: 100%;
  display: block;
}

.figure {
  overflow: visible;
}
/* Larger than the figure by air.ts's margin. */
.plane canvas {
  position: absolute;
  left: calc(-8 * var(--u));
  top: calc(-8 * var(--u));
  width: calc(100% + 16 * var(--u));
  height: calc(100% + 16 * var(--u));
  display: block;
  pointer-events: none;
  will-change: transform;
}

.figure text {
  font-family: var(--sans);
  font-size: var(--f2);
  fill: var(--ink);
  white-space: pre;
}
.figure .t1,
.figure .t1i,
.figure .small {
  font-size: var(--f1);
}
.figure .t1 {
  fill: var(--ink3);
}
.figure .t1i {
  fill: var(--ink2);
}
.figure .tm {
  font-family: var(--mono);
  font-variant-numeric: tabular-nums;
}
.figure .tb {
  font-weight: 600;
}
.figure .tlost {
  fill: var(--losttext);
}
.figure .theld {
  fill: var(--heldtext);
}
.figure .col {
  font-weight: 600;
}

.figure .box {
  fill: var(--bg);
  stroke: var(--edge);
  stroke-width: var(--rule);
}
.figure .box.built {
  stroke-width: var(--hair);
}
.figure .busy {
  stroke: var(--ink);
  stroke-width: 2;
}
.figure .alarm {
  stroke: var(--lost);
  stroke-width: 2.5;
}
.figure .slot {
  fill: var(--sunk);
  stroke: var(--edge);
  stroke-width: var(--hair);
}
.figure .rim {
  fill: none;
  stroke: none;
}
.figure .rim.st-full {
  stroke: var(--lost);
  stroke-width: 2;
}
.figure .div {
  fill: none;
  stroke: var(--edge);
  stroke-width: var(--hair);
  opacity: 0.55;
}
.figure .level {
  opacity: 0.55;
}
.figure .halo {
  fill: var(--bg);
}
.figure .vessel {
  fill: none;
  stroke: var(--edge);
  stroke-width: 1.25;
}
.figure .vessel.bad {
  fill: var(--lostbg);
  stroke: var(--lost);
  stroke-width: 1.75;
}
.figure .arrow {
  fill: none;
  stroke: var(--edge);
  stroke-width: 1.25;
}

.figure .route {
  fill: none;
  stroke: var(--edge);
  stroke-width: var(--hair);
}
.figure .route.used {
  stroke: var(--ink2);
  stroke-width: var(--rule);
}
.figure .route.shut {
  stroke-dasharray: 2 4;
}
.figure .route.live {
  stroke: var(--ink);
  stroke-width: var(--live);
}
.figure .route.add {
  stroke-dasharray: 1.5 3.5;
  stroke-linecap: round;
}
.figure .ghost,
.figure .gone .outline {
  stroke-dasharray: 4 3;
}
.figure .gone .name {
  fill: var(--ink3);
}
.figure .box.ghost,
.figure .route.ghost {
  fill: none;
}

.tok {
  stroke: var(--tokline);
  stroke-width: 1.25;
}
.tok.near {
  stroke: var(--ink2);
  stroke-dasharray: 2 1.5;
  fill-opacity: 0.35;
}
.tok.dim {
  fill-opacity: 0.7;
}

.figure .running .outline {
  fill: var(--ink);
  stroke: var(--ink);
}
.figure .running .on {
  fill: var(--bg);
}
.figure .running .run {
  fill: var(--ink);
}
.figure .picked .outline {
  stroke: var(--sel);
  stroke-width: 2;
}
.figure .picked .rim {
  stroke: var(--sel);
  stroke-width: 2;
}
.figure .picked > .vessel {
  stroke: var(--sel);
  stroke-width: 2;
}
.figure .consumer.picked text,
.figure g[data-heap].picked text {
  fill: var(--sel);
}
.figure .consumer.running.picked .on {
  fill: var(--bg);
}

.controls {
  position: absolute;
  inset: 0;
}
.controls > * {
  position: absolute;
}
.stage .controls button.hit {
  all: unset;
  position: absolute;
  box-sizing: border-box;
  cursor: pointer;
  border-radius: calc(4 * var(--u));
}
.stage .controls button.hit:hover {
  outline: 1px solid var(--edge);
  outline-offset: 2px;
}
.stage .controls button.hit[data-hit="worker"],
.stage .controls button.hit[data-hit="group"] {
  border-radius: calc(16 * var(--u));
}
.stage .controls button.hit:focus-visible {
  outline: 2px solid var(--sel);
  outline-offset: 1px;
}
.stage .controls .show {
  font-size: var(--r1);
  text-align: right;
  color: var(--ink2);
  line-height: calc(18 * var(--u));
}

.controls .line {
  display: flex;
  align-items: stretch;
}
.controls form {
  display: flex;
  flex: 1;
  min-width: 0;
  margin: 0;
}
.stage .controls input {
  flex: 1;
  min-width: 0;
  border: 0;
  background: none;
  padding: 0 calc(4 * var(--u));
  border-radius: calc(2 * var(--u));
  font: var(--r2) / 1.2 var(--mono);
  color: var(--ink);
  caret-color: var(--ink);
}
.stage .controls input::placeholder {
  color: var(--ink3);
  opacity: 1;
}
.stage .controls input:disabled {
  cursor: not-allowed;
}
.stage .controls input:hover:enabled {
  background: var(--sunk);
}
.stage .controls input:focus {
  outline: 1.5px solid var(--sel);
  outline-offset: 0;
  background: var(--bg);
}
.stage .controls .close {
  border: 0;
  background: none;
  padding: 0;
  color: var(--ink3);
  cursor: pointer;
  border-radius: calc(3 * var(--u));
  font: var(--r3) / 1 var(--sans);
  display: grid;
  place-items: center;
}
.stage .controls .close:hover {
  color: var(--ink);
  background: var(--sunk);
}
.stage .controls .reopen {
  padding: 0 calc(4 * var(--u));
  font-size: var(--r1);
  color: var(--ink2);
  align-self: center;
}

.opener {
  border: 1px dashed var(--edge);
  border-radius: calc(4 * var(--u));
  background: var(--bg);
  overflow: hidden;
}
.stage .opener button {
  flex: 1 1 auto;
  min-width: 0;
  border: 0;
  background: none;
  padding: 0 calc(6 * var(--u));
  font: 600 var(--r2) / 1 var(--sans);
  cursor: pointer;
  white-space: nowrap;
  color: var(--ink);
}
.stage .opener button:hover:enabled {
  background: var(--sunk);
}
.stage .opener button:disabled {
  color: var(--ink3);
  cursor: not-allowed;
}
.stage .opener button:focus-visible {
  outline-offset: -2px;
}
.stage .controls .opener input {
  flex: 0 1 calc(46 * var(--u));
  max-width: 32%;
  border-left: 1px solid var(--line);
  border-radius: 0;
  font-size: var(--r1);
}
.stage .controls .opener input:focus {
  outline-offset: -2px;
}

.typing {
  display: flex;
  align-items: stretch;
  border: 1.25px solid var(--edge);
  border-radius: calc(4 * var(--u));
  background: var(--bg);
  overflow: hidden;
}
.typing:focus-within {
  border-color: var(--sel);
}
.stage .typing select {
  font: 600 var(--r2) var(--mono);
  border: 0;
  border-right: 1px solid var(--line);
  background: var(--sunk);
  color: var(--ink);
  max-width: 40%;
  padding: 0 calc(6 * var(--u));
  border-radius: 0;
}
.stage .controls .typing input {
  font-size: max(16px, var(--r3));
  padding: 0 calc(8 * var(--u));
}
.stage .controls .typing input:focus {
  outline-offset: -2px;
}
.stage .controls .typing .close {
  width: calc(40 * var(--u));
  font-size: var(--r4);
  border-left: 1px solid var(--line);
  border-radius: 0;
}
.stage .controls .typing .reopen {
  padding: 0 calc(12 * var(--u));
  font-size: var(--r3);
}
.invite {
  border: 1.5px solid var(--ink);
  margin: calc(10 * var(--u)) 0 calc(12 * var(--u));
  padding: calc(14 * var(--u)) calc(16 * var(--u));
}
.invite .top {
  display: flex;
  flex-wrap: wrap;
  gap: calc(4 * var(--u)) calc(10 * var(--u));
  align-items: center;
  margin-bottom: calc(12 * var(--u));
  color: var(--ink2);
  font-size: var(--r2);
}
.invite h2 {
  font-size: var(--r4);
  font-weight: 600;
  margin: 0 auto 0 0;
  color: var(--ink);
}
.invite code {
  font: var(--r2) / 1.45 var(--mono);
  background: var(--sunk);
  color: var(--ink);
  padding: calc(4 * var(--u)) calc(8 * var(--u));
  overflow-wrap: anywhere;
}
.invite pre {
  margin: 0 0 calc(8 * var(--u));
  background: var(--sunk);
  padding: calc(8 * var(--u));
  overflow-x: auto;
}
.invite pre code {
  padding: 0;
  background: none;
  white-space: pre;
  overflow-wrap: normal;
  font-size: var(--r1);
}
.invite ol {
  list-style: none;
  margin: 0;
  padding: 0;
  display: grid;
  grid-template-columns: repeat(3, minmax(0, 1fr));
  gap: calc(16 * var(--u)) calc(24 * var(--u));
}
.invite ol.coded {
  grid-template-columns: 1.9fr 1fr 1fr;
}
.flow[data-mode="narrow"] .invite ol {
  grid-template-columns: minmax(0, 1fr);
}
.invite li {
  display: grid;
  grid-template-columns: calc(28 * var(--u)) minmax(0, 1fr);
}
.invite li > b {
  font: 400 var(--r5) / 1.1 var(--mono);
  color: var(--ink3);
}
.invite strong {
  font-size: var(--r3);
  font-weight: 600;
}
.invite p {
  margin: calc(2 * var(--u)) 0 0;
  color: var(--ink2);
  font-size: var(--r2);
}
.invite .go {
  margin-top: calc(8 * var(--u));
}
`;var Ic={" ":"toggle",",":"back",".":"step",f:"fullscreen",p:"pin",t:"theme",1:"flow",2:"table","?":"help","/":"filter",Escape:"escape"},zc={KeyF:"fullscreen",KeyP:"pin",KeyT:"theme",Period:"step",Comma:"back"};function Zo(t){if(t.ctrlKey||t.metaKey||t.altKey||t.defaultPrevented)return null;let e=t.composedPath()[0],n=e instanceof Element?e.localName:"";if(/^(input|textarea|select)$/.test(n))return t.key==="Escape"?"escape":null;if(t.key===" "&&/^(button|a|tr)$/.test(n))return null;if(e instanceof Element&&e.getAttribute("role")==="slider"){if(t.key==="ArrowRight")return"step";if(t.key==="ArrowLeft")return"back"}return Ic[t.key]??(/^[\x20-\x7e]$/.test(t.key)?null:zc[t.code]??null)}function Qo(t){(t.ctrlKey||t.metaKey)&&t.code==="KeyS"||t.stopPropagation()}var rs="channel-sandbox.pin",es="channel-sandbox:taken",Xc={right:360,bottom:240},Kc=720,jc=712,ts={page:.5,telephone:.6},ns=46,Gc=900,Kt=class{constructor(e,n,r,o,s){this.home=e;this.host=n;this.another=r;this.box=o;this.changed=s;this.remembered=Vc(),this.listen(document,es,i=>this.yieldTo(i)),this.listen(window,"resize",()=>this.place==="pin"&&this.layOut()),this.listen(window,"pagehide",()=>this.popup?.close()),this.room.observe(e)}home;host;another;box;changed;place="cell";blocked=!1;folded=!1;popup=null;before="cell";remembered;undo=[];padded=null;room=new ResizeObserver(()=>this.place==="pin"&&this.pad());get side(){return this.canFlip?this.remembered.side:"bottom"}get canFlip(){return innerWidth>=Kc}get size(){let e=this.side==="right"?innerWidth:innerHeight,n=this.canFlip?ts.page:ts.telephone,r=this.side==="right"?Math.max(e*.52,Math.min(jc,e*.56)):e*n,o=this.remembered[this.side]??r;return Math.min(e*.9,Math.max(Xc[this.side],o))}get view(){return this.host.ownerDocument.defaultView??window}toggle(e){this.place!==e?this.go(e):this.go(e==="window"?this.before:"cell")}go(e){if(e===this.place&&!this.blocked)return;let n=e==="window"?this.open():null;this.blocked=e==="window"&&n===null,this.blocked||this.move(e,n),this.changed()}fold(e){this.folded=e,this.layOut()}move(e,n){let r=this.place,o=e==="cell"?null:this.take();this.leave(),e==="pin"&&this.enterPin(),n&&(this.before=r==="pin"||o==="pin"?"pin":"cell",this.enterWindow(n))}flip(){this.remembered.side=this.side==="right"?"bottom":"right",this.layOut()}resize(e){this.remembered[this.side]=e,this.layOut()}toggleFullscreen(){let{ownerDocument:e}=this.host;(e.fullscreenElement?e.exitFullscreen():this.host.requestFullscreen()).catch(()=>this.changed())}dispose(){this.leave(),this.room.disconnect();for(let e of this.undo)e()}leave(){let{popup:e}=this;this.popup=null,this.unpad(),this.place="cell",this.folded=!1,this.host.ownerDocument!==document&&(this.host=this.another(document)),this.host.dataset.place="cell",this.host.removeAttribute("style"),this.host.parentNode!==this.home&&this.home.prepend(this.host),e?.close()}enterPin(){this.place="pin",this.host.dataset.place="pin",document.body.append(this.host),this.layOut()}take(){let e={box:this.box,by:this.host,from:null};return document.dispatchEvent(new CustomEvent(es,{detail:e})),e.from}yieldTo({detail:e}){e.box!==this.box||e.by===this.host||this.place==="cell"||((this.place==="pin"||this.before==="pin")&&(e.from="pin"),this.popup=null,this.go("cell"))}layOut(){let{side:e,size:n,folded:r}=this,o=e==="right"?`right:0;width:${n}px`:"left:0;right:0",s=e==="right"?"top:0":`height:${n}px`,i=`${o};${r?`height:${ns}px`:s}`;this.host.style.cssText=`position:fixed;bottom:0;z-index:${Gc};${i}`,this.pad(),Yc(this.remembered),this.changed()}pad(){let e=this.place==="pin"?Uc(this.home):null,n=this.beside?"paddingRight":"paddingBottom",r=e?this.covered(e.getBoundingClientRect()):0;if(this.padded?.element===e&&this.padded.side===n||this.unpad(),!e||r<=0){this.unpad();return}this.padded||(this.padded={element:e,side:n,before:e.style.cssText},this.room.observe(e,{box:"border-box"})),e.style.boxSizing="border-box",e.style[n]=`${r}px`}covered({right:e,bottom:n}){return this.beside?e-(innerWidth-this.size):n-(innerHeight-(this.folded?ns:this.size))}get beside(){return this.side==="right"&&!this.folded}unpad(){if(!this.padded)return;let{element:e,before:n}=this.padded;this.padded=null,e.style.cssText=n,this.room.unobserve(e)}open(){return window.open("",`channel-sandbox-${this.box}`,"popup,width=1280,height=840")}enterWindow(e){this.popup=e,this.place="window";let{document:n}=e;this.host.remove(),this.host=this.another(n),this.host.dataset.place="window",n.title=document.title,n.documentElement.style.height="100%",n.body.style.cssText="margin:0;height:100%",n.body.replaceChildren(this.host),e.addEventListener("pagehide",()=>this.popup===e&&this.go(this.before)),e.focus()}listen(e,n,r){e.addEventListener(n,r),this.undo.push(()=>e.removeEventListener(n,r))}};function Uc(t){for(let e=t.parentElement;e;e=e.parentElement)if(/auto|scroll/.test(getComputedStyle(e).overflowY)&&e.clientHeight>300)return e;return null}function Vc(){let t={side:innerWidth>=1e3?"right":"bottom",right:null,bottom:null};try{let e=JSON.parse(localStorage.getItem(rs)??"{}");return{side:e.side==="right"||e.side==="bottom"?e.side:t.side,right:typeof e.right=="number"?e.right:null,bottom:typeof e.bottom=="number"?e.bottom:null}}catch{return t}}function Yc(t){try{localStorage.setItem(rs,JSON.stringify(t))}catch{}}function wr(t,e,n,r){return t==="projector"?e<700?1:20/12:r?Math.max(1,Math.min(e/1100,n/650,1.6)):e>1300?Math.max(1,Math.min(e/1100,1.6)):1}var Zc={medium:480,narrow:720},Qc={medium:712,narrow:360};function os(t,e,n){if(t!=="projector")return wr(t,e,n,!1);let r=o=>Math.min(e/Qc[o],n/Zc[o]);return Math.max(1,Math.min(20/12,Math.max(r("medium"),r("narrow"))))}var eu={wide:600,medium:600,narrow:880},tu=520;function ss(t,e){return e?eu[t]:tu}var is=520,jt=480;function yr(t){return t>=960?"wide":t>=680?"medium":"narrow"}var Ve,F,vr,as,kr=Object.is,Gt=0,gs=[],xr=[],O=$,ls=O.__b,cs=O.__r,us=O.diffed,ds=O.__c,ps=O.unmount,hs=O.__;function Ut(t,e){O.__h&&O.__h(F,t,Gt||e),Gt=0;var n=F.__H||(F.__H={__:[],__h:[]});return t>=n.__.length&&n.__.push({}),n.__[t]}function A(t){return Gt=1,nu(bs,t)}function nu(t,e,n){var r=Ut(Ve++,2);if(r.t=t,!r.__c&&(r.__=[n?n(e):bs(void 0,e),function(s){var i=(r.__N||r.__)[0],l=r.t(i,s);kr(i,l)||(r.__N=[l,r.__[1]],r.__c.setState({}))}],r.__c=F,!F.__f)){F.__f=!0;var o=F.shouldComponentUpdate;F.shouldComponentUpdate=function(s,i,l){var c=this.__H;if(!c)return!0;var u=!1,d=this.props!=s;if(c.__.some(function(f){f.__N&&(u=!0,kr(f.__[0],f.__N[0])||(d=!0))}),o){var p=o.call(this,s,i,l);return u?p||d:p}return!u||d}}return r.__}function ce(t,e){var n=Ut(Ve++,3);!O.__s&&_r(n.__H,e)&&(n.__P=!0,n.__=t,n.u=e,F.__H.__h.push(n))}function Ye(t,e){var n=Ut(Ve++,4);!O.__s&&_r(n.__H,e)&&(n.__P=!1,n.__=t,n.u=e,F.__h.push(n))}function z(t){return Gt=5,bt(function(){return{current:t}},[])}function bt(t,e){var n=Ut(Ve++,7);return _r(n.__H,e)&&(n.__=t(),n.__H=e),n.__}function ru(){var t;do{for(;t=xr.shift();)try{gt(t)}catch(n){O.__e(n,{__:(t=t.__P)&&t.__v})}for(;t=gs.shift();){var e=t.__H;if(t.__P&&e)try{e.__h.some(gt),e.__h.some(Sr),e.__h=[]}catch(n){e.__h=[],O.__e(n,t.__v)}}}while(xr.length)}O.__b=function(t){F=null,ls&&ls(t)},O.__=function(t,e){t&&e.__k&&e.__k.__m&&(t.__m=e.__k.__m),hs&&hs(t,e)},O.__r=function(t){cs&&cs(t),Ve=0;var e=(F=t.__c).__H;e&&(vr==F?F.__h=[]:(e.__h.some(gt),e.__h.some(Sr),Ve=0),e.__h=[],e.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),vr=F},O.diffed=function(t){us&&us(t);var e=t.__c;e&&e.__H&&(e.__H.__h.length&&ms(gs.push(e)),e.__H.__.some(function(n){n.u&&(n.__H=n.u)})),vr=F=null},O.__c=function(t,e){e.some(function(n){try{n.__h.some(gt),n.__h=n.__h.filter(function(r){return!r.__||Sr(r)})}catch(r){n.__h=[function(){throw r}]}}),ds&&ds(t,e)},O.unmount=function(t){ps&&ps(t);var e,n,r=t.__c;r&&r.__H&&(r.__H.__.some(function(o){try{if(o.__P&&o.__c){if(n===void 0){for(n=t.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}o.__P=n,ms(xr.push(o))}else gt(o)}catch(s){e=s}}),r.__H=void 0,e&&O.__e(e,r.__v))};var fs=typeof requestAnimationFrame=="function";function ou(t){var e,n=function(){clearTimeout(r),fs&&cancelAnimationFrame(e),setTimeout(t)},r=setTimeout(n,35);fs&&(e=requestAnimationFrame(n))}function ms(t){t!=1&&as==O.requestAnimationFrame||((as=O.requestAnimationFrame)||ou)(ru)}function gt(t){var e=F,n=t.__c;typeof n=="function"&&(t.__c=void 0,n()),F=e}function Sr(t){var e=F;t.__c=t.__(),F=e}function _r(t,e){return!t||t.length!=e.length||e.some(function(n,r){return!kr(n,t[r])})}function bs(t,e){return typeof e=="function"?e(t):e}var J=t=>String(Math.round(t*100)/100),T=class{d="";points=[];reach=[];marks=[];x=0;y=0;constructor(e,n){this.d=`M${J(e)} ${J(n)}`,this.add(e,n)}add(e,n){let r=this.reach.at(-1)??0,o=this.reach.length?Math.hypot(e-this.x,n-this.y):0;this.points.push(e,n),this.reach.push(r+o),this.x=e,this.y=n}line(e,n){return e===this.x&&n===this.y?this:(this.d+=`L${J(e)} ${J(n)}`,this.add(e,n),this)}bend(e,n,r,o,s,i){this.d+=`C${J(e)} ${J(n)} ${J(r)} ${J(o)} ${J(s)} ${J(i)}`;let{x:l,y:c}=this;for(let u=1;u<=16;u++){let d=u/16,p=1-d,[f,h,g,b]=[p*p*p,3*p*p*d,3*p*d*d,d*d*d];this.add(f*l+h*e+g*r+b*s,f*c+h*n+g*o+b*i)}return this}level(e,n,r=.5){if(Math.abs(n-this.y)<.5)return this.line(e,n);let o=(e-this.x)*r;return this.bend(this.x+o,this.y,e-o,n,e,n)}upright(e,n,r=.5){if(Math.abs(e-this.x)<.5)return this.line(e,n);let o=(n-this.y)*r;return this.bend(this.x,this.y+o,e,n-o,e,n)}corner(e,n,r,o){let{x:s,y:i}=this;this.d+=`Q${J(e)} ${J(n)} ${J(r)} ${J(o)}`;for(let l=1;l<=16/2;l++){let c=l*2/16,u=1-c;this.add(u*u*s+2*u*c*e+c*c*r,u*u*i+2*u*c*n+c*c*o)}return this}through(e,n){for(let[r,[o,s]]of e.entries()){let[i,l]=[r===0?1:.5,r+2===e.length?1:.5];this.round(o,s,e[r+1],n,i,l)}return this}round(e,n,r,o,s,i){if(!r)return this.line(e,n);let[l,c]=r,u=Math.hypot(e-this.x,n-this.y),d=Math.hypot(l-e,c-n),p=Math.min(o,u*s,d*i);return p<.5?this.line(e,n):(this.line(e-(e-this.x)/u*p,n-(n-this.y)/u*p),this.corner(e,n,e+(l-e)/d*p,n+(c-n)/d*p))}mark(){return this.marks.push({reach:this.reach.at(-1)??0,d:this.d.length,x:this.x,y:this.y}),this}end(){let{d:e,points:n,reach:r}=this,o=r.at(-1)??0,[s,i]=this.marks,l=(u,d)=>u&&o?u.reach/o:d,c=s?`M${J(s.x)} ${J(s.y)}${e.slice(s.d,i?.d)}`:e;return{d:e,points:n,reach:r,length:o,bare:[l(s,0),l(i,1)],bareD:c}}};function ws(t,e){let n=0,r=t.reach.length-1;for(;n<r;){let o=n+r+1>>1;t.reach[o]<=e?n=o:r=o-1}return n}function Y(t,e){let n=Math.max(0,Math.min(1,e))*t.length,r=ws(t,n),[o,s]=[t.points[2*r],t.points[2*r+1]];if(r===t.reach.length-1)return[o,s];let i=t.reach[r+1]-t.reach[r],l=i?(n-t.reach[r])/i:0;return[o+(t.points[2*r+2]-o)*l,s+(t.points[2*r+3]-s)*l]}function ys(t,e,n,r){let[o,s]=Y(e,n);t.moveTo(o,s);let[i,l]=[n*e.length,r*e.length];for(let d=ws(e,i)+1;d<e.reach.length&&!(e.reach[d]>=l);d++)t.lineTo(e.points[2*d],e.points[2*d+1]);let[c,u]=Y(e,r);t.lineTo(c,u)}var Vt={workerOf:()=>null,nextSlot:()=>0},wt=(t,e)=>t.channels.find(n=>n.name===e);function Le(t,e,n){let r=t.consumers.filter(o=>o.name===e);return r.find(o=>n!==void 0&&o.channels.includes(n))??r[0]}var pe=(t,e)=>t.groups.find(n=>n.name===e),fe=(t,e)=>t.more.find(n=>n.fold===e),yt=(t,e)=>t.servers.find(n=>n.name===e);function _e({slots:t,count:e},n){return t.x+t.w-t.w/e*(Math.min(n,e-1)+.5)}function oe(t,e){let n=wt(t,e);if(n)return n;let r=fe(t,"channels");if(!r)return null;let o={...r,h:16},s=r.y+r.h/2;return{...r,name:e,routed:!0,slots:o,count:10,rail:s,nameRoom:r.w}}function vt(t,e){let n=t.workers.find(r=>r.name===e);return n?t.mode==="narrow"?[n.x+14,n.y+20]:[n.x+17,n.y+n.h/2]:fe(t,"workers")?.port??null}var vs=t=>[t.x+t.w,t.y+t.h/2];function Me(t,e){let n=t.rowOf.get(e),r=n&&yt(t,n.server);if(!n||!r)return null;if(t.mode==="narrow")return{server:r,end:[n.port[0],r.y+33]};if(n.look==="page")return{server:r,end:[r.x+19,n.port[1]]};let o=n.look==="full"?t.mode==="wide"?60:66:50;return{server:r,end:[r.x+o,n.port[1]+(n.look==="full"?8:0)]}}var su=Symbol.for("pv"),iu=0;function a(t,e,n,r,o,s){e||(e={});var i,l,c=e;if("ref"in c&&typeof t!="function")for(l in c={},e)l=="ref"?i=e[l]:c[l]=e[l];var u={type:t,props:c,key:n,ref:i,__k:null,__:null,__b:0,__e:null,__c:null,constructor:su,__v:--iu,__i:-1,__u:0};return(o||s)&&(u.__source=o,u.__self=s),$.vnode&&$.vnode(u),u}var xs=["connect","receive","disconnect","request","reply","custom"],au="#16191D",Ss={receive:null,request:[[-.88,-.88],[.88,-.88],[.88,.88],[-.88,.88]],connect:[[0,-1.05],[1.1,.85],[-1.1,.85]],disconnect:[[0,1.05],[1.1,-.85],[-1.1,-.85]],reply:[[0,-1.2],[1.2,0],[0,1.2],[-1.2,0]],custom:[0,1,2,3,4,5].map(t=>[1.1*Math.sin(t*Math.PI/3),-1.1*Math.cos(t*Math.PI/3)])},ks=t=>Math.round(t*100)/100;function lu(t,e,n,r){let o=Ss[t];return o?`M${o.map(([s,i])=>`${ks(e+s*r)} ${ks(n+i*r)}`).join("L")}Z`:`M${e-r} ${n}a${r} ${r} 0 1 0 ${2*r} 0a${r} ${r} 0 1 0 ${-2*r} 0Z`}function _s(t,e,n,r,o){let s=Ss[e];if(t.beginPath(),!s)t.arc(n,r,o,0,2*Math.PI);else for(let[i,l]of s)t.lineTo(n+i*o,r+l*o);t.closePath()}function X({kind:t,x:e,y:n,r,look:o}){let s=o?` ${o}`:"";return a("path",{class:`tok${s}`,fill:`var(--${t})`,d:lu(t,e,n,r)})}function Mr({x:t,y:e,h:n}){return a("path",{fill:au,d:`M${t-n*.4} ${e-n/2}h${n*.28}v${n}h${-n*.28}ZM${t+n*.12} ${e-n/2}h${n*.28}v${n}h${-n*.28}Z`})}function me({x:t,y:e,r:n,colour:r="var(--lost)",width:o=1.75}){let s=`M${t-n} ${e-n}l${2*n} ${2*n}M${t+n} ${e-n}l${-2*n} ${2*n}`;return a("path",{d:s,stroke:r,"stroke-width":o,fill:"none"})}var Ms={queued:()=>a("rect",{x:"1",y:"1",width:"8",height:"8",fill:"none",stroke:"var(--ink)","stroke-width":"1.5"}),held:()=>a("g",{children:[a("rect",{width:"10",height:"10",fill:"var(--held)"}),a(Mr,{x:5,y:5,h:6})]}),in_hand:()=>a("g",{children:[a("circle",{cx:"5",cy:"5",r:"4",fill:"none",stroke:"var(--ink)","stroke-width":"1.5"}),a("circle",{cx:"5",cy:"5",r:"1.75",fill:"var(--ink)"})]}),delivered:()=>a("path",{d:"M1 5.5L4 8.5L9 1.5",fill:"none",stroke:"var(--ink)","stroke-width":"1.75"}),lost:()=>a(me,{x:5,y:5,r:3.5,width:2})},cu={full:()=>a("rect",{x:"0",y:"2",width:"10",height:"6",fill:"var(--lost)"}),expired:()=>a("g",{fill:"none",stroke:"var(--lost)",children:[a("circle",{cx:"5",cy:"5",r:"4.25","stroke-width":"1.5"}),a("path",{d:"M5 2.5V5.2L7 6.4","stroke-width":"1.25"})]}),no_connection:()=>a("path",{d:"M0 5H3M7 5H10M6.5 1.5L3.5 8.5",stroke:"var(--lost)","stroke-width":"1.75"}),nobody_listens:()=>a("path",{d:"M1 5h3M6 5h3",stroke:"var(--edge)","stroke-width":"1.5",fill:"none"})};function uu({fate:t}){return Ms[t]()}function Cr({reason:t}){return(cu[t]??Ms.lost)()}function Er({children:t,box:e}){return a("svg",{class:"mark",viewBox:e,"aria-hidden":"true",children:t})}function Yt({fate:t}){return a(Er,{box:"0 0 10 10",children:a(uu,{fate:t})})}function Zt({reason:t}){return a(Er,{box:"0 0 10 10",children:a(Cr,{reason:t})})}function Ne({kind:t}){return a(Er,{box:"-7 -7 14 14",children:a(X,{kind:t,x:0,y:0,r:5})})}var Es=8,Ps=20,Cs=30;function du(t,e){let n=t.clients.find(c=>c.connections.includes(e));if(n)return n.port;let r=t.rowOf.get(e);if(r?.look==="port")return fe(t,"tabs")?.port??null;if(r){let[c,u]=r.port;return t.mode==="narrow"?[c,u-Cs/2]:[c-Cs,u]}let{x:o,y:s,w:i,h:l}=t.opener;return t.mode==="narrow"?null:[o+i,s+l/2]}function pu(t,e){let n=t.rowOf.get(e);if(n)return n.port;let[r]=t.servers;return r?[r.x,t.opener.y+t.opener.h/2]:null}function Ce(t,e,n){let r=du(t,e),o=pu(t,e);if(!r||!o)return[];let[s,i]=n?[o,r]:[r,o],l=new T(s[0],s[1]);return t.mode!=="narrow"?[l.line(i[0],i[1]).end()]:[l.upright(i[0],i[1]).end()]}function Qt(t,e,[n],r){let[o,s]=r.bus,i=t.servers.some(u=>u.y>r.y),l=r.x+r.w+7,c=i?[[n,t.lane],[l,t.lane],[l,s+8],[o,s+8],[o,s]]:[[n,t.lane],[o,t.lane],[o,s]];return e.through(c,Ps)}function kt(t,e,n){let r="exit"in e?e.exit:[e.x+e.w/2,e.y+e.h],o=new T(r[0],r[1]);if(!("side"in e)||e.side==="bottom")return Qt(t,o,r,n);let s=t.width-7,[i,l]=n.bus;if(t.mode==="narrow")return o.through(Pr(t,r,n),12);if(t.servers.some(d=>d.y>n.y))return Qt(t,o.line(s-6,r[1]).corner(s,r[1],s,r[1]+6),[s,0],n);let u=[[s,r[1]],[s,t.lane],[i,t.lane],[i,l]];return o.through(u,Ps)}function Pr(t,[,e],n){let r=t.gutters.back,[o,s]=n.bus;return o===r?[[r,e],[r,s]]:[[r,e],[r,t.lane],[o,t.lane],[o,s]]}function hu(t,e,n,r){let[o,s]=e.bus,i=o+r;return t.mode==="narrow"?new T(o,s).through([[o,n[1]],n],11).end():new T(i,s).through([[i,n[1]],n],12).end()}function fu(t,e){let n=new Map;for(let r of e){let o=Me(t,r);if(o&&n.set(`${o.server.name} ${o.end.join()}`,o),n.size>=Es)break}return n}function mu(t,e,n){let r=oe(t,n);if(!r)return[];let{slots:o,rail:s}=r;if(t.mode==="narrow"){let u=o.x+o.w/2;return[new T(u,e.y).line(u,s).end()]}let[i,l]=[e.x-6,o.x-10],c=[[i,e.y+14],[i,t.roof],[l,t.roof],[l,s],[o.x+6,s]];return[new T(e.x,e.y+14).through(c,8).end()]}var $r={trunks:[],strands:[]};function Ze(t,e,n,r){let o=pe(t,e)??fe(t,"groups");if(!o)return $r;let s=[...fu(t,n).values()].sort((c,u)=>c.end[1]-u.end[1]),i=r.slice(0,Es).flatMap(c=>mu(t,o,c)),l=s.length||i.length?[...new Set(s.map(({server:c})=>c))]:t.servers.slice(0,1);return{trunks:[...l.map(c=>kt(t,o,c).end()),...i],strands:l.flatMap(c=>{let u=s.filter(p=>p.server===c),d=p=>((u.length-1)/2-p)*t.strand;return u.map((p,f)=>hu(t,c,p.end,d(f)))})}}function $s(t,e,n){switch(e.hop){case"frame":return Ce(t,e.connection,!1);case"out":return Ce(t,e.connection,!0);case"accept":return gu(t,e.connection,e.channel,n);case"take":return bu(t,e.channel,e.worker);case"run":return wu(t,e.worker,e.consumer);case"send":return Ts(t,en(t,e.consumer),e.channel,n);case"toGroup":case"member":return yu(t,en(t,e.consumer),e.group);case"fan":{let{trunks:r,strands:o}=Ze(t,e.group,e.connections,e.channels);return[...r,...o]}case"reply":return vu(t,en(t,e.consumer),e.connection);case"fall":return ku(t,e.channel,e.connection,e.reason)}}function en(t,e){let n=e===null?void 0:Le(t,e);return vs(n??t.cell)}function gu(t,e,n,r){let o=oe(t,n),s=e===null?void 0:t.rowOf.get(e),i=s?yt(t,s.server):t.servers[0];if(!o||!i)return e===null?Ts(t,en(t,null),n,r):[];let[l,c]=i.out,[u,d]=s?s.port:[l,c],p=new T(u,d);return s&&p.bend(u+30,d,l-40,c,l,c),p.mark().level(o.slots.x,o.rail).mark(),[p.line(_e(o,r.nextSlot(n)),o.rail).end()]}function bu(t,e,n){let r=oe(t,e),o=vt(t,n);if(!r||!o)return[];let s=r.slots.x+r.slots.w;return[new T(_e(r,0),r.rail).line(s,r.rail).mark().level(o[0]-17,o[1]).mark().line(...o).end()]}function wu(t,e,n){let r=vt(t,e),o=Le(t,n);if(!r||!o)return[];let s=t.workers.find(({name:l})=>l===e),i=s?s.x+s.w:r[0];return[new T(i,r[1]).level(o.x,o.y+o.h/2).end()]}function Ts(t,[e,n],r,o){let s=oe(t,r);if(!s)return[];let i=t.gutters.back-6,l=s.slots.x-10,c=[[i,n],[i,t.roof],[l,t.roof],[l,s.rail],[_e(s,o.nextSlot(r)),s.rail]];return[new T(e,n).through(c,10).end()]}function yu(t,[e,n],r){let o=pe(t,r)??fe(t,"groups")??t.noGroup;if(!o)return[];let s=Math.min(20,o.h/2),i=Math.max(o.y+s,Math.min(o.y+o.h-s,n));return[new T(e,n).level(o.x,i).end()]}function vu(t,e,n){let r=Me(t,n);if(!r)return[];let o=t.gutters.back,i=new T(e[0],e[1]).through([[o,e[1]],[o,e[1]+12]],8),l=Qt(t,i,[o,e[1]],r.server),[c]=r.server.bus;return[l.through([[c,r.end[1]],r.end],12).end()]}function ku(t,e,n,r){let{bin:o}=t,s=o.y+16,i=n===null?null:Me(t,n);if(i){let p=i.server.x+(t.mode==="wide"?102:59),f=t.lane+15,h=[[p,f],[o.x+24,f],[o.x+24,s]];return[new T(p,i.end[1]).through(h,10).end()]}let l=oe(t,e);if(!l)return[];let{slots:c,rail:u}=l;if(r==="full"){let p=c.x-10,f=t.lane+15,h=[[p,u],[p,f],[o.x+24,f],[o.x+24,s]];return[new T(c.x,u).through(h,10).end()]}let d=c.x+c.w+10;return[new T(c.x+c.w,u).through([[d,u],[d,s]],10).end()]}var xu="(invalid name)",Su=new Map([["websocket.connect","connect"],["websocket.receive","receive"],["websocket.disconnect","disconnect"],["http.request","request"],["http.disconnect","disconnect"]]);function te(t){let e=Su.get(t);return e!==void 0?e:se(t)?"reply":t.startsWith("http.request.body")?"request":"custom"}function se(t){return t.includes("!")}function Qe(t){let e=t.indexOf("!"),n=t.indexOf("?"),r=e<0?n:n<0?e:Math.min(e,n);return r<0?t:t.slice(0,r+1)}function Bs(t,e){return e==="invalid_name"?xu:Qe(t)}function qe(t,e){return`${t} ${e}`}function q(t,e){return t==="default"?e:`${t}/${e}`}function Z(t){return t.startsWith("__main__.")?t.slice(9):t}function xt(t){return t.startsWith("(default)")}function Ee(t){return xt(t)?t.slice(9).trim():t}function Os(t){let e=t.lastIndexOf("!");return e<0?t:`!${t.slice(e+1,e+5)}`}function _u(t){let e=/^\(\?s:([\s\S]*)\)(\\Z|\\z)$/.exec(t);try{return e?new RegExp(`^(?:${e[1]})$`,"s"):new RegExp(`^(?:${t})$`)}catch{return/(?!)/}}function St(t,e){if(t===void 0)return null;for(let[n,r]of t.channelCapacity)if(Cu(n).test(e))return r;return t.capacity}var tn=new Map,Mu=100;function Cu(t){let e=tn.get(t);return e===void 0&&(tn.size>=Mu&&tn.clear(),e=_u(t),tn.set(t,e)),e}var Eu=/^(.*) \d+\/\d+$/;function Fs(t){return t.ours?Eu.exec(t.label)?.[1]??null:null}function Tr(t){let e=new Set;for(let n of t.groups.values())for(let r of n.members.values())r.ghost&&r.connection&&e.add(r.connection);return e}function he(t){return t.state==="closed"||t.state==="rejected"}function nn(t){let e=Tr(t),n=new Map,r=(o,s,i,{server:l,id:c})=>n.set(o,{key:o,name:s,kind:i,server:l,connections:[c]});for(let o of t.connections.values()){if(o.protocol!=="websocket")continue;let s=Fs(o),i=he(o),l=e.has(o.id);if(s){if(i&&!l)continue;let c=n.get(`crowd ${s}`);c?c.connections.push(o.id):r(`crowd ${s}`,s,"crowd",o)}else if(o.ours||l){let c=`tab ${o.label}`,u=(n.get(c)?.connections??[]).filter(d=>e.has(d));r(c,o.label,l?"ghost":"tab",o),n.get(c).connections.unshift(...u)}else i||r(o.id,o.label,"tab",o)}for(let[o,s]of n)s.key=o;return[...n.values()]}function As(t,e,n){let r=new Map,o=new Set;for(let l of t){let c=e.get(l);c===void 0||o.has(c)||(r.set(l,c),o.add(c))}let s=0;for(let l of t)if(!r.has(l)){for(;o.has(s);)s++;r.set(l,s),o.add(s)}if(Math.max(-1,...o)<n)return r;let i=t.filter(l=>r.has(l)).sort((l,c)=>r.get(l)-r.get(c));return new Map(i.map((l,c)=>[l,c]))}function ge(t,e,n){return n||t.length<=e?{shown:[...t],hidden:[]}:{shown:t.slice(0,e-1),hidden:t.slice(e-1)}}var Pu=["http.request","websocket.connect","websocket.receive","websocket.disconnect"];function rn(t,{channel:e,name:n}){return e?e.capacity:St(t.layers.get("default"),n)}var on=t=>t===null||t>16?10:Math.max(1,t);function $u(t){return t.filter(e=>e.hiddenBy===null||!e.builtin)}function Rs(t){let e=Pu.indexOf(t.name);return e>=0?e:(t.routed?1e3:1e6)+(t.channel?.since??0)/1e6}function Tu(t){return t.channel?.builtin?!0:!t.routed&&/^(http|websocket)\./.test(t.name)}function sn(t,e,n,r){let o=new Map,s=new Set(t.rules.map(f=>q(f.layer,f.channel)));for(let[f,h]of t.channels)o.set(f,{name:f,channel:h,routed:s.has(f)});for(let f of s)o.has(f)||o.set(f,{name:f,channel:null,routed:!0});let i=[...o.values()].sort((f,h)=>Rs(f)-Rs(h)||(f.name<h.name?-1:1));if(r)return{shown:i,hidden:[]};let l=f=>(f.channel?.queue.length??0)>0,c=f=>(l(f)?8:0)+(f.routed?2:0)+(n.has(f.name)?1:0),u=Math.min(e+4,Math.max(e,n.size)),d=i.filter(f=>l(f)||!Tu(f)).sort((f,h)=>c(h)-c(f)).filter((f,h)=>h<u||l(f)),p=new Set(d);return{shown:i.filter(f=>p.has(f)),hidden:i.filter(f=>!p.has(f)&&!f.channel?.builtin)}}function an(t,e){let n=e.map(i=>i.name),r=new Map,o=new Set;for(let i of $u(t.rules)){let l=q(i.layer,i.channel);if(!n.includes(l))continue;let c=i.builtin?`${i.consumer} @ ${l}`:i.consumer,u=r.get(c);if(u)u.channels.includes(l)||u.channels.push(l);else{let{consumer:d,builtin:p}=i;r.set(c,{key:c,name:d,home:l,channels:[l],shut:[],builtin:p})}i.hiddenBy===null&&o.add(`${c} ${l}`)}let s=new Map(n.map(i=>[i,[]]));for(let i of r.values())i.shut=i.channels.filter(l=>!o.has(`${i.key} ${l}`)),i.channels.sort((l,c)=>n.indexOf(l)-n.indexOf(c)),i.home=i.channels[i.channels.length-1>>1],s.get(i.home).push(i);return s}function ln(t,e,n){let r=[...t.workers.values()].filter(l=>!l.builtin||l.state==="busy"),o=r.filter(l=>l.state!=="stopped"),s=r.filter(l=>l.state==="stopped"&&l.reason!=="asked"),i=new Set([...o,...s.slice(-Math.max(0,e-o.length))]);if(o.length>=e)for(let l of s)i.delete(l);return ge(r.filter(l=>i.has(l)),e,n)}function cn(t,e,n){let r=[...t.groups].sort(([,o],[,s])=>o.since-s.since);return ge(r,e,n)}function Bu(t,e,n){let r=n?t.connections.get(n):void 0;if(r)return r.label;let o=e.indexOf("!");return o>=0?e.slice(o):e}function Pe(t,e,n){let r=[],o=new Map;for(let{channel:i,connection:l,ghost:c}of e.members.values()){let u=l?t.connections.get(l):void 0,d=u?Fs(u):null;if(!d){let h=Bu(t,i,l);r.push({key:i,label:h,count:1,ghost:c,broad:!1});continue}let p=`${d}${c?" ghosts":""}`,f=o.get(p);f?f.count++:o.set(p,{key:p,label:d,count:1,ghost:c,broad:!0})}let s=ge(r,n,!1);return{chips:[...s.shown,...o.values()],more:s.hidden.length}}var Ls={mono:.602,sans:.53,bold:.6},Ns=/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f300}-\u{1faff}]/u;function Br(t){let e=0;for(let n of t)e+=Ns.test(n)?2:1;return e}function _(t,e,n="mono"){return Br(t)*e*Ls[n]}function E(t,e,n,r="mono"){let o=t.length>400?t.slice(0,400):t,s=o.replace(/\s+/g," "),i=Math.floor(e/(n*Ls[r]));if(Br(s)<=i&&o===t)return s;if(Br(s)<i)return`${s}…`;let l="",c=1;for(let u of s){if(c+=Ns.test(u)?2:1,c>i)break;l+=u}return i>0?`${l}…`:""}var Or=8,Ou=12;function un(t,e){let{chips:n}=Pe(t,e,Ou),r=n.filter(o=>!o.broad);return Or+Math.max(0,...r.map(({label:o})=>_(o,11)))}var W=30,tt=60,Ds=48,_t={pitch:75,h:67,port:31,room:6},dn={pitch:34,h:28,port:14,room:14},Rr=27,qs=36,Hs=240,Ru=16,pn=26,nt={channels:8,consumers:6,workers:8,groups:8},ie={h:19,pitch:24,top:29,side:10,slim:6,gap:5};function Fu({width:t,mode:e}){let n=e==="wide",r=n?[152,132,192,120,120,136]:[106,86,150,84,114,92],o=(t-r.reduce((l,c)=>l+c))/5,s=0;return{x:r.map(l=>{let c=s;return s+=l+o,c}),w:r,gutter:o,wide:n}}var et=(t,e=W)=>t.reduce((n,{y:r,h:o})=>Math.max(n,r+o),e);function Js(t,e,n){let r=Fu(e),{x:o,w:s}=r,i=Ge=>e.unfolded.has(Ge),l=[],c=sn(t,nt.channels,Au(n),i("channels")),u=an(t,c.shown),d=i("consumers")?Number.POSITIVE_INFINITY:nt.consumers,p=Lu(t,c.shown,u,r,d),f=Nu(p,u,r,d,l),h=et([...f,...l],W),g=et(p,W);(c.hidden.length||i("channels"))&&l.push(Mt("channels",c.hidden.length,o[2],g+6,s[2],i("channels")));let{workers:b,hidden:y}=Du(t,p,r,i("workers"));(y||i("workers")&&b.length>nt.workers)&&l.push(Mt("workers",y,o[3],et(b)+8,s[3],i("workers")));let v=Iu(t,p,f,r,Ju(n,p),i("groups"),l),{clients:k,servers:P,opener:C}=Uu(t,e,r,n,g,l),S={x:o[4],y:h+22,w:s[4],h:22,stands:e.cell},N=v.length?null:ju(p,r),H=[...k,C,...P,...p,...b,...v],re=[...e.cell?[S]:[],...N?[N]:[]],Re=et([...H,...l,...re],W+Hs),V=Math.max(Re,h+Ru)+16,I={x:o[2],y:V+14,w:o[4]+s[4]-o[2],h:48},D={mode:e.mode,width:e.width,height:I.y+I.h+4,headings:["clients","server","channels","workers","consumers","groups"].map((Ge,ke)=>({key:Ge,x:o[ke],y:14})),clients:k,typing:null,opener:C,servers:P,channels:p,workers:b,consumers:f,groups:v,noGroup:N,more:l,cell:S,bin:I,legend:{x:0,y:V+20,w:o[1]+s[1]-22,h:40},lane:V,roof:23,gutters:{back:o[4]+s[4]+r.gutter/2,take:0},rowOf:new Map,strand:e.theme==="projector"?2.8:2.2};return Yu(t,D),D}function Au(t){return new Set(t?.channels.map(({name:e})=>e))}function Mt(t,e,n,r,o,s){return{fold:t,count:e,x:n,y:r,w:o,h:22,unfolded:s,port:[n+8,r+11]}}function Lu(t,e,n,{x:r,w:o},s){let i=W;return e.map(l=>{let c=i,u=Math.min(n.get(l.name)?.length??0,s);i+=tt+Math.max(0,u-1)*Ds;let d=c+Rr,p={x:r[2],y:c,w:o[2],h:50},f={...p,y:d-8,h:16},h=on(rn(t,l));return{...p,name:l.name,routed:l.routed,slots:f,count:h,rail:d,nameRoom:p.w}})}function Nu(t,e,{x:n,w:r},o,s){return t.flatMap(({name:i,rail:l})=>{let c=p=>({x:n[4],y:l-16+p*Ds,w:r[4],h:32}),{shown:u,hidden:d}=ge(e.get(i)??[],o,!1);if(d.length){let{x:p,y:f,w:h}=c(u.length);s.push(Mt("consumers",d.length,p,f+5,h,!1))}return u.map((p,f)=>({...p,...c(f)}))})}function qu(t,e){let n=t.map(({rail:i})=>i),r=n[e],o=n[e+1];return r!==void 0&&o!==void 0?(r+o)/2:(n.at(-1)??W+Rr-tt)+tt/2+tt*(e-Math.max(n.length-1,0))}function Du(t,e,{x:n,w:r},o){let{shown:s,hidden:i}=ln(t,nt.workers,o),l=e.length>=3&&s.length<e.length?1:0;return{workers:s.map(({name:u},d)=>({name:u,x:n[3],y:qu(e,l+d)-qs/2,w:r[3],h:qs})),hidden:i.length}}var Ws=t=>t?ie.side:ie.slim;function Is(t,e,n){return(t-2*Ws(n)-(e-1)*ie.gap)/e}function Hu(t,e){return t<=2?e?12:6:t<=4?6:4}function Ju(t,e){let n=r=>r.map(({rail:o})=>o).join();return!t||n(t.channels)!==n(e)?new Map:new Map(t.groups.map(({name:r,y:o})=>[r,o]))}function Wu(t,e,n){for(let{consumer:r,to:o,what:s}of t.edges.values()){if(o!==e||s!=="send")continue;let i=n.find(({name:l})=>l===r);if(i)return i.y+i.h/2}return null}function Iu(t,e,n,r,o,s,i){let{shown:l,hidden:c}=cn(t,nt.groups,s),u=l.length>1,d=r.w[5]-(u?16:0),p=l.map(([b,y])=>{let v=r.wide&&un(t,y)<=Is(d,2,!0),k=Pe(t,y,Hu(l.length,v));return zu(b,k,r.x[5],d,v,r.wide)}),f=e.map(({rail:b})=>b),h=u?W:f[2]??f.at(-1)??W+3*tt;Xu(p,b=>{let y=Wu(t,b.name,n)??h;return o.get(b.name)??y-b.h/2});let g=et(p,W);if((c.length||s&&l.length>nt.groups)&&i.push(Mt("groups",c.length,r.x[5],g+8,d,s)),!u)return p;for(let b of p)b.y+b.h<g&&(b.side="right",b.exit=[b.x+b.w,b.y+Math.min(17,b.h/2)]);return p}function zu(t,{chips:e,more:n},r,o,s,i){let l=e.filter(v=>!v.broad),c=s&&l.length+(n?1:0)>1?2:1,u=Ws(i),d=Is(o,c,i),p=v=>({x:r+u+v%c*(d+ie.gap),y:ie.top+Math.floor(v/c)*ie.pitch,w:d,h:ie.h}),f=l.map((v,k)=>({...v,...p(k)})),h=n?{...p(l.length),count:n}:null,g=Math.ceil((l.length+(n?1:0))/c);for(let v of e)v.broad&&f.push({...v,x:r+u,y:ie.top+g++*ie.pitch,w:o-2*u,h:ie.h});let b=ie.top+Math.max(1,g)*ie.pitch+5,y=[r+o/2,b];return{name:t,x:r,y:0,w:o,h:b,chips:f,more:h,exit:y,side:"bottom"}}function Xu(t,e){let n=t.map(o=>({box:o,top:e(o)})).sort((o,s)=>o.top-s.top),r=W;for(let{box:o,top:s}of n)Ku(o,Math.max(r,s)),r=o.y+o.h+12}function Ku(t,e){t.y+=e;for(let n of t.chips)n.y+=e;t.more&&(t.more.y+=e),t.exit=[t.exit[0],t.exit[1]+e]}function ju(t,{x:e,w:n}){let r=t[2]?.rail??W+2*tt+Rr;return{x:e[5],y:r-32,w:n[5],h:64}}function Gu(t,e){let r=[...new Set([...t.servers.keys(),...e.map(({server:i})=>i)])].map(i=>[i,e.filter(({server:l})=>l===i)]),o=i=>t.servers.get(i)?.state!=="stopped",s=r.filter(([i,l])=>l.length||t.servers.has(i)&&o(i));return s.length?s:r.slice(-1)}function Uu(t,e,n,r,o,s){let{x:i,w:l}=n,c=nn(t),u=Gu(t,c),d=c.length<=_t.room?_t:dn,p=ge(c,dn.room,e.unfolded.has("tabs")),f=new Set(p.shown),h=new Map(r?.clients.map(S=>[S.key,S.slot])),g=[],b=[],y=u.length>1?W+4:W;for(let[S,N]of u){let H=N.filter(ke=>f.has(ke)),re=H.map(({key:ke})=>ke),Re=As(re,d===_t?h:new Map,_t.room),le=d===_t?"tab":"line";for(let ke of H){let No=Re.get(ke.key),qo=y+No*d.pitch,Oc=[i[0]+l[0],qo+d.port];g.push({...ke,look:le,slot:No,x:i[0],y:qo,w:l[0],h:d.h,port:Oc})}let V=Math.max(-1,...Re.values())+1,I=u.length===1?Math.max(Hs,o-W):96,D=V*d.pitch+(d===dn?pn:0),Ge=Math.max(I,D);b.push(Vu(S,i[1],y,l[1],Ge,n)),y+=Math.max(V*d.pitch,u.length===1?0:Ge)+(u.length===1?0:16)}let v=et(g,W-8)+8,k=e.unfolded.has("tabs")&&c.length>dn.room;if(p.hidden.length||k){let S=Mt("tabs",p.hidden.length,i[0],v,l[0],k);s.push({...S,port:[i[0]+l[0],v+11]})}let P=p.hidden.length||k?v+30:v,C={x:i[0],y:P,w:l[0],h:c.length?28:62};b.length===1&&(b[0].h=Math.max(b[0].h,C.y+C.h-W));for(let S of b)S.bus=[S.bus[0],S.y+S.h];for(let S of b)S.foot&&(S.foot.y=S.y+S.h-pn);return{clients:g,servers:b,opener:C}}function Vu(t,e,n,r,o,{wide:s}){return{name:t,x:e,y:n,w:r,h:o,rows:[],out:[e+r,n+16],bus:[e+r-16,n+o],foot:{x:e,y:n+o-pn,w:r-(s?28:22),h:pn}}}function Yu(t,e){let n=s=>e.servers.find(i=>i.name===s),r=(s,i,l)=>{n(s)?.rows.push(i);for(let c of l)e.rowOf.set(c,{...i,connection:c,server:s})};for(let s of e.clients){let i=n(s.server);if(!i)continue;let l=s.look==="tab"?"full":"line",c=[i.x,s.port[1]],u=s.connections.at(-1);r(s.server,{client:s.key,connection:u,port:c,look:l},s.connections)}let o=e.more.find(s=>s.fold==="tabs");for(let s of t.connections.values()){if(e.rowOf.has(s.id))continue;let i=n(s.server)??e.servers[0];if(!i)continue;let l=s.protocol!=="websocket",c=l||!o?i.foot?i.foot.y+13:i.y+8:o.port[1],u={client:"",connection:s.id,port:[i.x,c],look:l?"page":"port"};e.rowOf.set(s.id,{...u,server:i.name})}}var hn=6,Fr=42,zs=40,rt=44,Lr=20,Ar=40,Ct=34,Et=26,ot={channels:7,consumers:4,workers:8,groups:6};function Xs(t,e,n){let r={y:20,more:[],headings:[]},{width:o}=e,s={x:o-128,y:0,w:128,h:30},{clients:i,typing:l,servers:c}=Zu(t,e,r),{channels:u,consumers:d}=od(t,e,n,r),p=ad(t,e,r),{groups:f,noGroup:h}=ld(t,e,r),g=r.headings.find(({key:k})=>k==="workers").y,b={x:o-Et-90,y:g-17,w:90,h:22,stands:e.cell},y={x:0,y:r.y+16,w:o,h:44},v={mode:"narrow",width:o,height:y.y+y.h+4,headings:r.headings,clients:i,typing:l,opener:s,servers:c,channels:u,workers:p,consumers:d,groups:f,noGroup:h,more:r.more,cell:b,bin:y,legend:null,lane:(c[0]?.y??0)+rt+10,roof:0,gutters:{back:o-5,take:o-16},rowOf:new Map,strand:2};return rd(t,v),v}function fn(t,e,n){t.y+=n,t.headings.push({key:e,x:0,y:t.y}),t.y+=8}function mn(t,e,n,r){let o=[8,t.y+11];t.more.push({fold:e,count:n,x:0,y:t.y,w:120,h:22,unfolded:r,port:o}),t.y+=26}function Zu(t,e,n){let r=nn(t);fn(n,"clients",0),n.y+=8;let s=r.some(({kind:h,connections:g})=>h!=="crowd"&&t.connections.get(g[0])?.ours)?{x:0,y:n.y,w:e.width,h:zs}:null;s&&(n.y+=zs+8);let i=Math.max(4,Math.floor(e.width/110)),l=e.unfolded.has("tabs"),{shown:c,hidden:u}=ge(r,2*i,l),p=Qu(t,c).map((h,g)=>ed(h,g,i,e.width,n.y));p.length&&(n.y=Math.max(...p.map(({y:h,h:g})=>h+g))+2),(u.length||l&&r.length>2*i)&&(n.y+=4,mn(n,"tabs",u.length,l),n.y-=4),td(p,n.y),n.y+=20;let f=nd(t,e,n);return{clients:p,typing:s,servers:f}}function Qu(t,e){let n=[...t.servers.keys()];return[...e].sort((r,o)=>n.indexOf(r.server)-n.indexOf(o.server))}function ed(t,e,n,r,o){let s=(r-hn*n)/n,i=e%n*(s+hn),l=o+Math.floor(e/n)*(Fr+hn);return{...t,look:"cell",slot:e,x:i,y:l,w:s,h:Fr,port:[i+s/2,l+Fr]}}function td(t,e){for(let n of t)t.some(o=>o.x===n.x&&o.y>n.y)&&(n.port=[n.x+n.w+hn/2,Math.min(e,n.y+n.h-8)])}function nd(t,e,n){let o=[...t.servers.values()].filter(c=>c.state!=="stopped").map(({name:c})=>c),s=[...t.servers.keys()].at(-1);!o.length&&s&&o.push(s);let{y:i}=n,l=(e.width-8*Math.max(0,o.length-1))/Math.max(1,o.length);return n.y+=rt,o.map((c,u)=>{let d=u*(l+8),p=o.length===1?[e.width-5,i+rt]:[d+l-16,i+rt];return{name:c,x:d,y:i,w:l,h:rt,rows:[],out:[d+12,i+rt],bus:p,foot:null}})}function rd(t,e){for(let n of t.connections.values()){let r=e.servers.find(({name:u})=>u===n.server)??e.servers[0];if(!r)continue;let o=e.clients.find(({connections:u})=>u.includes(n.id)),s=e.more.find(u=>u.fold==="tabs"),i=o?.port[0]??(s&&n.protocol==="websocket"?60:r.x+r.w/2),l=Math.max(r.x+12,Math.min(r.x+r.w-24,i)),c={client:o?.key??"",connection:n.id,port:[l,r.y],look:n.protocol==="websocket"?"port":"page"};o?.connections.at(-1)===n.id&&r.rows.push(c),e.rowOf.set(n.id,{...c,server:r.name})}}function od(t,e,n,r){fn(r,"channels",30),r.y+=4;let o=e.unfolded.has("channels"),s=new Set(n?.channels.map(({name:p})=>p)),i=sn(t,ot.channels,s,o),l=an(t,i.shown),c=[],u=e.unfolded.has("consumers")?Number.POSITIVE_INFINITY:ot.consumers,d=i.shown.map(p=>{let{shown:f,hidden:h}=ge(l.get(p.name)??[],u,!1),g=f.length+(h.length?1:0),b=sd(t,p,g,e.width,r.y);return c.push(...f.map((y,v)=>({...y,...Ks(b,v)}))),r.y+=b.h+6,h.length&&id(r,b,f.length,h.length),b});return(i.hidden.length||o)&&mn(r,"channels",i.hidden.length,o),{channels:d,consumers:c}}function sd(t,e,n,r,o){let s=Math.max(152,Math.min(r*.4,200)),i=o+8;return{name:e.name,routed:e.routed,x:0,y:o,w:r-Et,h:18+Math.max(1,n)*Lr,slots:{x:s,y:i-7,w:r-Et-s,h:14},count:on(rn(t,e)),rail:i,nameRoom:s-6}}function Ks(t,e){return{x:0,y:t.y+17+e*Lr,w:t.nameRoom,h:Lr}}function id(t,e,n,r){let o=Ks(e,n),s=[o.x+8,o.y+8];t.more.push({...o,fold:"consumers",count:r,unfolded:!1,port:s})}function ad(t,e,n){fn(n,"workers",14),n.y+=7;let r=e.unfolded.has("workers"),{shown:o,hidden:s}=ln(t,ot.workers,r),i=e.width-Et,l=Math.max(1,Math.min(Math.max(o.length,3),Math.floor((i+8)/102))),c=(i-8*(l-1))/l,u=n.y,d=o.map(({name:p},f)=>({name:p,x:f%l*(c+8),y:u+Math.floor(f/l)*(Ar+8),w:c,h:Ar}));return n.y=Math.max(u+Ar,...d.map(p=>p.y+p.h))+4,(s.length||r&&o.length>ot.workers)&&mn(n,"workers",s.length,r),d}function ld(t,e,n){fn(n,"groups",20);let r=e.unfolded.has("groups"),{shown:o,hidden:s}=cn(t,ot.groups,r),i=e.width-Et,l=o.map(([u,d])=>{let p=cd(t,u,d,i,n.y);return n.y+=Ct+8,p});if((s.length||r&&o.length>ot.groups)&&mn(n,"groups",s.length,r),l.length)return{groups:l,noGroup:null};let c={x:0,y:n.y,w:i,h:Ct};return n.y+=Ct+8,{groups:l,noGroup:c}}function cd(t,e,n,r,o){let s=Math.min(_(e,12)+24,r/3),i=Math.max(54,Math.min(96,un(t,n))),l=Math.max(2,Math.floor((r-s-6)/(i+4))),{chips:c,more:u}=Pe(t,n,l),d=c.slice(0,u?l-1:l),p=u+c.slice(d.length).reduce((b,y)=>b+y.count,0),f=d.length+(p?1:0),h=Math.min(96,(r-s-10-4*Math.max(0,f-1))/Math.max(1,f)),g=b=>({x:s+b*(h+4),y:o+8,w:h,h:18});return{name:e,x:0,y:o,w:r,h:Ct,chips:d.map((b,y)=>({...b,...g(y)})),more:p?{...g(d.length),count:p}:null,exit:[r,o+Ct/2],side:"right"}}function Us(t,e,n=null){let r=n&&n.mode===e.mode?n:null,o=e.mode==="narrow"?Xs(t,e,r):Js(t,e,r);return!n||Gs(o)!==Gs(n)?o:(n.rowOf=o.rowOf,n)}var gn=({x:t,y:e,w:n,h:r})=>[t+n/2,e+r/2];var js=new WeakMap;function Gs(t){let e=js.get(t);return e===void 0&&(e=JSON.stringify({...t,rowOf:null}),js.set(t,e)),e}function Vs(t,e,n){switch(e.hop){case"frame":return Ce(t,e.connection,!1);case"out":return Ce(t,e.connection,!0);case"accept":return ud(t,e.connection,e.channel,n);case"take":return dd(t,e.channel,e.worker);case"run":return[];case"send":return pd(t,Nr(t,e.consumer,n),e.channel,n);case"toGroup":case"member":return hd(t,Nr(t,e.consumer,n),e.group);case"fan":{let{trunks:r,strands:o}=Ze(t,e.group,e.connections,e.channels);return[...r,...o]}case"reply":return fd(t,Nr(t,e.consumer,n),e.connection);case"fall":return md(t,e.channel,e.connection)}}function Nr(t,e,n){let r=e===null?null:n.workerOf(e);return t.workers.find(({name:o})=>o===r)??(e===null?t.cell:Le(t,e)??t.cell)}function ud(t,e,n,r){let o=oe(t,n),s=e===null?void 0:t.rowOf.get(e),i=s?yt(t,s.server):t.servers[0];if(!o||!i)return[];let l=s?.port[0]??i.x+i.w/2;return[new T(l,i.y+i.h).mark().mark().upright(o.slots.x-4,o.slots.y-6).corner(o.slots.x-4,o.rail,o.slots.x+6,o.rail).line(_e(o,r.nextSlot(n)),o.rail).end()]}function dd(t,e,n){let r=oe(t,e),o=t.workers.find(({name:d})=>d===n),s=vt(t,n);if(!r||!s)return[];let i=t.gutters.take,l=(o?.y??s[1])-7,c=[[i,r.rail],[i,l],[s[0],l],[s[0],o?.y??s[1]]],u=new T(_e(r,0),r.rail);return u.line(r.slots.x+r.slots.w,r.rail).mark(),[u.through(c,12).mark().line(...s).end()]}function pd(t,e,n,r){let o=oe(t,n);if(!o)return[];let s=_e(o,r.nextSlot(n));return[new T(gn(e)[0],e.y).upright(s,o.rail+8).line(s,o.rail).end()]}function hd(t,e,n){let r=pe(t,n)??fe(t,"groups")??t.noGroup;return r?[new T(e.x+20,e.y+e.h).upright(r.x+24,r.y).end()]:[]}function fd(t,e,n){let r=Me(t,n);if(!r)return[];let o=e.y+e.h+4,s=[gn(e)[0],o],i=Pr(t,s,r.server),[l]=r.server.bus;return[new T(gn(e)[0],e.y+e.h).line(...s).through([...i,[l,r.end[1]],r.end],11).end()]}function md(t,e,n){let r=n===null?null:Me(t,n),o=r?null:oe(t,e),s=r?.end??(o&&[o.slots.x+o.slots.w,o.rail]);if(!s)return[];let i=t.gutters.take+2;return[new T(s[0],s[1]).through([[i,s[1]],[i,t.bin.y+14]],14).end()]}function $e(t,e,n=Vt){return(t.mode==="narrow"?Vs(t,e,n):$s(t,e,n)).filter(o=>o.length>0)}function qr(t){return Object.values(t).map(e=>Array.isArray(e)?e.join(","):String(e)).join("|")}function gd(t,e,n){let r=new T(e.slots.x+e.slots.w,e.rail),o=n.x-(t.mode==="wide"?40:22),s=n.y+n.h/2;return Math.abs(s-e.rail)<.5?r.line(n.x,s).end():r.line(o,e.rail).level(n.x,s).end()}function Ys(t){let e=t.slots.x+t.slots.w;return{d:`M${e} ${t.rail}H${e+12}`,end:[e+17,t.rail]}}function Zs(t){let e=[],n=(r,o,s,i)=>{let[l]=i;l&&e.push({key:`${r} ${o} ${s}`,d:l.d,what:r,from:o,to:s})};for(let r of t.clients){let o=r.connections.at(-1);n("wire",r.key,o,Ce(t,o,!1))}if(t.mode==="narrow"){for(let r of t.groups.length?t.groups:[])for(let o of t.servers)n("back",r.name,o.name,[kt(t,r,o).end()]);return e}for(let r of t.servers)for(let o of t.channels)/^(http|websocket)\./.test(o.name)&&n("accept",r.name,o.name,[new T(...r.out).level(o.slots.x,o.rail).end()]);for(let r of t.consumers)for(let o of r.channels){let s=wt(t,o);s&&n("route",o,r.key,[gd(t,s,r)])}for(let r of t.servers){for(let o of t.groups)n("back",o.name,r.name,[kt(t,o,r).end()]);t.noGroup&&n("back","",r.name,[kt(t,t.noGroup,r).end()])}return e}var Pt=.75,bd=new Set(["frame","accept","take","run","toGroup","out"]),Qs=500;function ti(t,e){let n=getComputedStyle(t),r=s=>n.getPropertyValue(`--${s}`).trim(),o=s=>r(s);return{bg:r("bg"),ink:r("ink"),tokline:r("tokline"),mono:r("mono"),live:Number(r("live"))||2.5,fan:e==="projector"?1.3:1,kinds:{connect:o("connect"),receive:o("receive"),disconnect:o("disconnect"),request:o("request"),reply:o("reply"),custom:o("custom")}}}function Dr(t){let e=Math.max(0,Math.min(1,t));return e<.5?4*e*e*e:1-(-2*e+2)**3/2}function wd(t,e=1){let n=t<=4?2*Math.max(1,t):8+2*Math.log2(t/4);return Math.min(14,n)*e}function Hr(t,e){let n=t.ends-t.begins;return n>0?(e-t.begins)/n:e<t.begins?-1:2}var yd=6,vd={frame:-3,out:3},bn=8,wn=class{constructor(e,n,r){this.canvas=e;this.where=n;this.count=r;this.pen=e.getContext("2d")}canvas;where;count;pen;curves=new Map;fans=new Map;at=null;scale=1;inks=null;clean=!0;fit(e,n,r,o){let s=Math.round((e.width+2*bn)*n*r),i=Math.round((e.height+2*bn)*n*r);(this.canvas.width!==s||this.canvas.height!==i)&&(this.canvas.width=s,this.canvas.height=i,this.clean=!0),this.at!==e&&(this.curves.clear(),this.fans.clear()),this.at=e,this.scale=n*r,this.inks=o}draw(e,n,r){let{at:o,inks:s,pen:i}=this;if(!o||!s)return!1;let l=e.flights.filter(u=>kd(u,n));if(this.clean||(i.setTransform(1,0,0,1,0,0),i.clearRect(0,0,this.canvas.width,this.canvas.height),this.clean=!0),!l.length&&!e.streams.length&&!e.roads.length)return!1;this.clean=!1;let{scale:c}=this;i.setTransform(c,0,0,c,bn*c,bn*c),i.lineJoin="round",i.lineCap="round",this.streams(e.streams,s);for(let u of e.roads)this.whole(u,s);if(r)for(let u of l)this.still(u,s);if(r)return!0;for(let{road:u}of l)bd.has(u.hop)&&this.active(u,s);for(let u of l)u.road.hop==="fan"&&this.fan(u,n,o,s);for(let u of l)u.road.hop!=="fan"&&this.token(u,n,o,s);return!0}road(e){let n=e.hop==="accept"||e.hop==="send"?this.where.nextSlot(e.channel):"consumer"in e&&e.consumer?this.where.workerOf(e.consumer):"",r=`${qr(e)}|${n}`,o=this.curves.get(r);return o||(this.curves.size>Qs&&this.curves.clear(),o=$e(this.at,e,this.where),o.length&&this.curves.set(r,o)),o}fanOf(e){if(e.hop!=="fan")return $r;let n=qr(e),r=this.fans.get(n);return r||(this.fans.size>Qs&&this.fans.clear(),r=Ze(this.at,e.group,e.connections,e.channels),r.trunks.length&&this.fans.set(n,r)),r}line(e,n,r,o=0,s=1){let{pen:i}=this;i.beginPath(),ys(i,e,o,s),i.lineWidth=n,i.strokeStyle=r,i.stroke()}streams(e,n){let r=this.flows(e);for(let{fan:o,...s}of r)o.trunks.length?this.trunks(o,yd,1,1,n):this.current(s,n);for(let{curve:o,aside:s,rate:i}of r){let[l,c]=Y(o,(o.bare[0]+o.bare[1])/2);this.badge([l,c+s*3.5],`${this.count(Math.round(i))}/s`,n)}}flows(e){let n=new Map;for(let{kind:r,road:o,perSecond:s}of e){let i=this.fanOf(o),l=i.trunks[0]??this.road(o)[0];if(!l)continue;let c=n.get(l.bareD);c?c.rate+=s:n.set(l.bareD,{curve:l,kind:r,fan:i,aside:vd[o.hop]??0,rate:s})}return[...n.values()]}current({curve:e,kind:n,aside:r},o){let{pen:s}=this;s.save(),s.translate(0,r),this.line(e,6,o.tokline,...e.bare),this.line(e,4,o.kinds[n],...e.bare),s.restore()}whole(e,n){let r=this.fanOf(e),o=e.hop==="fan"?e.connections.length+e.channels.length:1;r.trunks.length?this.trunks(r,o,1,1,n):this.active(e,n);let[s]=r.trunks;s&&o>1&&this.badge(Y(s,.5),`×${this.count(o)}`,n)}still({kind:e,road:n,count:r},o){let s=this.fanOf(n),[i]=s.trunks.length?s.trunks:this.road(n);if(!i)return;let l=r>1?`×${this.count(r)}`:"";if(s.trunks.length){this.trunks(s,r,1,1,o),l&&this.badge(Y(i,.5),l,o);return}let c=Y(i,1);this.active(n,o),this.shape(e,c,5,o),l&&this.badge(ei(c),l,o)}active(e,n){let[r]=this.road(e);r&&r.bare[1]>r.bare[0]&&this.line(r,n.live,n.ink,...r.bare)}token(e,n,r,o){let[s]=this.road(e.road);if(!s)return;let i=Y(s,Dr(Hr(e,n))),l=r.mode==="narrow"||e.road.hop==="member"?5:6.5;this.halo(i,l+3.5,o),this.shape(e.kind,i,l,o),e.count>1&&this.badge(ei(i),`×${this.count(e.count)}`,o)}halo([e,n],r,o){this.pen.beginPath(),this.pen.arc(e,n,r,0,2*Math.PI),this.pen.fillStyle=o.bg,this.pen.fill()}shape(e,[n,r],o,s){let{pen:i}=this;_s(i,e,n,r,o),i.fillStyle=s.kinds[e],i.fill(),i.lineWidth=1.25,i.strokeStyle=s.tokline,i.stroke()}fan(e,n,r,o){let s=this.fanOf(e.road),i=Hr(e,n),l=Dr(i/Pt),c=Dr((i-Pt)/(1-Pt));this.trunks(s,e.count,l,c,o),i<Pt&&this.outline(e.road,r,o);let u=s.trunks.map(h=>Y(h,l));if(i<Pt)for(let h of u)this.stack(e,h,r,o);else for(let h of s.strands){let g=Y(h,c);this.halo(g,8,o),this.shape(e.kind,g,5,o)}let[d]=u;if(e.count<2||!d)return;let[p,f]=r.mode==="narrow"?[-22,18]:[20,-12];this.badge([d[0]+p,d[1]+f],`×${this.count(e.count)}`,o)}outline(e,n,r){let o=e.hop==="fan"?pe(n,e.group):void 0;o&&(this.pen.beginPath(),this.pen.roundRect(o.x,o.y,o.w,o.h,16),this.pen.lineWidth=2,this.pen.strokeStyle=r.ink,this.pen.stroke())}stack({kind:e,count:n},[r,o],s,i){let l=s.mode==="narrow"?6:7.5;this.halo([r,o],2*l,i);for(let c=Math.min(3,n)-1;c>=0;c--)this.shape(e,[r-c*3,o],l,i)}trunks({trunks:e,strands:n},r,o,s,i){let l=wd(r,i.fan),c=Math.min(l,1.8*i.fan),u=(d,p,f,h)=>{if(h>0)for(let g of d)this.line(g,p,f,0,h)};this.pen.lineCap="butt",u(e,l+2,i.tokline,o),u(n,c+2,i.tokline,s),u(e,l,i.kinds.reply,o),u(n,c,i.kinds.reply,s),this.pen.lineCap="round"}badge([e,n],r,o){let{pen:s,at:i}=this,l=Math.max(24,r.length*6.6+10),c=Math.max(l/2,Math.min((i?.width??e)-l/2,e)),u=Math.max(8,n);s.beginPath(),s.roundRect(c-l/2,u-8,l,16,8),s.fillStyle=o.ink,s.fill(),s.fillStyle=o.bg,s.font=`600 11px ${o.mono}`,s.textAlign="center",s.textBaseline="middle",s.fillText(r,c,u+.5)}},ei=([t,e])=>[t+16,e-14];function kd(t,e){let n=Hr(t,e);return n>=0&&n<1}function xd(t,e){let n=Object.keys(t);if(n.length!==Object.keys(e).length)return!1;let[r,o]=[t,e];return n.every(s=>Object.is(r[s],o[s]))}function L(t){return class extends ee{shouldComponentUpdate(e){return!xd(this.props,e)}render(){return t(this.props)}}}var Jr=new Set(["nobody_listens"]),Sd=4,Wr=14;function _d(t,e,n,r){let o=Math.max(_(n("bin"),12,"bold"),_(r.count(t.totals.lost),12));return Math.max(e?78:88,20+o+18)}function ni(t,e,n,r,o,s){let i=[],l=[...t.totals.lostBy].filter(([,h])=>h>0);l.sort(([h],[g])=>Number(Jr.has(h))-Number(Jr.has(g)));let c=e.x+_d(t,n,o,s),u=c,d=0,p=r?_(o("bin.show"),11,"sans")+24:0,f=e.x+e.w-24-p;for(let[h,g]of l){let b=t.bin.filter(H=>H.reason===h).slice(0,Sd),y=`reason.${h}`,v=o(y)===y?h.replaceAll("_"," "):o(y),k=b.length*Wr+4+_(s.count(g),12),P=n?12:20,C=Math.max(k,15+_(v,11,"sans"))+P,S=u+C>f,N=S?Math.max(10,4+_(s.count(g),12))+P:C;if(u+N>f){d+=g;continue}i.push({reason:h,count:g,kinds:S?[]:b.map(({kind:H})=>H),word:v,bare:S,x:u,w:N}),u+=N}return{heaps:i,rest:d,start:c}}function ri({box:t,heaps:e,rest:n,start:r,lost:o,picked:s,say:i,numbers:l}){let c=e.some(({reason:g})=>!Jr.has(g))||n>0,u=(e.at(-1)?.x??0)+(e.at(-1)?.w??0),{x:d,y:p,w:f,h}=t;return a("g",{"data-actor":"bin","data-lost":o,class:s===""?"picked":"",children:[a("path",{class:c?"vessel bad":"vessel",d:`M${d} ${p}L${d+8} ${p+h}H${d+f-8}L${d+f} ${p}`}),a("text",{x:d+20,y:p+21,class:c?"tb tlost":"tb",children:i("bin")}),a("text",{x:d+20,y:p+38,class:c?"tm tb tlost":"tm tb",children:l.count(o)}),o===0&&a("text",{x:r,y:p+30,class:"t1",children:i("bin.empty")}),e.map(g=>a(Md,{...g,word:g.bare?"":g.word,kinds:g.kinds.join(),y:p,text:l.count(g.count),picked:s===g.reason},g.reason)),n>0&&a("text",{x:u,y:p+30,class:"tm t1i tb",children:["+",l.count(n)]})]})}var Md=L(function({reason:e,kinds:n,word:r,x:o,y:s,text:i,picked:l}){let c=n?n.split(","):[],u=e==="expired"?"near":"dim";return a("g",{"data-heap":e,"data-count":i,class:l?"picked":"",children:[c.map((d,p)=>a(X,{kind:d,x:o+5+p*Wr,y:s+16,r:4.5,look:u},p)),a("text",{x:o+c.length*Wr+4,y:s+20,class:"tm tb",children:i}),a("g",{transform:`translate(${o} ${s+29.5})`,children:a(Cr,{reason:e})}),a("text",{x:o+15,y:s+38,class:`t1i${l?" tb":""}`,children:r})]})}),oi=L(function({box:e,say:n}){let r=Math.min(100,e.w/3);return a("g",{"data-actor":"legend",children:xs.map((o,s)=>{let i=e.x+6+s%3*r,l=e.y+11+Math.floor(s/3)*19;return a("g",{children:[a(X,{kind:o,x:i,y:l,r:5}),a("text",{x:i+11,y:l+4,class:"t1i",children:n(`kind.${o}`)})]},o)})})});function Cd(t,e){if(e.kind==="ghost")return"ghost";let n=t.find(r=>!he(r));return e.kind==="crowd"?n?.state??"ghost":t.at(-1).state}function Ed(t,e,n,r,o){if(e==="ghost"){let s=o.seconds(n-(t.closedAt??n));return r("flow.gone",{time:s})}return e==="rejected"?r("flow.rejected",{status:String(t.status??"")}):!he(t)||t.code===null?"":r("flow.closed",{code:String(t.code)})}function si(t,e,n,r,o){let s=e.connections.flatMap(p=>t.connections.get(p)??[]),i=s.at(-1);if(!i)return null;let l=Pd(s).filter(p=>!p.incoming),c=Cd(s,e),d=(e.kind==="crowd"?s:s.slice(0,-1)).filter(he).length;return{box:e,name:e.name,path:i.path,state:c,ours:i.ours,before:l.at(-2)?.text??"",last:l.at(-1)?.text??"",count:e.kind==="crowd"?s.length-d:1,ghosts:d,end:e.kind==="crowd"?"":Ed(i,c,n,r,o)}}function Pd(t){let e=[];for(let{frames:n}of t)(n.at(-1)?.at??-1)>(e.at(-1)?.at??-2)&&(e=n);return e}var yn=20,ii=L(function(e){let{box:n,state:r,picked:o}=e,s=r!=="open"&&r!=="opening";return a("g",{"data-actor":"client","data-name":e.name,"data-state":r,class:`${o?"picked":""}${s?" gone":""}`,children:n.kind==="crowd"?a(Ad,{...e}):a($d,{...e})})});function $d(t){return t.box.look==="tab"?a(Td,{...t}):t.box.look==="line"?a(Rd,{...t}):a(Fd,{...t})}function Td(t){let{box:e,name:n,path:r,state:o}=t,s=o!=="open"&&o!=="opening",{x:i,y:l,w:c,h:u}=e,d=c>120,p=Math.min(Math.max(d?70:58,_(n,12,"mono")+20),c*.66),f=c-p-24,h=r.length<=2||_(r,11)<=f||f>70;return a(w,{children:[a("path",{class:"box outline",d:`M${i} ${l+u-4}q0 4 4 4H${i+c-4}q4 0 4-4V${l+yn+3}q0-3-3-3H${i+p}V${l+4}q0-4-4-4H${i+4}q-4 0-4 4Z`}),a("text",{x:i+9,y:l+15,class:"tm tb name",children:E(n,p-14,12)}),h&&a("text",{x:i+c-18,y:l+14,"text-anchor":"end",class:"tm t1",children:E(r,f,11)}),s?a(Od,{...t}):a(Bd,{...t})]})}function Bd({box:t,before:e,last:n,state:r,say:o,ours:s,live:i,ghosts:l}){let{x:c,y:u,w:d,h:p}=t,f=d-16,h=r==="opening"?o("state.opening"):"";return a(w,{children:[l?a("text",{x:c+9,y:u+33,class:"t1","data-ghosts":l,children:E(o("flow.ghosts",{n:l}),f,11,"sans")}):a("text",{x:c+9,y:u+33,class:"tm t1",children:E(e,f,11)}),a("text",{x:c+9,y:u+45.5,class:n?"tm":"t1",children:n?E(n,f,12):h}),s&&i&&a("path",{class:"div",d:`M${c+9} ${u+p-4.5}H${c+d-9}`})]})}function Od({box:t,end:e,state:n,say:r}){let{x:o,y:s}=t,i=n==="ghost";return a(w,{children:[a("text",{x:o+9,y:s+33,class:"t1i tb",children:r(i?"flow.ghost":`state.${n}`)}),a("text",{x:o+9,y:s+46,class:"t1",children:E(e,t.w-14,11,"sans")})]})}function Rd({box:t,name:e,last:n,end:r,ours:o,live:s,state:i}){let{x:l,y:c,w:u,h:d}=t,p=Ir(t,e),f=r?o&&s?"":r:o&&s&&i==="open"?"":n;return a(w,{children:[a("rect",{x:l,y:c,width:u,height:d,rx:4,class:"box outline"}),a("text",{x:l+9,y:c+18,class:"tm tb name",children:E(e,p-12,12)}),f&&a("text",{x:l+p+4,y:c+18,class:r?"t1":"tm t1i",children:E(f,u-p-24,11,r?"sans":"mono")})]})}function Ir(t,e){return Math.min(t.w*.5,_(e,12)+18)}function Fd({box:t,name:e,last:n,end:r,state:o,say:s}){let{x:i,y:l,w:c,h:u}=t,d=o==="ghost"?s("flow.ghost"):r;return a(w,{children:[a("rect",{x:i,y:l,width:c,height:u,rx:3,class:"box outline"}),a("text",{x:i+8,y:l+17,class:"tm name",children:E(e,c-12,12)}),a("text",{x:i+8,y:l+33,class:r?"t1":"tm t1i",children:r?E(d,c-12,11,"sans"):E(n,c-12,11)})]})}function Ad({box:t,name:e,last:n,count:r,ghosts:o,say:s}){let{x:i,y:l,w:c,h:u}=t,d=u<40,p=t.look==="cell",f=d||p?2:4,[h,g]=[c-2*f,u-2*f];return a(w,{children:[[2,1,0].map(b=>a("rect",{x:i+b*f,y:l+b*f,width:h,height:g,rx:4,class:b?"box":"box outline"},b)),a("text",{x:i+9,y:l+16,class:"tm tb name",children:E(e,p?h-12:h-52,12)}),a("text",{x:p?i+9:i+h-8,y:l+(p?31:16),"text-anchor":p?"start":"end",class:p?"tm t1i":"tm tb",children:s("flow.times",{n:r})}),!d&&!p&&a("text",{x:i+9,y:l+34,class:"tm t1i",children:E(n,h-16,11)}),!d&&!p&&o>0&&a("text",{x:i+9,y:l+50,class:"t1",children:s("flow.ghosts",{n:o})})]})}var Ld=.9;function Nd(t,e,n,r){let o=t.layers.get(e.layer)?.expiry??null,s="";for(let i of e.queue.slice(0,n.count)){let l=t.messages.get(i),c=o!==null&&r-(l?.acceptedAt??r)>Ld*o;s+=l?.state==="held"?"h":c?"n":"q"}return s}function qd(t,e,n,r){let o=t.messages.get(e.queue[0]??"");if(!o)return null;let s=Math.max(0,n-o.acceptedAt),i=t.layers.get(e.layer)?.expiry??null;return r&&i!==null?Math.max(0,i-s):s}function Dd(t,e,n,r,o){if(n)return{age:r("flow.held",{n}),time:""};if(t===null)return{age:"",time:""};let s=o.seconds(t);return{age:r(e?"flow.expires":"flow.oldest",{time:s}),time:s}}function Hd(t){let e=0;for(let n of t?.lost.values()??[])e+=n;return e}function ai(t,e,n,r,o,s,i){let{name:l}=e,c={delivered:r?.delivered??0,lost:Hd(r)};if(!n)return{box:e,name:l,kind:"custom",slots:"",waiting:0,held:0,capacity:null,age:"",time:"",near:!1,...c};let u=Nd(t,n,e,o),d=r?.held??u.split("h").length-1,p=u.startsWith("n");return{box:e,name:l,kind:n.kind,slots:u,waiting:n.queue.length,held:d,capacity:n.capacity,...Dd(qd(t,n,o,p),p,d,s,i),near:p,...c}}var li=L(function(e){let{box:n,capacity:r,waiting:o,picked:s}=e,i=r!==null&&o>=r;return a("g",{"data-actor":"channel","data-name":e.name,"data-waiting":o,"data-state":i?"full":o?"busy":"empty",class:s?"picked":"",children:[!n.routed&&a(Jd,{...e}),a(Wd,{...e}),a(Id,{...e,full:i}),a(Kd,{...e,full:i})]})});function Jd({box:t,narrow:e,say:n,waiting:r,lost:o}){let{d:s,end:i}=Ys(t),l=r||o?"var(--lost)":"var(--edge)";return e?a("text",{x:0,y:t.rail+22,class:"t1",children:n("flow.noroute")}):a(w,{children:[a("path",{d:s,class:"route ghost"}),a(me,{x:i[0],y:i[1],r:4,colour:l})]})}function Wd({box:t,name:e,narrow:n,delivered:r,lost:o,numbers:s}){if(n)return a("text",{x:t.x,y:t.rail+4,class:"tm t1i name",children:E(e,t.nameRoom,11)});let i=`${r?`✓ ${s.count(r)}`:""}${o?` ✕${s.count(o)}`:""}`,l=t.w-_(i,11)-10,c=i!==""&&_(e,12)<=l;return a(w,{children:[a("text",{x:t.x,y:t.y+11,class:"tm name",children:E(e,c?l:t.w,12)}),c&&a("text",{x:t.x+t.w,y:t.y+11,"text-anchor":"end",class:"tm t1",children:[r?`✓ ${s.count(r)}`:"",o?a("tspan",{class:"tlost",children:` ✕${s.count(o)}`}):null]})]})}function Id(t){let{box:e,full:n}=t,{x:r,y:o,w:s,h:i}=e.slots,l=s/e.count,c=Array.from({length:e.count-1},(d,p)=>`M${r+(p+1)*l} ${o}v${i}`),u=t.capacity!==null&&t.capacity<=16;return a(w,{children:[a("rect",{x:r,y:o,width:s,height:i,class:"slot"}),a("path",{d:c.join(""),class:"div"}),u?a(zd,{...t,step:l}):a(Xd,{...t,step:l}),a("rect",{x:r,y:o,width:s,height:i,class:n?"rim st-full":"rim outline"})]})}function zd({box:t,slots:e,kind:n,step:r,narrow:o}){let{x:s,y:i,w:l,h:c}=t.slots,u=Math.min(o?4:5,r*.42);return a(w,{children:[...e].map((d,p)=>{let f=s+l-r*(p+.5),h=i+c/2;return d==="h"?a(ci,{x:f,y:i,w:r,h:c,kind:n},p):a(X,{kind:n,x:f,y:h,r:u,look:d==="n"?"near":void 0},p)})})}function ci({x:t,y:e,w:n,h:r,kind:o}){let s=n>15;return a(w,{children:[a("rect",{x:t-n/2,y:e,width:n,height:r,fill:"var(--held)",stroke:"var(--ink)"}),s&&a(X,{kind:o,x:t-n*.2,y:e+r/2,r:4.2}),a(Mr,{x:s?t+n*.27:t,y:e+r/2,h:8})]})}function Xd({box:t,kind:e,waiting:n,held:r,capacity:o,slots:s,step:i}){if(!n)return null;let{x:l,y:c,w:u,h:d}=t.slots,p=o===null?Math.min(1,n/100):Math.min(1,n/o),f=Math.max(2,u*p),h=l+u-f,g=s.startsWith("n")?"near":void 0;return a(w,{children:[a("rect",{x:h,y:c,width:f,height:d,fill:`var(--${e})`,class:"level"}),a("path",{d:`M${h} ${c}v${d}`,stroke:"var(--tokline)","stroke-width":"1.25"}),r?a(ci,{x:l+u-i/2,y:c,w:i,h:d,kind:e}):a(X,{kind:e,x:l+u-i/2,y:c+d/2,r:5,look:g})]})}function Kd(t){let{box:e,full:n,say:r,numbers:o,waiting:s,capacity:i,held:l,age:c,time:u,narrow:d}=t,p=i===null?o.count(s):`${o.count(s)} / ${o.count(i)}`,f=d?e.slots.x:e.x,h=d?e.rail+19:e.y+47;if(d&&!s)return null;let g=e.slots.x+e.slots.w,b=n?`${r("flow.full")} ${p}`:p,y=e.slots.w-_(b,11,n?"bold":"mono")-6;return a(w,{children:[a("text",{x:f,y:h,class:n?"t1 tb tlost":"tm t1",children:b}),a("text",{x:g,y:h,"text-anchor":"end",class:l?"t1 tb theld":"t1i",children:[c,u].find(k=>_(k,11,"sans")<=y)??""})]})}var di=L(function(e){let{box:n,members:r,narrow:o,picked:s,numbers:i}=e,l=i.count(r),c=o?n.y+22:n.y+19,u=o?(n.chips[0]?.x??110)-12:n.w-28-_(l,11);return a("g",{"data-actor":"group","data-name":n.name,"data-members":r,class:s?"picked":"",children:[a("rect",{x:n.x,y:n.y,width:n.w,height:n.h,rx:16,class:"box outline"}),a("text",{x:n.x+12,y:c,class:"tm tb name",children:E(n.name,u,12)}),!o&&a("text",{x:n.x+n.w-12,y:c,"text-anchor":"end",class:"tm t1i",children:l}),n.chips.map(d=>a(ui,{box:d,ghost:d.ghost,text:d.count>1?`${d.label} ×${i.count(d.count)}`:d.label},d.key)),n.more&&a(ui,{box:n.more,ghost:!1,text:`+${i.count(n.more.count)}`})]})});function ui({box:t,text:e,ghost:n}){return a(w,{children:[a("rect",{x:t.x,y:t.y,width:t.w,height:t.h,rx:t.h/2,class:n?"box ghost":"box"}),a("text",{x:t.x+t.w/2,y:t.y+t.h/2+4,"text-anchor":"middle",class:n?"tm t1":"tm t1i",children:E(e,t.w-Or,11)})]})}function pi({box:t,say:e}){return a("g",{"data-actor":"no-group",children:[a("rect",{x:t.x,y:t.y,width:t.w,height:t.h,rx:16,class:"box ghost"}),a("text",{x:t.x+t.w/2,y:t.y+t.h/2+4,"text-anchor":"middle",class:"t1",children:E(e("flow.nogroup"),t.w-12,11,"sans")})]})}var hi=new WeakMap;function jd(t){let e=hi.get(t);return e||(e=Zs(t),hi.set(t,e)),e}function fi({at:t,state:e,say:n}){let r=Gd(e);return a("g",{children:[jd(t).map(o=>o.what==="wire"?a(Vd,{at:t,state:e,route:o},o.key):a(vn,{d:o.d,look:Ud(o,t,e,r)},o.key)),a(Zd,{at:t}),a(Qd,{at:t,state:e,say:n}),a(np,{at:t,state:e})]})}var vn=L(function({d:e,look:n}){return a("path",{d:e,class:`route ${n}`})});function Gd(t){let e=new Set;for(let n of t.ledger.values())n.accepted>0&&e.add(q(n.layer,n.key));return e}function Ud(t,e,n,r){if(t.what==="accept")return r.has(t.to)?"used":"";if(t.what==="back")return"back";let o=e.consumers.find(({key:i})=>i===t.to);if(o?.shut.includes(t.from))return"shut";let s=n.channels.get(t.from)?.name??t.from;return n.usedRoutes.has(`${s} → ${o?.name}`)?"used":""}function Vd({at:t,state:e,route:n}){let r=e.connections.get(n.to),o=t.clients.find(({key:l})=>l===n.from);if(!r||!o)return null;let[s]=$e(t,{hop:"frame",connection:n.to});return s?o.connections.map(l=>e.connections.get(l)).every(l=>l===void 0||he(l))?a(Yd,{curve:s,lost:o.kind!=="tab"}):a(vn,{d:n.d,look:"used"}):null}var Yd=L(function({curve:e,lost:n}){let[r,o]=Y(e,.5);return a(w,{children:[a("path",{d:e.d,class:"route ghost"}),a("circle",{cx:r,cy:o,r:6.5,class:"halo"}),a(me,{x:r,y:o,r:4,colour:n?"var(--lost)":"var(--edge)"})]})}),Zd=L(function({at:e}){if(e.mode==="narrow")return null;let{x:n,w:r}=e.bin,o=[n+r*.37,n+r*.74].map(s=>`M${s+5} ${e.lane-4}l-5 4l5 4`);return a("path",{d:o.join(""),class:"arrow"})});function Qd({at:t,state:e,say:n}){return t.mode==="narrow"?null:a(w,{children:[...e.edges.values()].map(({consumer:r,what:o,to:s})=>{let i=ep(t,r,o,s);if(!i)return null;let l=o==="add"||o==="discard";return a("g",{children:[a(vn,{d:i.d,look:l?"add":"used"}),l&&t.mode==="wide"&&a(tp,{curve:i,text:n(`flow.${o}`)})]},`${r} ${o} ${s}`)})})}function ep(t,e,n,r){if(Le(t,e)){if(n==="channel")return $e(t,{hop:"send",consumer:e,channel:r},Vt)[0];if(pe(t,r))return $e(t,{hop:"toGroup",consumer:e,group:r})[0]}}function tp({curve:t,text:e}){let[n,r]=Y(t,0),[,o]=Y(t,1);return a("text",{x:n+5,y:o>=r?r-4:r+13,class:"t1",children:e})}function np({at:t,state:e}){let n=[];for(let{name:r}of t.workers){let o=e.workers.get(r),s=e.messages.get(o?.message??"");if(!o||!s)continue;let i=(c,u)=>{let[d]=u;d&&n.push(a(vn,{d:d.bareD,look:"live"},`${r} ${c}`))},l=q(s.layer,s.channel);wt(t,l)&&i("take",$e(t,{hop:"take",channel:l,worker:r})),o.consumer&&o.run&&t.mode!=="narrow"&&i("run",$e(t,{hop:"run",worker:r,consumer:o.consumer}))}return a(w,{children:n})}var kn=8;function rp(t,e,n){let r=t.connections.get(e.connection),o=r?.replyChannel??"",s=o.lastIndexOf("!");return{row:e,name:s<0?"":`!${o.slice(s+1,s+5)}`,waiting:r?.queue.length??0,inHand:(r?.inHand.length??0)>0,gone:n.has(e.connection)||r!==void 0&&he(r)}}function op(t,e){let n=[];for(let r of t.connections.values())r.protocol!=="websocket"&&r.server===e&&!he(r)&&n.push(`${r.method??"GET"} ${r.path}`);return n}function gi({box:t,state:e,narrow:n,wide:r,named:o,picked:s,say:i}){let l=e.servers.get(t.name),c=Tr(e),u=t.rows.map(g=>rp(e,g,c)),d=op(e,t.name),p=zr(l?.address??null),h=l!==void 0&&l.state!=="running"?i(`state.${l.state}`):"";return a("g",{"data-actor":"server","data-name":t.name,"data-state":l?.state??"running",class:`${s?"picked":""}${l?.state==="stopped"?" gone":""}`,children:[a(sp,{box:t,title:mi(t,n,o,p,h),narrow:n,named:o}),u.map(g=>n?a(cp,{...g,box:t},g.row.client):a(ip,{...g,wide:r,box:t},g.row.client)),n?a(bi,{x:t.x+34+_(mi(t,n,o,p,h),11),y:t.y+13,texts:d,room:t.w/3}):t.foot&&a(up,{box:t,pages:d,wide:r}),!n&&a("path",{d:`M${t.out[0]} ${t.out[1]-5}v10l6-5z`,fill:"var(--ink)"})]})}function zr(t){return t?t.slice(t.lastIndexOf(":")):""}function mi(t,e,n,r,o){return e?[t.name,r,o].filter(Boolean).join(" "):[n?`${t.name} ${r}`:"",o].filter(Boolean).join(" ")}var sp=L(function({box:e,title:n,narrow:r,named:o}){let[s,i]=r?[e.x+10,e.y+17]:o?[e.x,e.y-4]:[e.x+10,e.y+e.h-10];return a(w,{children:[a("rect",{x:e.x,y:e.y,width:e.w,height:e.h,class:"box outline"}),n&&a("text",{x:s,y:i,class:"tm t1i",children:E(n,e.w-20,11)})]})}),ip=L(function({row:e,name:n,waiting:r,inHand:o,gone:s,wide:i,box:l}){let c=e.port[1],u=l.x,d=s?" ghost":"",p=e.look==="full",f=i?54:48,h=p?u+12:u+50,g=p?c+3:c-5;return a("g",{"data-actor":"reply","data-name":e.connection,"data-waiting":r,children:[a("path",{d:`M${u} ${c-5}a5 5 0 0 1 0 10`,class:`box${d}`}),a("text",{x:u+12,y:p?c-1:c+4,class:s?"tm t1":"tm t1i",children:n}),(p||r>0)&&a(ap,{x:h,y:g,w:p?f:40,waiting:r,ghost:d}),o&&a(lp,{x:h+f+10,y:g+5})]})});function ap({x:t,y:e,w:n,waiting:r,ghost:o}){let s=n/kn,i=Array.from({length:kn-1},(c,u)=>`M${t+(u+1)*s} ${e}v10`),l=Math.min(r,kn);return a(w,{children:[a("rect",{x:t,y:e,width:n,height:10,class:`slot${o}`}),a("path",{d:i.join(""),class:"div"}),Array.from({length:l},(c,u)=>a(X,{kind:"reply",x:t+(u+.5)*s,y:e+5,r:3.2},u)),r>kn&&a("text",{x:t,y:e+20,class:"tm t1i",children:r})]})}function lp({x:t,y:e}){return a(w,{children:[a("circle",{cx:t,cy:e,r:6.5,fill:"var(--bg)",stroke:"var(--ink)","stroke-width":"1.25"}),a(X,{kind:"reply",x:t,y:e,r:3.2})]})}var cp=L(function({row:e,waiting:n,inHand:r,gone:o,box:s}){let[i]=e.port;return a("g",{"data-actor":"reply","data-name":e.connection,"data-waiting":n,children:[a("circle",{cx:i,cy:s.y,r:4,class:o?"box ghost":"box"}),(n>0||r)&&a(X,{kind:"reply",x:i,y:s.y+33,r:5}),n>1&&a("text",{x:i+9,y:s.y+37,class:"tm t1i",children:n})]})});function up({box:t,pages:e,wide:n}){if(!e.length||!t.foot)return null;let{x:r,y:o,w:s}=t.foot;return a(w,{children:[a("path",{d:`M${r} ${o+1.5}H${r+s}`,class:"div"}),a(bi,{x:r+19,y:o+13.5,texts:e,room:n?s-34:34})]})}function bi({x:t,y:e,texts:n,room:r}){let[o]=n;if(o===void 0)return null;let s=n.length>1?` +${n.length-1}`:"";return a("g",{"data-actor":"page","data-waiting":n.length,children:[a("circle",{cx:t,cy:e,r:8,fill:"var(--bg)",stroke:"var(--ink)","stroke-width":"1.25"}),a(X,{kind:"request",x:t,y:e,r:4}),r>0&&a("text",{x:t+14,y:e+4,class:"tm t1i",children:[E(o,r-s.length*6.6,11),s]})]})}function dp(t){return Math.max(1,Math.min(6,1+Math.floor(Math.log10(Math.max(t,1e-4)/1e-4))))}function pp(t,e,n,r,o){if(t.state==="stopped")return r(`flow.stopped.${t.reason==="killed"?"killed":"other"}`);if(t.message===null)return r(t.state==="stopping"?"flow.stopping":"flow.idle");let s=t.alarm===null?o.seconds(e):o.whole(e),i=t.alarm?.line;return n&&i!=null?r("flow.busy.line",{time:s,line:i}):n?r(t.run===null?"flow.inhand":"flow.busy",{time:s}):s}function hp(t,e,n){return t.zombies>0?n("flow.zombies",{words:e,count:t.zombies}):e}function wi(t,e,n,r,o,s,i){let l=n.message===null?void 0:t.messages.get(n.message),c=Math.max(0,r-(n.busySince??r));return{box:e,name:e.name,state:n.state,kind:n.message===null?null:l?.kind??"custom",consumer:Ee(n.consumer??""),words:hp(n,pp(n,c,o,s,i),s),ticks:n.run===null?0:dp(c),alarm:n.alarm!==null}}var yi=L(function(e){let{box:n,state:r,kind:o,picked:s}=e,i=r==="stopped",l=i?" ghost":e.alarm?" alarm":o?" busy":"";return a("g",{"data-actor":"worker","data-name":e.name,"data-state":r,"data-alarm":e.alarm?"":void 0,class:`${s?"picked":""}${i?" gone":""}`,children:[a("rect",{x:n.x,y:n.y,width:n.w,height:n.h,rx:n.h/2,class:`box outline${l}`}),e.mode==="narrow"?a(gp,{...e}):a(fp,{...e})]})});function vi({x:t,y:e,kind:n,stopped:r}){return a(w,{children:[a("circle",{cx:t,cy:e,r:9,class:r?"slot ghost":"slot"}),r&&a(me,{x:t,y:e,r:4}),n&&a(X,{kind:n,x:t,y:e,r:5.5})]})}function ki(t,e){let[n,r]=t.split(":");return!n||!r?t:e?`${n[0]}${r}`:`${n} ${r}`}function fp({box:t,name:e,state:n,kind:r,words:o,ticks:s,mode:i}){let l=t.y+t.h/2,c=i==="wide",u=t.x+(c?88:54);return a(w,{children:[a(vi,{x:t.x+17,y:l,kind:r,stopped:n==="stopped"}),a("text",{x:t.x+32,y:t.y+15,class:"tb",children:ki(e,!c)}),a("text",{x:t.x+32,y:t.y+29,class:r?"t1i":"t1",children:E(o,t.w-34,11,"sans")}),s>0&&a(mp,{x:u,y:t.y+7,on:s})]})}function mp({x:t,y:e,on:n}){let r=(o,s)=>Array.from({length:s-o},(i,l)=>`M${t+1+(o+l)*3.5} ${e}v8`).join("");return a(w,{children:[a("path",{d:r(0,n),stroke:"var(--ink)","stroke-width":"2"}),a("path",{d:r(n,6),stroke:"var(--line)","stroke-width":"2"})]})}function gp({box:t,name:e,state:n,kind:r,words:o,consumer:s}){let i=t.y+t.h/2,l=t.x+27,c=t.w-34,u=r&&s?E(s,c,11):"";return a(w,{children:[a(vi,{x:t.x+14,y:i,kind:r,stopped:n==="stopped"}),a("text",{x:l,y:t.y+17,class:"tm t1i",children:E(_(e,11)>c?ki(e,!0):e,c,11)}),a("text",{x:l,y:t.y+31,class:u?"tm t1i tb":"t1",children:u||E(o,c,11,"sans")})]})}function xi(t,e){return{box:t,name:t.name,builtin:t.builtin,hiddenBy:e?.hiddenBy?.number??null,running:e?.running??0,runs:e?.runs??0,raised:e?.raised??0}}function Si(t,e){let n=Ee(t);if(_(n,12)<=e)return{text:n,small:!1};let r=n.slice(n.lastIndexOf(".")+1);return _(r,12)<=e?{text:r,small:!1}:{text:E(r,e,11),small:!0}}function bp({builtin:t,hiddenBy:e,runs:n,say:r,mode:o}){return e!==null?r(o==="wide"?"flow.hidden":"flow.hidden.short",{rule:e}):n?r("flow.runs",{n}):t?r("flow.builtin"):""}var _i=L(function(e){let{running:n,picked:r,raised:o,mode:s}=e;return a("g",{"data-actor":"consumer","data-name":e.name,"data-state":n?"running":"idle","data-runs":e.runs,"data-raised":o,"data-hidden":e.hiddenBy??void 0,class:`${e.hiddenBy===null?"":"gone "}consumer${r?" picked":""}${n?" running":""}`,children:s==="narrow"?a(vp,{...e}):a(wp,{...e})})});function wp(t){let{box:e,name:n,builtin:r,raised:o,say:s,mode:i}=t,{x:l,y:c,w:u}=e,d=e.h/2,p=i==="wide"?7:6,{text:f,small:h}=Si(n,u-2*p-4),g=c+e.h+12;return a(w,{children:[a("path",{class:`box outline${r?" built":""}`,d:`M${l} ${c+d}l${p} ${-d}H${l+u-p}l${p} ${d}l${-p} ${d}H${l+p}Z`}),a("text",{x:l+u/2,y:c+d+4,"text-anchor":"middle",class:`on tm name${r?" t1i":" tb"}${h||i!=="wide"?" small":""}`,children:f}),o?a(yp,{x:l+8,y:g,text:s("flow.raised",{n:o})}):a("text",{x:l+8,y:g,class:"t1",children:bp(t)})]})}function yp({x:t,y:e,text:n}){return a(w,{children:[a(me,{x:t+4,y:e-4,r:3}),a("text",{x:t+12,y:e,class:"t1 tlost tb",children:n})]})}function vp({box:t,name:e,raised:n,builtin:r,running:o}){let{text:s}=Si(e,t.w-30),i=t.y+12,l=o?" tb run":r?"":" tb name";return a(w,{children:[a("path",{d:`M${t.x+2} ${i-4}h8m-3.5-3.5l3.5 3.5l-3.5 3.5`,class:"route used"}),a("text",{x:t.x+16,y:i,class:`tm t1i${l}`,children:s}),n>0&&a(me,{x:t.x+24+_(s,12),y:i-4,r:3})]})}function Te(t,e,n){return t!==null&&t.what===e&&"name"in t&&t.name===n}function Mi(t){let{at:e}=t;return a("svg",{viewBox:`0 0 ${e.width} ${e.height}`,"aria-hidden":"true",class:"figure",children:[a(kp,{...t}),a(fi,{...t}),a(xp,{...t}),a(Sp,{...t}),a(_p,{...t}),a(Mp,{...t}),a(Cp,{...t}),a(Ep,{...t}),a(Pp,{...t}),a($p,{...t})]})}function kp({at:t,state:e,say:n}){let r=t.mode==="wide",[o]=t.servers,s=t.mode!=="narrow"&&t.servers.length===1?o:void 0,i=l=>n(l==="server"&&!r?"server.short":l);return a(w,{children:[t.headings.map(({key:l,x:c,y:u})=>a("text",{x:c,y:u,class:"col",children:i(l)},l)),s&&a("text",{x:Math.max(s.x+s.w,s.x+_(i("server"),12,"bold")*.86+44),y:14,"text-anchor":"end",class:"tm t1i",children:zr(e.servers.get(s.name)?.address??null)})]})}function xp({clients:t,say:e,live:n,selection:r}){return a(w,{children:t.map(o=>{let s=o.box.connections.some(i=>Te(r,"connection",i));return a(ii,{...o,picked:s,say:e,live:n},o.box.key)})})}function Sp({at:t,state:e,say:n,selection:r}){return a(w,{children:t.servers.map(o=>a(gi,{box:o,state:e,narrow:t.mode==="narrow",wide:t.mode==="wide",named:t.servers.length>1,picked:Te(r,"server",o.name),say:n},o.name))})}function _p({at:t,state:e,now:n,say:r,numbers:o,selection:s}){let i=l=>{let c=e.channels.get(l);return c&&e.ledger.get(qe(c.layer,Qe(c.name)))};return a(w,{children:t.channels.map(l=>a(li,{...ai(e,l,e.channels.get(l.name),i(l.name),n,r,o),narrow:t.mode==="narrow",picked:Te(s,"channel",l.name),say:r,numbers:o},l.name))})}function Mp({at:t,state:e,now:n,say:r,numbers:o,selection:s}){return a(w,{children:t.workers.map(i=>{let l=e.workers.get(i.name);if(!l)return null;let c=wi(e,i,l,n,t.mode==="wide",r,o),u=Te(s,"worker",i.name);return a(yi,{...c,mode:t.mode,picked:u,say:r},i.name)})})}function Cp({at:t,state:e,say:n,selection:r}){return a(w,{children:t.consumers.map(o=>a(_i,{...xi(o,e.consumers.get(o.name)),mode:t.mode,picked:Te(r,"consumer",o.name),say:n},o.key))})}function Ep({at:t,state:e,say:n,numbers:r,selection:o}){return a(w,{children:[t.groups.map(s=>a(di,{box:s,members:e.groups.get(s.name)?.members.size??0,narrow:t.mode==="narrow",picked:Te(o,"group",s.name),say:n,numbers:r},s.name)),t.noGroup&&a(pi,{box:t.noGroup,say:n})]})}function Pp({at:t,say:e}){if(!t.cell.stands)return null;let{x:n,y:r,w:o,h:s}=t.cell;return a("g",{"data-actor":"cell",children:[a("rect",{x:n,y:r,width:o,height:s,class:"box built"}),a("text",{x:n+8,y:r+15,class:"tm t1i",children:E(`[ ] ${e("flow.cell")}`,o-12,11)})]})}function $p({at:t,state:e,say:n,numbers:r,bin:o,selection:s}){let i=s?.what==="bin"?s.reason??"":null;return a(w,{children:[a(ri,{box:t.bin,...o,lost:e.totals.lost,picked:i,say:n,numbers:r}),t.legend&&a(oi,{box:t.legend,say:n}),t.more.map(({fold:l,x:c,y:u,h:d,count:p,unfolded:f})=>a("text",{x:c+2,y:u+d/2+4,class:"t1i","data-more":l,children:f?n("flow.fewer"):n(`flow.more.${l}`,{n:p})},`${l} ${u}`))]})}function De({x:t,y:e,w:n,h:r}){let o=s=>`calc(${Math.round(s*100)/100} * var(--u))`;return{left:o(t),top:o(e),width:o(n),height:o(r)}}function xn({box:t,name:e,picked:n,title:r,onPress:o,kind:s}){return a("button",{type:"button",class:"hit","data-hit":s,style:De(t),"aria-label":e,"aria-pressed":n,title:r,onClick:o})}function st({say:t,selection:e,select:n},r,o,s,i,l=""){let c=Te(e,r,o),[u=o,...d]=i;return a(xn,{kind:r,box:s,name:[u,t(`what.${r}`).toLowerCase(),...d].filter(Boolean).join(", "),title:l,picked:c,onPress:()=>n(c?null:{what:r,name:o})},`${r} ${o} ${s.y}`)}function Ci(t){return a(w,{children:t.clients.map(e=>st(t,"connection",e.box.connections.at(-1),e.box,Tp(t,e)))})}function Ei(t){let{at:e,say:n}=t;return a(w,{children:[e.servers.map(r=>st(t,"server",r.name,r,[r.name])),e.channels.map(r=>st(t,"channel",r.name,Bp(t,r),[r.name,Op(t,r.name)])),e.workers.map(r=>st(t,"worker",r.name,r,[r.name,Rp(t,r.name)])),e.consumers.map(r=>st(t,"consumer",r.name,r,[Ee(r.name)],n("flow.source"))),e.groups.map(r=>st(t,"group",r.name,r,[r.name,Fp(t,r.name)],Ap(t,r.name))),a(Np,{...t}),a(qp,{...t})]})}function Tp({say:t},{name:e,state:n,path:r,last:o}){return[e,r,t(n==="ghost"?"flow.ghost":`state.${n}`),o]}function Bp({at:t},e){return t.mode!=="narrow"?e:{x:e.slots.x,y:e.y-2,w:e.slots.w,h:e.h+2}}function Op({state:t,say:e},n){return e("flow.waiting",{n:t.channels.get(n)?.queue.length??0})}function Rp({state:t,say:e},n){let r=t.workers.get(n);return r?r.state==="stopped"?e("flow.stopped.other"):r.consumer&&r.run?Ee(r.consumer):e("flow.idle"):""}function Fp({state:t,say:e},n){return e("flow.members",{n:t.groups.get(n)?.members.size??0})}function Ap({state:t,say:e},n){let r=t.groups.get(n);if(!r)return"";let{chips:o,more:s}=Pe(t,r,Lp);return[...o.map(({label:l,count:c,ghost:u})=>{let d=c>1?`${l} ×${c}`:l;return u?`${d} (${e("flow.ghost")})`:d}),...s?[`+${s}`]:[]].join(", ")}var Lp=30;function Np({at:t,say:e,toggle:n}){return a(w,{children:t.more.map(r=>a(xn,{kind:"more",box:r,name:r.unfolded?e("flow.fewer"):e(`flow.more.${r.fold}`,{n:r.count}),onPress:()=>n(r.fold)},`${r.fold} ${r.y}`))})}function qp({at:t,say:e,bin:n,selection:r,select:o,showInTable:s,state:i}){let l=r?.what==="bin"?r:null,c=b=>o(l&&l.reason===b?null:{what:"bin",reason:b}),{x:u,y:d,h:p,w:f}=t.bin,h={x:u+12,y:d+2,w:60,h:p-4},g=i.totals.lost;return a(w,{children:[a(xn,{kind:"bin",box:h,name:`${e("bin")}, ${e("flow.losses",{n:g})}`,picked:l?.reason===null,onPress:()=>c(null)}),n.heaps.map(b=>a(xn,{kind:"heap",box:{x:b.x-6,y:d+2,w:b.w-4,h:p-4},name:`${b.word}, ${e("flow.losses",{n:b.count})}`,picked:l?.reason===b.reason,onPress:()=>c(b.reason)},b.reason)),g>0&&t.mode==="wide"&&a("button",{type:"button",class:"link show",style:De({x:u+f-190,y:d+24,w:172,h:18}),onClick:()=>s("lost"),children:e("bin.show")})]})}var Dp=`@box.consumer("websocket.connect")
def ws_add(message):
    Group("chat").add(message.reply_channel)

@box.consumer("websocket.receive")
def ws_message(message):
    Group("chat").send({"text": "[user] %s" % message["text"]})`,Sn='alice = box.connect("/", name="alice")';function Pi(t){return t.totals.accepted===0&&t.connections.size===0&&t.skipped===0}function $i(t){return t.rules.some(e=>!e.builtin)}function Ti({consumers:t,live:e,open:n,say:r}){let o=t?Sn:Dp;return a("section",{class:"invite","aria-label":r("empty.title"),children:[a("div",{class:"top",children:[a("h2",{children:r("empty.title")}),t&&a(w,{children:[a("span",{children:r("empty.cell")}),a("code",{children:Sn}),a(_n,{text:Sn,say:r})]})]}),a("ol",{class:t?"":"coded",children:[t?a($t,{number:1,title:r("empty.1"),text:r("empty.1.text"),children:a("button",{type:"button",class:"btn pri",disabled:!e,onClick:n,children:r("flow.open.long")})}):a($t,{number:1,title:r("flow.first"),text:r("flow.first.text"),children:[a("pre",{children:a("code",{children:o})}),a(_n,{text:o,say:r,filled:!0})]}),t?a($t,{number:2,title:r("empty.2"),text:r("empty.2.text")}):a($t,{number:2,title:r("empty.1"),text:r("empty.1.text"),children:a("code",{class:"one",children:Sn})}),a($t,{number:3,title:r("empty.3"),text:r("empty.3.text")})]})]})}function $t({number:t,title:e,text:n,children:r}){return a("li",{children:[a("b",{children:t}),a("div",{children:[a("strong",{children:e}),a("p",{children:n}),r&&a("div",{class:"go",children:r})]})]})}var _n=class extends ee{state={done:!1};copy=({currentTarget:e})=>{let n=e;(navigator.clipboard?.writeText(this.props.text)??Promise.reject(new Error)).then(()=>this.setState({done:!0}),()=>this.choose(n))};choose(e){let n=e.parentElement?.querySelector("code");n&&getSelection()?.selectAllChildren(n)}render(){let{say:e,filled:n}=this.props;return a("button",{type:"button",class:n?"btn pri":"btn",onClick:this.copy,children:e(this.state.done?"row.copied":"flow.copy")})}};var Hp=({ours:t,box:e})=>t&&e.kind!=="crowd",Cn=({state:t})=>t==="open"||t==="opening";function Mn(t){return t.then(()=>!0,()=>!1)}var En=class extends ee{state={fresh:null,chosen:null};open=e=>{Mn(this.props.deeds.openTab(e,null).then(n=>{this.setState({fresh:n,chosen:n})}))};settled=()=>this.setState({fresh:null});act={send:(e,n)=>Mn(this.props.deeds.send(e,n)),close:e=>{Mn(this.props.deeds.closeTab(e))},reopen:e=>{Mn(this.props.deeds.reopenTab(e))}};render(){let{at:e,clients:n,live:r,say:o,empty:s}=this.props,i=n.filter(Hp),{fresh:l}=this.state;return a(w,{children:[e.typing?this.typing(e.typing,i):null,e.mode!=="narrow"&&i.map(c=>a(Wp,{look:c,act:this.act,live:r,say:o,focus:c.name===l?this.settled:null},c.box.key)),a(Ip,{box:e.opener,open:this.open,live:r,say:o,empty:s,mode:e.mode})]})}typing(e,n){let{selection:r,live:o,say:s}=this.props,i=r?.what==="connection"?r.name:null,l=u=>n.find(d=>d.name===u),c=n.find(({box:u})=>i!==null&&u.connections.includes(i))??l(this.state.chosen)??n.find(Cn)??n[0];return c?a("div",{class:"typing",style:De(e),children:[a("select",{"aria-label":s("flow.tab"),value:c.name,onChange:({currentTarget:u})=>this.setState({chosen:u.value}),children:n.map(({name:u})=>a("option",{value:u,children:u},u))}),a(Bi,{look:c,act:this.act,live:o,say:s,focus:null},c.name)]}):null}};function Jp(t,e){let{x:n,y:r,w:o,h:s}=t;if(t.look==="tab")return{line:{x:n+5,y:r+yn+30,w:o-10,h:s-yn-32},corner:{x:n+o-17,y:r+1,w:17,h:18}};let i=Ir(t,e);return{line:{x:n+i,y:r+3,w:o-i-20,h:s-6},corner:{x:n+o-20,y:r+4,w:18,h:s-8}}}function Wp(t){let{look:e,act:n,live:r,say:o}=t,{line:s,corner:i}=Jp(e.box,e.name);return a(w,{children:[a("div",{class:"line",style:De(s),children:a(Bi,{...t})}),r&&Cn(e)&&a("button",{type:"button",class:"close",style:De(i),"aria-label":o("flow.close",{tab:e.name}),title:o("flow.close",{tab:e.name}),onClick:()=>n.close(e.name),children:"×"})]})}function Bi({look:t,act:e,live:n,say:r,focus:o}){let s=t.box.look==="cell";return!Cn(t)&&!n?null:Cn(t)?a(w,{children:[a(Xr,{name:t.name,hint:n?t.box.look==="line"?t.last:s?r("flow.type"):"":r("flow.notlive"),off:!n||t.state!=="open",say:r,focus:o,send:e.send}),s&&n&&a("button",{type:"button",class:"close","aria-label":r("flow.close",{tab:t.name}),onClick:()=>e.close(t.name),children:"×"})]}):a("button",{type:"button",class:"reopen link",onClick:()=>e.reopen(t.name),children:r("flow.reopen")})}var Xr=class extends ee{input=mt();componentDidMount(){this.takeFocus()}componentDidUpdate(){this.takeFocus()}takeFocus(){let{focus:e,off:n}=this.props;!e||n||(this.input.current?.focus({preventScroll:!0}),e())}submit=e=>{e.preventDefault();let n=this.input.current;if(!n?.value)return;let r=n.value;n.value="",this.props.send(this.props.name,r).then(o=>{!o&&n.value===""&&(n.value=r)})};render(){let{name:e,hint:n,off:r,say:o}=this.props;return a("form",{onSubmit:this.submit,children:a("input",{ref:this.input,type:"text","aria-label":o("flow.typeto",{tab:e}),placeholder:n,disabled:r,autocomplete:"off",autocapitalize:"off",spellcheck:!1,enterkeyhint:"send"})})}};function Ip({box:t,open:e,live:n,say:r,empty:o,mode:s}){let i=mt(),l=c=>{c.preventDefault(),e(i.current?.value.trim()||"/")};return a("form",{class:`opener${o?" large":""}`,style:De(t),onSubmit:l,children:[a("button",{type:"submit",disabled:!n,title:n?"":r("flow.notlive"),children:["+ ",r(s==="wide"?"flow.open":"flow.open.short")]}),a("input",{ref:i,type:"text",disabled:!n,"aria-label":r("flow.path"),title:r("flow.path"),placeholder:"/",autocomplete:"off",autocapitalize:"off",spellcheck:!1})]})}var zp=1e3/15;function Xp({flights:t,roads:e}){let n=r=>"consumer"in r&&r.consumer===null;return t.some(({road:r})=>n(r))||e.some(n)}var Kp=["version","now"],Pn=class extends ee{state={unfolded:new Set,cellActs:!1};canvas=mt();sky=null;at=null;inks=null;drawnAt=Number.NEGATIVE_INFINITY;waiting=null;stopFrames=null;runners=new Map;shouldComponentUpdate(e,n){let{props:r}=this,s=Object.keys(e).filter(l=>e[l]!==r[l]);if(n!==this.state||s.some(l=>!Kp.includes(l)))return!0;if(!s.length)return!1;let i=this.drawnAt+zp-performance.now();return i<=0?!0:(this.waiting??=setTimeout(()=>{this.waiting=null,this.forceUpdate()},i),!1)}componentDidMount(){let e={workerOf:n=>this.runners.get(n)??null,nextSlot:n=>this.nextSlot(n)};this.sky=new wn(this.canvas.current,e,n=>this.props.numbers.count(n)),this.fit(),this.stopFrames=this.props.onFrame(n=>this.frame(n))}componentDidUpdate(e){this.fit(),e.onFrame!==this.props.onFrame&&(this.stopFrames?.(),this.stopFrames=this.props.onFrame(n=>this.frame(n))),this.frame(this.props.time())}componentWillUnmount(){this.stopFrames?.(),this.waiting!==null&&clearTimeout(this.waiting)}frame(e){let n=this.props.air(e);this.sky?.draw(n,e,this.props.calm),!this.state.cellActs&&Xp(n)&&this.setState({cellActs:!0})}fit(){let{theme:e,scale:n}=this.props,r=this.canvas.current;if(!this.at||!r)return;let o=r.ownerDocument.defaultView?.devicePixelRatio??1,s=`${e} ${n}`;this.inks?.look!==s&&(this.inks={look:s,inks:ti(r,e)}),this.sky?.fit(this.at,n,o,this.inks.inks)}nextSlot(e){let n=this.at?.channels.find(l=>l.name===e);if(!n)return 0;let r=this.props.state.channels.get(e);if(!r)return 0;let{capacity:o,queue:s}=r,i=o===null||o<=16?1:o/n.count;return Math.min(Math.floor(s.length/i),n.count-1)}toggle=e=>{let n=new Set(this.state.unfolded);n.delete(e)||n.add(e),this.setState({unfolded:n})};open=()=>{this.props.deeds.openTab("/",null).catch(()=>{})};remember(){let{workers:e,consumers:n}=this.props.state;for(let{name:r,consumer:o}of e.values())o!==null&&this.runners.set(o,r);for(let r of this.runners.keys())n.has(r)||this.runners.delete(r)}drawing(e){let{state:n,now:r,mode:o,theme:s,say:i,numbers:l,live:c,selection:u}=this.props,p=e.clients.map(h=>si(n,h,r,i,l)).filter(h=>h!==null),f=ni(n,e.bin,o==="narrow",o==="wide",i,l);return{at:e,state:n,now:r,theme:s,say:i,numbers:l,live:c,selection:u,clients:p,bin:f}}render(){let{state:e,width:n,mode:r,theme:o,say:s,live:i,deeds:l,selection:c,select:u,showInTable:d}=this.props;this.drawnAt=performance.now();let{unfolded:p}=this.state,f=Us(e,{width:n,mode:r,theme:o,unfolded:p,cell:this.state.cellActs},this.at);this.at=f,this.remember();let h=this.drawing(f),g={...h,select:u,showInTable:d,toggle:this.toggle},b=Pi(e),y={width:`calc(${f.width} * var(--u))`,height:`calc(${f.height} * var(--u))`};return a("div",{class:"flow","data-mode":r,children:[a("section",{class:"plane",style:y,"aria-label":s("view.flow"),children:[a(Mi,{...h}),a("canvas",{ref:this.canvas}),a("div",{class:"controls",children:[a(Ci,{...g}),a(En,{at:f,clients:h.clients,deeds:l,live:i,say:s,selection:c,empty:b}),a(Ei,{...g})]})]}),b&&a(Ti,{consumers:$i(e),live:i,open:this.open,say:s})]})}};var Oi={en:{title:"Channel sandbox","view.flow":"Flow","view.table":"Table",views:"Views",theme:"Theme: {theme}","theme.light":"light","theme.dark":"dark","theme.projector":"projector","language.other":"Русский","language.this":"English",more:"More",pin:"Pin",unpin:"Unpin",window:"Window",fullscreen:"Full screen","fullscreen.leave":"Leave full screen","pin.side":"Dock at the bottom","pin.bottom":"Dock at the right","pin.resize":"Size of the pinned stage","pin.fold":"Fold into a bar","pin.unfold":"Open the stage","pin.here":"The stage floats over the notebook.","window.here":"The stage is in its own window.","window.back":"Bring it back","window.blocked":"The browser opens a window only on a click.","window.open":"Open the window",help:"Keys",close:"Close","help.space":"pause or play the picture","help.step":"one fact back, one fact on","help.views":"Flow, Table","help.filter":"filter the table","help.fullscreen":"full screen","help.pin":"pin over the notebook","help.theme":"theme","help.escape":"close what is open","help.help":"these keys","help.filter.title":"Filter of the table","help.filter.forms":`a kind or a part of one · field:value · field~regular expression · -not that · "two words" · content.key:value for a message's content`,"help.filter.fields":"Fields",clients:"Clients",server:"Protocol server","server.short":"Server",channels:"Channels",workers:"Workers",consumers:"Consumers",groups:"Groups","what.connection":"Connection","what.channel":"Channel","what.worker":"Worker","what.consumer":"Consumer","what.group":"Group","what.message":"Message","what.server":"Protocol server","kind.connect":"connect","kind.receive":"receive","kind.disconnect":"disconnect","kind.request":"request","kind.reply":"reply","kind.custom":"custom",ledger:"Ledger","fate.accepted":"accepted","fate.queued":"queued","fate.held":"held","fate.in_hand":"in hand","fate.delivered":"delivered","fate.lost":"lost","fate.refused":"refused","ledger.balances":"✓ balances","ledger.off":"✗ does not balance","ledger.skipped":{one:"{n} fact was not shown one by one",other:"{n} facts were not shown one by one"},"reason.full":"full","reason.expired":"expired","reason.no_connection":"no connection","reason.slow_client":"slow client","reason.worker_killed":"worker killed","reason.server_killed":"server killed","reason.no_route":"no route","reason.retries":"too many retries","reason.flushed":"flushed","reason.layer_lost":"lost by the layer","reason.undecryptable":"cannot be read","reason.malformed":"malformed","reason.requeue_full":"no room to requeue","reason.nobody_listens":"nobody listens","reason.dropped_by_you":"dropped by you","reason.fault":"injected fault","reason.too_large":"too large","reason.invalid_name":"invalid name","reason.not_a_dict":"not a dict","reason.unserialisable":"cannot be serialised","reason.layer_down":"layer down","reason.asked":"asked to","reason.killed":"killed","reason.failed":"failed","reason.discarded":"discarded",bin:"Lost","bin.empty":"nothing lost","bin.show":"Show in table",time:"Time","time.pause":"Pause","time.play":"Play","time.back":"Step back","time.step":"Step","time.speed":"Speed","time.live":"Live","time.paused":"Paused","time.ago":"{time} ago","time.tolive":"Back to live","time.slow":"1 ms takes {time}","mark.raised":"{what} raises","mark.code":"{what} edited","wait.cell":{one:"A command waits for the running cell.",other:"{n} commands wait for the running cell."},"wait.kernel":"The kernel does not answer. What is shown is the last that was known.","alarm.busy":"{worker} busy {time} in {consumer}.","alarm.line":"{worker} busy {time} in {consumer}, line {line} of {file}.","alarm.more":"{n} more.","alarm.spoken":"{worker} does not come back from {consumer}.","alarm.replace":"Replace worker","alarm.replace.hint":"Ends what runs there: its message is lost, and a new worker takes its place.","wait.feed":"Waiting for the sandbox.","error.dismiss":"Dismiss","table.filter":"Filter","table.hint":"lost channel:chat -reason:full text~^hi","table.found":{one:"{found} of {n} event",other:"{found} of {n} events"},"table.clear":"Clear","table.newest":"Newest","table.none":"No event fits this filter.","table.empty":"Nothing has happened yet.","column.seq":"seq","column.at":"at","column.where":"where","column.kind":"kind","column.what":"what","column.reason":"reason","column.cause":"cause","gap.skipped":{one:"{n} fact skipped here: too fast to send one by one",other:"{n} facts skipped here: too fast to send one by one"},"gap.trimmed":{one:"{n} older fact is no longer kept",other:"{n} older facts are no longer kept"},"row.payload":"Payload","row.fields":"Fields","row.causes":"Cause chain","row.traceback":"Raised in the same run","row.printed":"Printed by the run","row.ladder":"Rules tried","row.copy":"Copy as Python","row.copied":"Copied","row.whole":"Show all {size}","row.fetching":"Fetching …","row.story":"Story","row.matched":"matched","detail.close":"Close details","detail.source":"Source","detail.diff":"Last change","detail.version":"version {version}","detail.builtin":"built in","detail.gone":"No longer there.","detail.runs":{one:"{n} run",other:"{n} runs"},"detail.raised":{one:"raised {n}",other:"raised {n}"},"detail.lasterror":"Last error","detail.channels":"Takes from","detail.never.reached":"Never reached","detail.hidden":"rule {rule} ({consumer}) takes its messages first","detail.printed":"Printed","detail.members":{one:"{n} member",other:"{n} members"},"detail.since":"for","detail.expires":"expires in","detail.never":"never","detail.ghost":"ghost: its connection is gone","detail.queue":{one:"{n} waiting",other:"{n} waiting"},"detail.capacity":"capacity {n}","detail.age":"age","detail.size":"size","detail.empty":"Nothing waits here.","detail.frames":"Frames","detail.noframes":"No frames yet.","detail.earlier":"Earlier connections","detail.counted":"{groups} still counts it","detail.path":"path","detail.reply":"reply channel","detail.state":"state","detail.closed":"closed by {by}, code {code}","detail.idle":"idle","detail.busy":"busy with {consumer}","detail.busyfor":"in hand for","detail.hand":"in hand of","detail.line":"was at","detail.stopped":"stopped: {reason}","detail.hears":"Hears","detail.losses":"{n} lost","detail.harmless":"harmless","detail.address":"address","detail.table":"Show in table","detail.ladder":"Last route","state.opening":"opening","state.open":"open","state.closed":"closed","state.rejected":"turned away","state.running":"running","state.draining":"draining","state.stopped":"stopped","state.queued":"queued","state.held":"held","state.in_hand":"in hand","fact.waiting":"Waiting for the next message.","fact.first":"Waiting for the first message.","fact.layer.opened":"Channel layer {layer} is ready.","fact.layer.closed":"Channel layer {layer} takes no more messages.","fact.process.joined":"A process joins the sandbox.","fact.process.left":"A process has left the sandbox.","fact.server.started":"{where} listens on {address}.","fact.server.draining":"{where} takes no new connections and ends those that it has.","fact.server.stopped":"{where} has stopped.","fact.worker.started":"{where} is ready and hears its channels.","fact.worker.busy":"{where} has not come back from {consumer} for {duration}.","fact.worker.stopping":"{where} ends its work and takes nothing new.","fact.worker.stopped":"{where} has stopped.","fact.worker.stuck":"A killed thread of {where} goes on: it is inside C code, where nothing can end it.","fact.worker.freed":"The killed thread of {where} has ended.","fact.connection.opened":"{who} connects to {path}.","fact.connection.accepted":"The server accepts {who}: the connection is open.","fact.connection.rejected":"The server turns {who} away.","fact.connection.closed":"{who} is gone: the connection has closed.","fact.frame.received":"The protocol server reads a frame from {who}.","fact.frame.sent":"{who} gets a frame.","fact.frame.ignored":"A frame for {who} is ignored.","fact.reply.malformed":"A reply to {who} has keys that its protocol does not know.","fact.request.received":"{who} asks for {method} {path}.","fact.response.started":"The answer to {who} begins: {status}.","fact.response.ended":"The answer to {who} is complete.","fact.message.accepted":"It becomes a message on {channel}.","fact.message.accepted.reply":"A reply waits for {who}.","fact.message.refused":"{channel} refuses a message: {reason}.","fact.message.taken":"{where} takes it after {waited}.","fact.message.taken.plain":"{where} takes it.","fact.message.delivered":"{message} has arrived.","fact.message.lost":"A message on {channel} is lost: {reason}.","fact.message.lost.reply":"{who} is gone and cannot be reached: the message is lost.","fact.message.held":"{message} is stopped at a hold.","fact.message.released":"{message} goes on.","fact.message.edited":"{message} was edited while it was held.","fact.message.duplicated":"{message} was copied while it was held.","fact.message.delayed":"{message} has to wait longer.","fact.message.moved":"{message} has another place among what is held.","fact.group.joined":"{who} is now in group {group}.","fact.group.left":"{who} is no longer in group {group}.","fact.group.sent":{one:"Group {group}: one send, one message for its only member.",other:"Group {group}: one send, {n} messages, one for each member."},"fact.route.matched":"Rule {rule} of {rules} matched: it leads to {consumer}.","fact.route.unmatched":"No rule takes messages like this one.","fact.routing.changed":"The routing has changed: new messages take the new rules.","fact.session.opened":"A session was found for it.","fact.session.saved":"The session was written back.","fact.session.discarded":"Changes to the session were not written: {why}.","fact.user.identified":"It is known who the user is.","fact.consumer.started":"{where} runs {consumer}.","fact.consumer.finished":"{consumer} returned after {duration}.","fact.consumer.raised":"{consumer} raised an error; the worker lives on.","fact.consumer.deferred":"{consumer} asks to see the message again later.","fact.consumer.denied":"{consumer} refused the connection.","fact.consumer.waited":"Message {order} waits until message {expected} has run.","fact.binding.refused":"{binding}: {user} may not {action} this.","fact.consumer.printed":"{consumer} printed “{text}”.","fact.timer.set":"A message is put aside until it is due.","fact.timer.fired":"A delayed message is due.","fact.code.changed":"{what} has new code{which}: the next message takes it.","fact.hold.began":"From now on messages stop here: {target}.","fact.hold.ended":"Messages stop here no longer: {target}.","fact.code.changed.undone":"The last change of {what} is undone: the next message takes the code before it.","fact.code.refused":"New code for {what} is wrong, so the old one goes on serving: {error}","fact.code.changed.plain":"{what} serves from the next message on.","fact.fault.began":"A fault begins: {fault}.","fact.fault.ended":"The fault is over: {fault}.","fact.marked":"{label}","fact.subscriber.failed":"A reader of the log has failed.","fact.log.trimmed":"The log let its oldest facts go; the sums keep them.","who.nobody":"a client","gist.after":"after {time}","gist.line":"line {line}","gist.by":"by {who}","gist.on":"on {channel}","gist.capacity":"capacity {size}","gist.members":{one:"{n} member",other:"{n} members"},"gist.queued":"{n} queued","gist.lost":"{n} lost","gist.rule":"(rule {rule} of {rules})","gist.trimmed":{one:"{n} event",other:"{n} events"},"gist.upto":"up to {seq}","who.reply":"{who}'s reply channel","unit.ms":"{n} ms","unit.s":"{n} s","unit.min":"{n} min","unit.h":"{n} h","unit.B":"{n} B","unit.KiB":"{n} KiB","unit.MiB":"{n} MiB","empty.title":"Nothing has happened yet","empty.cell":"or in a cell","empty.1":"Open a tab","empty.1.text":"A tab is a real client. It connects to the server, and websocket.connect gets its first message.","empty.2":"Say something","empty.2.text":"Type in the tab and press Enter.","empty.3":"Watch it travel","empty.3.text":"Every stop shows what it holds. Nothing vanishes: what is lost lies in the bin, with a reason.","flow.idle":"idle","flow.busy":"busy {time}","flow.busy.line":"{time} · line {line}","flow.inhand":"in hand {time}","flow.stopping":"stopping","flow.stopped.killed":"killed","flow.stopped.other":"stopped","flow.zombies":"{words} · zombies: {count}","flow.full":"full","flow.held":"{n} held","flow.oldest":"oldest {time}","flow.expires":"expires in {time}","flow.noroute":"no route","flow.nobody":"nobody listens","flow.builtin":"built in","flow.hidden":"behind rule {rule}: never runs","flow.hidden.short":"never runs","flow.runs":{one:"{n} run",other:"{n} runs"},"flow.raised":"raised {n}","flow.ghost":"ghost","flow.gone":"gone {time}","flow.closed":"code {code}","flow.rejected":"status {status}","flow.reopen":"Reopen","flow.close":"Close {tab}","flow.open":"Open a tab","flow.open.short":"tab","flow.path":"Path of the new tab","flow.tab":"Tab","flow.type":"Type a line","flow.typeto":"Type to {tab}","flow.notlive":"not live","flow.more.tabs":"+{n} more","flow.more.channels":{one:"+{n} quiet",other:"+{n} quiet"},"flow.more.consumers":"+{n} more","flow.more.workers":"+{n} more","flow.more.groups":"+{n} more","flow.fewer":"fewer","flow.nogroup":"no group yet","flow.cell":"cell","flow.times":"×{n}","flow.add":"add","flow.discard":"discard","flow.source":"Show its source","flow.waiting":{one:"{n} message waits",other:"{n} messages wait"},"flow.members":{one:"{n} member",other:"{n} members"},"flow.losses":{one:"{n} message lost",other:"{n} messages lost"},"flow.first":"Write a consumer","flow.first.text":"Run this in a cell: what websocket.connect and websocket.receive lead to.","flow.copy":"Copy","flow.ghosts":{one:"{n} ghost",other:"{n} ghosts"},"flow.open.long":"Open a tab"},ru:{title:"Песочница каналов","view.flow":"Поток","view.table":"Таблица",views:"Виды",theme:"Тема: {theme}","theme.light":"светлая","theme.dark":"тёмная","theme.projector":"проектор","language.other":"English","language.this":"Русский",more:"Ещё",pin:"Закрепить",unpin:"Открепить",window:"В окно",fullscreen:"Во весь экран","fullscreen.leave":"Обычный размер","pin.side":"К нижнему краю","pin.bottom":"К правому краю","pin.resize":"Размер закреплённой сцены","pin.fold":"Свернуть в полосу","pin.unfold":"Развернуть сцену","pin.here":"Сцена закреплена поверх блокнота.","window.here":"Сцена открыта в своём окне.","window.back":"Вернуть сюда","window.blocked":"Браузер открывает окно только по щелчку.","window.open":"Открыть окно",help:"Клавиши",close:"Закрыть","help.space":"пауза или ход картинки","help.step":"на факт назад, на факт вперёд","help.views":"Поток, Таблица","help.filter":"фильтр таблицы","help.fullscreen":"во весь экран","help.pin":"закрепить поверх блокнота","help.theme":"тема","help.escape":"закрыть открытое","help.help":"эти клавиши","help.filter.title":"Фильтр таблицы","help.filter.forms":'вид или его часть · поле:значение · поле~регулярное выражение · -кроме этого · "два слова" · content.ключ:значение — по содержимому сообщения',"help.filter.fields":"Поля",clients:"Клиенты",server:"Сервер","server.short":"Сервер",channels:"Каналы",workers:"Воркеры",consumers:"Потребители",groups:"Группы","what.connection":"Соединение","what.channel":"Канал","what.worker":"Воркер","what.consumer":"Потребитель","what.group":"Группа","what.message":"Сообщение","what.server":"Сервер протоколов","kind.connect":"вход","kind.receive":"кадр","kind.disconnect":"выход","kind.request":"запрос","kind.reply":"ответ","kind.custom":"свой",ledger:"Баланс","fate.accepted":"принято","fate.queued":"в очереди","fate.held":"задержано","fate.in_hand":"в работе","fate.delivered":"доставлено","fate.lost":"потеряно","fate.refused":"отказано","ledger.balances":"✓ сходится","ledger.off":"✗ не сходится","ledger.skipped":{one:"{n} факт не показан по отдельности",few:"{n} факта не показаны по отдельности",many:"{n} фактов не показано по отдельности",other:"{n} факта не показаны по отдельности"},"reason.full":"полон","reason.expired":"истёк срок","reason.no_connection":"нет соединения","reason.slow_client":"медленный клиент","reason.worker_killed":"воркер убит","reason.server_killed":"сервер убит","reason.no_route":"нет маршрута","reason.retries":"слишком много повторов","reason.flushed":"сброшено","reason.layer_lost":"потерял слой","reason.undecryptable":"не прочесть","reason.malformed":"неверный вид","reason.requeue_full":"некуда вернуть","reason.nobody_listens":"никто не слушает","reason.dropped_by_you":"убрано вами","reason.fault":"внесённый сбой","reason.too_large":"слишком велико","reason.invalid_name":"неверное имя","reason.not_a_dict":"не словарь","reason.unserialisable":"не записать","reason.layer_down":"слой недоступен","reason.asked":"по просьбе","reason.killed":"убит","reason.failed":"сбой","reason.discarded":"исключён",bin:"Потеряно","bin.empty":"потерь нет","bin.show":"Показать в таблице",time:"Время","time.pause":"Пауза","time.play":"Пуск","time.back":"Шаг назад","time.step":"Шаг вперёд","time.speed":"Скорость","time.live":"Сейчас","time.paused":"Пауза","time.ago":"{time} назад","time.tolive":"К настоящему","time.slow":"1 мс длится {time}","mark.raised":"ошибка {what}","mark.code":"правка {what}","wait.cell":{one:"{n} команда ждёт конца ячейки.",few:"{n} команды ждут конца ячейки.",many:"{n} команд ждут конца ячейки.",other:"{n} команды ждут конца ячейки."},"wait.kernel":"Ядро не отвечает. Показано последнее известное.","alarm.busy":"{worker} занят {time}: {consumer}.","alarm.line":"{worker} занят {time}: {consumer}, строка {line}, {file}.","alarm.more":"И ещё {n}.","alarm.spoken":"{worker} не возвращается из {consumer}.","alarm.replace":"Заменить воркер","alarm.replace.hint":"Прервёт то, что там работает: сообщение пропадёт, на место встанет новый воркер.","wait.feed":"Ждём песочницу.","error.dismiss":"Скрыть","table.filter":"Фильтр","table.hint":"lost channel:chat -reason:full text~^hi","table.found":{one:"{found} из {n} события",few:"{found} из {n} событий",many:"{found} из {n} событий",other:"{found} из {n} событий"},"table.clear":"Сбросить","table.newest":"К новым","table.none":"Под фильтр ничего не подходит.","table.empty":"Пока ничего не произошло.","column.seq":"№","column.at":"время","column.where":"где","column.kind":"вид","column.what":"что","column.reason":"причина","column.cause":"из-за","gap.skipped":{one:"Здесь пропущен {n} факт: слишком быстро, чтобы слать по одному",few:"Здесь пропущены {n} факта: слишком быстро, чтобы слать по одному",many:"Здесь пропущено {n} фактов: слишком быстро, чтобы слать по одному",other:"Здесь пропущены {n} факта: слишком быстро, чтобы слать по одному"},"gap.trimmed":{one:"{n} более ранний факт больше не хранится",few:"{n} более ранних факта больше не хранятся",many:"{n} более ранних фактов больше не хранится",other:"{n} более ранних факта больше не хранятся"},"row.payload":"Содержимое","row.fields":"Поля","row.causes":"Цепочка причин","row.traceback":"Ошибка в том же вызове","row.printed":"Напечатано в вызове","row.ladder":"Проверенные правила","row.copy":"Копировать как Python","row.copied":"Скопировано","row.whole":"Показать все {size}","row.fetching":"Загружаем …","row.story":"История","row.matched":"подошло","detail.close":"Закрыть подробности","detail.source":"Исходный код","detail.diff":"Последняя правка","detail.version":"версия {version}","detail.builtin":"встроен","detail.gone":"Этого больше нет.","detail.runs":{one:"{n} вызов",few:"{n} вызова",many:"{n} вызовов",other:"{n} вызова"},"detail.raised":{one:"{n} ошибка",few:"{n} ошибки",many:"{n} ошибок",other:"{n} ошибки"},"detail.lasterror":"Последняя ошибка","detail.channels":"Берёт из","detail.never.reached":"Не вызовется","detail.hidden":"правило {rule} ({consumer}) забирает его сообщения раньше","detail.printed":"Напечатано","detail.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"detail.since":"в группе","detail.expires":"истечёт через","detail.never":"никогда","detail.ghost":"призрак: соединения больше нет","detail.queue":{one:"{n} ждёт",few:"{n} ждут",many:"{n} ждут",other:"{n} ждут"},"detail.capacity":"вместимость {n}","detail.age":"возраст","detail.size":"размер","detail.empty":"Здесь ничего не ждёт.","detail.frames":"Кадры","detail.noframes":"Кадров пока нет.","detail.earlier":"Прежние соединения","detail.counted":"{groups} всё ещё считает его","detail.path":"путь","detail.reply":"канал ответа","detail.state":"состояние","detail.closed":"закрыто: {by}, код {code}","detail.idle":"ждёт","detail.busy":"занят: {consumer}","detail.busyfor":"в работе","detail.hand":"у кого","detail.line":"стоял на","detail.stopped":"остановлен: {reason}","detail.hears":"Слушает","detail.losses":"потеряно {n}","detail.harmless":"не страшно","detail.address":"адрес","detail.table":"Показать в таблице","detail.ladder":"Последний маршрут","state.opening":"открывается","state.open":"открыто","state.closed":"закрыто","state.rejected":"отклонено","state.running":"работает","state.draining":"завершает","state.stopped":"остановлен","state.queued":"в очереди","state.held":"задержано","state.in_hand":"в работе","fact.waiting":"Ждём следующего сообщения.","fact.first":"Ждём первого сообщения.","fact.layer.opened":"Слой каналов {layer} готов.","fact.layer.closed":"Слой каналов {layer} больше не берёт сообщений.","fact.process.joined":"К песочнице присоединился процесс.","fact.process.left":"Процесс покинул песочницу.","fact.server.started":"{where} слушает {address}.","fact.server.draining":"{where} не берёт новых соединений и завершает имеющиеся.","fact.server.stopped":"{where} остановлен.","fact.worker.started":"{where} готов и слушает каналы.","fact.worker.busy":"{where} уже {duration} не возвращается из {consumer}.","fact.worker.stopping":"{where} заканчивает работу и нового не берёт.","fact.worker.stopped":"{where} остановлен.","fact.worker.stuck":"Убитый поток {where} продолжает работать: он внутри кода на C, где его не завершить.","fact.worker.freed":"Убитый поток {where} завершился.","fact.connection.opened":"{who} соединяется с {path}.","fact.connection.accepted":"Сервер принял {who}: соединение открыто.","fact.connection.rejected":"Сервер отклонил {who}.","fact.connection.closed":"{who} больше нет: соединение закрыто.","fact.frame.received":"Сервер протоколов читает кадр от {who}.","fact.frame.sent":"{who} получает кадр.","fact.frame.ignored":"Кадр для {who} пропущен.","fact.reply.malformed":"В ответе для {who} ключи, которых протокол не знает.","fact.request.received":"{who} запрашивает {method} {path}.","fact.response.started":"Ответ для {who} начат: {status}.","fact.response.ended":"Ответ для {who} отправлен целиком.","fact.message.accepted":"Это стало сообщением в канале {channel}.","fact.message.accepted.reply":"Ответ ждёт отправки: {who}.","fact.message.refused":"{channel} отказывает в приёме: {reason}.","fact.message.taken":"{where} берёт его через {waited}.","fact.message.taken.plain":"{where} берёт его.","fact.message.delivered":"{message} доставлено.","fact.message.lost":"Сообщение в канале {channel} потеряно: {reason}.","fact.message.lost.reply":"{who} уже не на связи: сообщение потеряно.","fact.message.held":"{message} остановлено задержкой.","fact.message.released":"{message} идёт дальше.","fact.message.edited":"{message} изменено, пока было задержано.","fact.message.duplicated":"{message} скопировано, пока было задержано.","fact.message.delayed":"{message} подождёт ещё.","fact.message.moved":"{message} стоит на другом месте среди задержанных.","fact.group.joined":"{who} теперь в группе {group}.","fact.group.left":"{who} больше не в группе {group}.","fact.group.sent":{one:"Группа {group}: одна отправка, {n} сообщение, каждому участнику своё.",few:"Группа {group}: одна отправка, {n} сообщения, каждому участнику своё.",many:"Группа {group}: одна отправка, {n} сообщений, каждому участнику своё.",other:"Группа {group}: одна отправка, {n} сообщения, каждому участнику своё."},"fact.route.matched":"Подошло правило {rule} из {rules}: оно ведёт к {consumer}.","fact.route.unmatched":"Ни одно правило не берёт таких сообщений.","fact.routing.changed":"Маршруты изменились: новые сообщения пойдут по новым правилам.","fact.session.opened":"Для него найдена сессия.","fact.session.saved":"Сессия записана.","fact.session.discarded":"Изменения сессии не записаны: {why}.","fact.user.identified":"Пользователь опознан.","fact.consumer.started":"{where} вызывает {consumer}.","fact.consumer.finished":"{consumer} завершился через {duration}.","fact.consumer.raised":"{consumer} упал с ошибкой; воркер жив.","fact.consumer.deferred":"{consumer} просит вернуть сообщение позже.","fact.consumer.denied":"{consumer} отказал в соединении.","fact.consumer.waited":"Сообщение {order} ждёт, пока не отработает сообщение {expected}.","fact.binding.refused":"{binding}: {user} не имеет права на {action}.","fact.consumer.printed":"{consumer} напечатал «{text}».","fact.timer.set":"Сообщение отложено до срока.","fact.timer.fired":"Срок отложенного сообщения настал.","fact.code.changed":"У {what} новый код{which}: следующее сообщение пойдёт по нему.","fact.hold.began":"Теперь сообщения останавливаются здесь: {target}.","fact.hold.ended":"Сообщения здесь больше не останавливаются: {target}.","fact.code.changed.undone":"Последняя правка {what} отменена: следующее сообщение пойдёт по прежнему коду.","fact.code.refused":"Новый код для {what} с ошибкой, поэтому дальше работает старый: {error}","fact.code.changed.plain":"{what} работает, начиная со следующего сообщения.","fact.fault.began":"Сбой начался: {fault}.","fact.fault.ended":"Сбой закончился: {fault}.","fact.marked":"{label}","fact.subscriber.failed":"Читатель журнала дал сбой.","fact.log.trimmed":"Журнал отпустил старейшие факты; в суммах они остались.","who.nobody":"клиент","gist.after":"через {time}","gist.line":"строка {line}","gist.by":"от {who}","gist.on":"в {channel}","gist.capacity":"вместимость {size}","gist.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"gist.queued":"в очередь {n}","gist.lost":"потеряно {n}","gist.rule":"(правило {rule} из {rules})","gist.trimmed":{one:"{n} событие",few:"{n} события",many:"{n} событий",other:"{n} события"},"gist.upto":"до {seq}","who.reply":"канал ответа {who}","unit.ms":"{n} мс","unit.s":"{n} с","unit.min":"{n} мин","unit.h":"{n} ч","unit.B":"{n} Б","unit.KiB":"{n} КиБ","unit.MiB":"{n} МиБ","empty.title":"Пока ничего не произошло","empty.cell":"или в ячейке","empty.1":"Откройте вкладку","empty.1.text":"Вкладка — настоящий клиент. Она соединяется с сервером, и websocket.connect получает первое сообщение.","empty.2":"Скажите что-нибудь","empty.2.text":"Наберите текст во вкладке и нажмите Enter.","empty.3":"Следите за сообщением","empty.3.text":"Каждая остановка показывает, что в ней лежит. Ничего не исчезает: потерянное лежит в корзине с причиной.","flow.idle":"ждёт","flow.busy":"занят {time}","flow.busy.line":"{time} · строка {line}","flow.inhand":"в работе {time}","flow.stopping":"завершает","flow.stopped.killed":"убит","flow.stopped.other":"остановлен","flow.zombies":"{words} · зомби: {count}","flow.full":"полон","flow.held":"задержано {n}","flow.oldest":"старшему {time}","flow.expires":"истечёт через {time}","flow.noroute":"нет маршрута","flow.nobody":"никто не слушает","flow.builtin":"встроен","flow.hidden":"за правилом {rule}: не вызовется","flow.hidden.short":"не вызовется","flow.runs":{one:"{n} вызов",few:"{n} вызова",many:"{n} вызовов",other:"{n} вызова"},"flow.raised":"ошибок {n}","flow.ghost":"призрак","flow.gone":"ушёл {time} назад","flow.closed":"код {code}","flow.rejected":"статус {status}","flow.reopen":"Открыть снова","flow.close":"Закрыть {tab}","flow.open":"Вкладка","flow.open.short":"вкладка","flow.path":"Путь новой вкладки","flow.tab":"Вкладка","flow.type":"Наберите строку","flow.typeto":"Набрать в {tab}","flow.notlive":"не вживую","flow.more.tabs":"ещё {n}","flow.more.channels":{one:"ещё {n} тихий",few:"ещё {n} тихих",many:"ещё {n} тихих",other:"ещё {n} тихих"},"flow.more.consumers":"ещё {n}","flow.more.workers":"ещё {n}","flow.more.groups":"ещё {n}","flow.fewer":"свернуть","flow.nogroup":"групп пока нет","flow.cell":"ячейка","flow.times":"×{n}","flow.add":"add","flow.discard":"discard","flow.source":"Показать исходный текст","flow.waiting":{one:"ждёт {n} сообщение",few:"ждут {n} сообщения",many:"ждут {n} сообщений",other:"ждёт {n} сообщения"},"flow.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"flow.losses":{one:"потеряно {n} сообщение",few:"потеряно {n} сообщения",many:"потеряно {n} сообщений",other:"потеряно {n} сообщения"},"flow.first":"Напишите потребителя","flow.first.text":"Запустите это в ячейке: сюда ведут websocket.connect и websocket.receive.","flow.copy":"Копировать","flow.ghosts":{one:"{n} призрак",few:"{n} призрака",many:"{n} призраков",other:"{n} призрака"},"flow.open.long":"Открыть вкладку"}};var jr=["en","ru"],Gr=Oi;function Fi(t){return typeof t=="string"&&/^ru\b/i.test(t)?"ru":"en"}var Ri=new Map;function $n(t){let e=Ri.get(t);return e||(e=Gp(t),Ri.set(t,e)),e}function Gp(t){let e=Ur(t),n=new Intl.PluralRules(t);return(r,o={})=>{let s=Gr[t][r];return s===void 0?r:Vp(typeof s=="string"?s:Up(s,o.n,n),o,e)}}function Tn(t){return t in Gr.en}function Up(t,e,n){return t[n.select(Number(e??0))]??t.other??""}function Vp(t,e,n){return t.replace(/\{(\w+)\}/g,(r,o)=>{let s=e[o];return s===void 0?r:typeof s=="number"?n.count(s):s})}var Yp=" ",Zp=(t,e,n)=>Gr[t][`unit.${e}`].replace("{n}",n).replace(" "," ");function Ur(t){let e=(s,i)=>Kr(s.toFixed(i)).replace(".",t==="ru"?",":"."),n=s=>e(s,s<.095&&s>0?2:s<9.95?1:0),r=(s,i)=>Zp(t,s,i),o=s=>{let i=Math.max(0,s);return i<.995?r("ms",n(i*1e3)):i<90?r("s",n(i)):i<5400?r("min",e(i/60,0)):r("h",n(i/3600))};return{count:s=>Number.isInteger(s)?Kr(String(s)):e(s,1),milliseconds:s=>r("ms",n(s*1e3)),seconds:o,whole:s=>s<90?r("s",String(Math.floor(Math.max(0,s)))):o(s),bytes:s=>s<1024?r("B",Kr(String(s))):s<1024*1024?r("KiB",n(s/1024)):r("MiB",n(s/1024/1024))}}function Kr(t){let[e,...n]=t.split(".");return[e.replace(/\B(?=(\d{3})+$)/g,Yp),...n].join(".")}function be(t,e){let n=`reason.${String(t)}`;return Tn(n)?e(n):String(t??"")}var Zr=80;function x(t,e=Zr){let n=String(t??"").replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g," ");return n.length>e?`${n.slice(0,e-1)}…`:n}function R(t){let e=Ee(String(t??""));return e===t?e.slice(e.lastIndexOf(".")+1):e}function we(t,e=2){if(typeof t=="string")return`"${x(t,40)}"`;if(Array.isArray(t))return t.length?`[${t.length}]`:"[]";if(t===null||typeof t!="object")return String(t);let n=t;if(typeof n.$head=="string")return`"${x(n.$head,40)}" …`;if(typeof n.$b64=="string")return`<${to(n.$b64)} B>`;if(typeof n.$repr=="string")return x(n.$repr,40);let r=Object.keys(n);if(e===0)return r.length?"{…}":"{}";let o=r.sort(Qp).slice(0,3);return`{${o.map(i=>`${i}: ${we(n[i],e-1)}`).join(", ")}${r.length>o.length?", …":""}}`}function to(t){return Math.floor(t.replace(/=+$/,"").length*3/4)}var Ai=["reply_channel","path","headers","query_string","client","server","order"],Qp=(t,e)=>Ai.indexOf(t)-Ai.indexOf(e),M=(...t)=>t.filter(e=>e!==""&&e!=null).join(" "),Qr=(t,{say:e,numbers:n})=>typeof t=="number"?e("gist.after",{time:n.milliseconds(t)}):"",Li=(t,{say:e})=>t?e("gist.by",{who:x(t)}):"",eo=(t,{who:e,say:n})=>n("gist.on",{channel:e.channel(t,n)}),Ji=(t,{say:e})=>t==null?"":be(t,e),Vr=(t,{who:e})=>M(e.connection(t.connection),eh(t)),Ni=(t,e)=>M(`${x(t.group)}:`,e.who.channel(t.channel,e.say),Ji(t.reason,e)),qi=(t,e)=>M(t.run,R(t.consumer),Qr(t.duration,e)),Tt=(t,e)=>M(x(t.address),Ji(t.reason,e)),Bn=(t,e)=>M(t.message,eo(t.channel,e)),Yr=(t,e)=>M(Bn(t,e),we(t.changed)),Di=t=>M(x(t.target),x(t.condition)),Hi=t=>M(t.fault,x(t.target),t.options==null?"":we(t.options));function eh(t){return t.text!=null?we(t.text):t.bytes!=null?we(t.bytes):""}var th=(t,{say:e})=>M(t.id,`${x(t.group)}:`,[e("gist.members",{n:Number(t.members??0)}),e("gist.queued",{n:Number(t.queued??0)}),e("gist.lost",{n:Number(t.lost??0)})].join(", "),we(t.content)),nh=(t,{say:e})=>M(t.message,"→",R(t.consumer),typeof t.index=="number"?e("gist.rule",{rule:t.index+1,rules:Number(t.rules??0)}):""),rh={"layer.opened":(t,{say:e})=>M(t.layer,t.store,e("gist.capacity",{size:String(t.capacity??"–")})),"layer.closed":t=>x(t.layer),"server.started":Tt,"server.draining":Tt,"server.stopped":Tt,"worker.started":t=>Array.isArray(t.channels)?t.channels.join(", "):"","worker.busy":(t,e)=>M(t.run,R(t.consumer),t.line==null?"":e.say("gist.line",{line:Number(t.line)})),"worker.stopping":Tt,"worker.stopped":Tt,"connection.opened":(t,{who:e})=>M(e.connection(t.connection),t.protocol,x(t.path)),"connection.accepted":(t,{who:e})=>M(e.connection(t.connection),t.subprotocol),"connection.rejected":(t,{who:e})=>M(e.connection(t.connection),t.status,x(t.why)),"connection.closed":(t,e)=>M(e.who.connection(t.connection),t.code,Li(t.by,e)),"frame.received":Vr,"frame.sent":Vr,"frame.ignored":(t,e)=>M(Vr(t,e),x(t.why)),"reply.malformed":(t,{who:e})=>M(e.connection(t.connection),x(t.error)),"request.received":(t,{who:e})=>M(e.connection(t.connection),t.method,x(t.path)),"response.started":(t,{who:e})=>M(e.connection(t.connection),t.status),"response.ended":(t,{who:e})=>e.connection(t.connection),"message.accepted":(t,e)=>M(t.message,eo(t.channel,e),we(t.content)),"message.refused":(t,{who:e,say:n})=>M(e.channel(t.channel,n),we(t.content)),"message.taken":(t,e)=>M(t.message,Qr(t.waited,e)),"message.delivered":(t,e)=>M(t.message,Qr(t.duration,e)),"message.held":Bn,"message.released":Bn,"message.edited":Yr,"message.duplicated":Yr,"message.delayed":Yr,"message.moved":Bn,"message.lost":(t,e)=>M(t.message,eo(t.channel,e)),"group.joined":Ni,"group.left":Ni,"group.sent":th,"route.matched":nh,"route.unmatched":t=>M(t.message,x(t.channel)),"user.identified":t=>M(x(t.user),x(t.why)),"consumer.started":t=>M(t.run,R(t.consumer),t.version),"consumer.finished":qi,"consumer.raised":t=>M(t.run,`${R(t.consumer)}:`,x(t.error,2*Zr)),"consumer.deferred":(t,e)=>M(qi(t,e),`${t.retries}×`),"consumer.printed":t=>M(t.run,`${t.stream}:`,x(t.text)),"code.changed":(t,e)=>M(R(t.what),t.version,Li(t.by,e)),"hold.began":Di,"hold.ended":Di,"code.refused":t=>M(R(t.what),x(t.error,2*Zr)),"fault.began":Hi,"fault.ended":Hi,marked:t=>x(t.label),"subscriber.failed":t=>M(x(t.subscriber),x(t.error)),"log.trimmed":(t,{say:e})=>M(e("gist.trimmed",{n:Number(t.events??0)}),e("gist.upto",{seq:String(t.up_to??"–")}))};function it(t,e,n,r){let o=rh[t.kind];return o?o(t,{who:e,say:n,numbers:r}):we(Bt(t))}var oh=new Set(["kind","at","seq","id","cause","where"]);function Bt(t){return Object.fromEntries(Object.entries(t).filter(([e,n])=>!oh.has(e)&&n!=null))}function Wi(t,e,n,r){let o=sh(t,e);return Tn(o)?n(o,ih(t,e,n,r)):t.kind}function sh(t,e){let n=`fact.${t.kind}`;return t.kind==="message.taken"&&typeof t.waited!="number"?`${n}.plain`:t.kind==="code.changed"&&t.by==="undo"?`${n}.undone`:t.kind==="code.changed"&&!t.diff?`${n}.plain`:!(t.kind==="message.accepted"||t.kind==="message.lost")||!se(String(t.channel??""))||e.owner(t.channel)===null?n:t.kind==="message.accepted"||t.reason==="no_connection"?`${n}.reply`:n}function ih(t,e,n,r){let o=t.connection??e.owner(t.channel)??ah(t),s=i=>r.seconds(typeof i=="number"?i:0);return{...lh(t),who:o==null?x(t.channel)||n("who.nobody"):e.connection(o),where:x(t.where),channel:e.channel(t.channel,n),consumer:R(t.consumer??t.run),what:R(t.what),which:t.version?` (${x(t.version)})`:"",reason:be(t.reason,n),waited:s(t.waited),duration:s(t.duration),rule:Number(t.index??0)+1,n:Number(t.members??0),message:x(t.message??t.id),text:x(t.text,60)}}function ah(t){return/^(connection|request|response)\./.test(t.kind)?t.id:null}function lh(t){let e={};for(let[n,r]of Object.entries(t))typeof r=="number"?e[n]=r:typeof r=="string"&&(e[n]=x(r));return e}function Ii({kit:t,spoken:e}){let{session:n,say:r,numbers:o,mode:s}=t,i=n.current;return a("div",{class:"bar now",children:[a("span",{class:"line","aria-hidden":"true",children:[i&&s!=="narrow"&&a("span",{class:"m seq",children:i.seq}),a("b",{children:Ot(t)}),i&&s==="wide"&&a("span",{class:"m",children:[i.kind," ",it(i,n.who,r,o)]})]}),a("span",{class:"sr","aria-live":n.paused?"polite":"off",children:e||r("fact.waiting")})]})}function Ot({session:t,say:e,numbers:n}){let r=t.current;return r?Wi(r,t.who,e,n):!t.live&&!t.state.seq?e("wait.feed"):e(t.state.seq?"fact.waiting":"fact.first")}var no=5,He=27,zi=17,ch={top:34,height:14},Xi=32,uh=60;function Ki({kit:t,lens:e}){let{session:n,say:r,numbers:o,scale:s}=t,i=z(null),l=dh(i,s),[c,u]=n.span(uh),d=h=>(h-c)/(u-c)*l,p=Math.max(0,Math.min(l,d(n.now))),f=h=>{let{left:g,width:b}=i.current.getBoundingClientRect(),y=Math.max(0,Math.min(1,(h.clientX-g)/b));n.seek(c+y*(u-c))};return a("div",{class:"strip",ref:i,role:"slider",tabIndex:0,"aria-label":r("time"),"aria-valuemin":Math.round(c),"aria-valuemax":Math.round(u),"aria-valuenow":Math.round(n.now),"aria-valuetext":o.seconds(n.now),onPointerDown:h=>{h.currentTarget.setPointerCapture(h.pointerId),f(h)},onPointerMove:h=>h.buttons===1&&f(h),children:a("svg",{viewBox:`0 0 ${l} ${e?48:He+1}`,preserveAspectRatio:"none","aria-hidden":"true",children:[a(fh,{kit:t,width:l,from:c,to:u}),a("path",{d:`M0 ${He+.5}H${l}`,stroke:"var(--edge)",opacity:".55"}),n.state.seq>0&&a(hh,{x:p}),a(gh,{markers:n.state.markers,x:d,from:c,kit:t,width:l}),a(ph,{kit:t,width:l}),e&&a(wh,{kit:t,width:l,head:p})]})})}function dh(t,e){let[n,r]=A(600);return Ye(()=>{let o=new ResizeObserver(([s])=>r(s.contentRect.width));return o.observe(t.current),()=>o.disconnect()},[]),Math.max(120,Math.floor(n/e))}function ph({kit:t,width:e}){let{slowdown:n}=t.session.timing;return n===null||e<420?null:a("text",{x:e,y:"10","text-anchor":"end",class:"dim",children:t.say("time.slow",{time:t.numbers.seconds(n/1e3)})})}function hh({x:t}){return a("path",{d:`M${t} 2V${He+1}`,stroke:"var(--sel)","stroke-width":"2"})}function fh({kit:t,width:e,from:n,to:r}){let{session:o}=t,s=Math.floor(e/no),{facts:i,lost:l}=o.density(n,r,s),c=Math.max(8,...i),u=(o.now-n)/(r-n)*s,d=b=>b===0?1:2+(zi-2)*Math.log1p(b)/Math.log1p(c),p=(b,y)=>`M${b*no} ${He}v${-y.toFixed(1)}h3.5v${y.toFixed(1)}z`,f="",h="",g="";for(let b=0;b<s;b++)b<=u?f+=p(b,d(i[b])):h+=p(b,d(i[b])),l[b]&&(g+=`M${b*no+1.75} ${He}v${-zi-4}`);return a("g",{children:[a("path",{d:f,fill:"var(--edge)"}),a("path",{d:h,fill:"var(--line)"}),a("path",{d:g,stroke:"var(--lost)","stroke-width":"1.5","stroke-dasharray":"2 2"})]})}var mh=6.2;function gh({markers:t,x:e,from:n,width:r,kit:o}){let s=t.filter(c=>c.at>=n&&c.kind!=="lost"),i=Number.POSITIVE_INFINITY,l=[];for(let c of s.slice(-40).reverse()){let u=e(c.at),d=bh(c,o),p=u+8+d.length*mh,f=p<i&&p<r+4;f&&(i=u-4);let h=c.kind==="raised"||c.kind==="fault"?"lost":"ink";l.push(a("g",{children:[a("title",{children:d}),a("path",{d:`M${u} ${He}V6`,stroke:`var(--${h})`,"stroke-width":"1.25","stroke-dasharray":h==="lost"?"2 2":void 0}),a("path",{d:`M${u-3.5} 2h7l-3.5 5z`,fill:`var(--${h})`}),f&&a("text",{x:u+6,y:"10",class:h==="lost"?"bad":"",children:d})]},c.seq))}return a("g",{children:l})}function bh(t,{say:e}){let n=x(t.label,28);return t.kind==="raised"?e("mark.raised",{what:R(n)}):t.kind==="code"?e("mark.code",{what:R(n)}):n}function wh({kit:t,width:e,head:n}){let{before:r,after:o}=t.session.around(Xi),{top:s,height:i}=ch,l=e/(2*Xi+1),c=e/2,u=(p,f)=>{let h=p.kind==="message.lost"||p.kind==="consumer.raised";return a("path",{d:`M${f.toFixed(1)} ${s+2}v${i-4}`,stroke:`var(--${h?"lost":"ink2"})`,"stroke-width":h?2:1.25},p.seq)},d=r.length>0;return a("g",{children:[d&&a("path",{d:`M${n} ${He+1}L0 ${s}H${e}Z`,fill:"var(--selbg)"}),a("rect",{x:"0",y:s,width:e,height:i,fill:d?"var(--selbg)":"var(--sunk)"}),r.map((p,f)=>u(p,c-(r.length-1-f)*l)),o.map((p,f)=>u(p,c+(f+1)*l)),d&&a("g",{children:[a("path",{d:`M${c} ${s-1}v${i+2}`,stroke:"var(--ink)","stroke-width":"2"}),a("circle",{cx:c,cy:s+i/2,r:"5",fill:"var(--ink)"})]})]})}var yh={play:"M2 1L11 6L2 11Z",pause:"M2 1h3v10H2zM7 1h3v10H7z",step:"M1 1L8 6L1 11ZM9 1h2v10H9z",back:"M11 1L4 6L11 11ZM1 1h2v10H1z"},oo=[.25,1,4];function ro({icon:t,name:e,act:n,off:r=!1}){return a("button",{type:"button","aria-label":e,title:e,onClick:n,disabled:r,children:a("svg",{viewBox:"0 0 12 12","aria-hidden":"true",children:a("path",{d:yh[t]})})})}function ji({kit:t,frame:e}){let{session:n,say:r}=t;return a("div",{class:"bar time",children:[a("div",{class:"ctl",children:[a(ro,{icon:"back",name:r("time.back"),act:()=>n.step(-1),off:!n.canStep(-1)}),a(ro,{icon:n.paused?"play":"pause",name:r(n.paused?"time.play":"time.pause"),act:()=>n.toggle()}),a(ro,{icon:"step",name:r("time.step"),act:()=>n.step(1),off:!n.canStep(1)}),e.speeds&&a(vh,{kit:t})]}),a(Ki,{kit:t,lens:!e.compact}),a(kh,{kit:t})]})}function vh({kit:t}){let{session:e,say:n}=t;return a("span",{class:"seg",role:"group","aria-label":n("time.speed"),children:oo.map(r=>a("button",{type:"button","aria-pressed":e.speed===r,onClick:()=>e.setSpeed(r),children:so(r,t)},r))})}var so=(t,e)=>`${e.language==="ru"?String(t).replace(".",","):t}×`;function kh({kit:t}){let{session:e,say:n,numbers:r}=t,{live:o,paused:s}=e.timing,{ago:i}=e;return a("div",{class:"when",children:[a("span",{class:"m",children:o?n("time.live"):i>0?n("time.ago",{time:r.seconds(i)}):n(s?"time.paused":"time.live")}),!o&&a("button",{type:"button",class:"btn",onClick:()=>e.toLive(),children:n("time.tolive")})]})}function io(t,e){return Math.max(0,e-(t.busySince??e))}function Gi({alarm:t}){if(t?.file==null)return"";let e=t.file.slice(t.file.lastIndexOf("/")+1);return t.line===null?e:`${e}:${t.line}`}function xh(t,{say:e,numbers:n,session:r}){let o=t.alarm?.line==null?"alarm.busy":"alarm.line";return e(o,{worker:t.name,time:n.whole(io(t,r.now)),consumer:t.consumer===null?"–":R(t.consumer),line:t.alarm?.line??0,file:x(t.alarm?.file?.split("/").at(-1)??"")})}function Ui({kit:t}){let{session:e,say:n}=t,r=[...e.state.workers.values()].filter(i=>i.alarm!==null);r.sort((i,l)=>(i.busySince??0)-(l.busySince??0));let[o]=r;if(!o)return null;let s=r.length>1?` ${n("alarm.more",{n:r.length-1})}`:"";return a("div",{class:"bar note alarm","data-alarm":o.name,children:[a("span",{class:"sr",role:"alert",children:n("alarm.spoken",{worker:o.name,consumer:R(o.consumer??"–")})}),a("button",{type:"button",class:"link",onClick:()=>t.select({what:"worker",name:o.name}),children:xh(o,t)}),s,a(ao,{worker:o,kit:t})]})}function ao({worker:t,kit:e}){let{session:n,say:r}=e,o=n.history.live.workers.get(t.name)?.run;return!n.live||t.run===null||o!==t.run?null:a("button",{type:"button",class:"btn",title:r("alarm.replace.hint"),onClick:()=>{n.deeds.replaceWorker(t.name).catch(()=>{})},children:r("alarm.replace")})}function m(t){return typeof t=="string"?t:null}function B(t){return typeof t=="number"?t:null}function Yi(t){return Array.isArray(t)?t.filter(e=>typeof e=="string"):[]}function ne(t){return typeof t=="object"&&t!==null&&!Array.isArray(t)?t:{}}function K(t){return m(t.layer)??"default"}function ue(t){return m(t.message)??m(t.id)}function Je(t){return m(t.connection)??(t.kind.startsWith("connection.")?m(t.id):null)}var Vi=400;function Zi(t){let e=m(t.text)??m(ne(t.text).$head);return e!==null?e.length>Vi?`${e.slice(0,Vi)}…`:e:`<${B(t.size)??0} B>`}var lo=class{own=new Map;parent=new Map;children=new Map;loose=new Map;aside=new Map;replies=new Map;constructor(e){for(let n of e)this.place(n)}place(e){let n=m(e.id),r=m(e.cause),o=m(e.connection),s=m(e.reply_channel);if(e.kind==="connection.opened"&&s!==null&&We(this.replies,o??n??"",s),n===null){let i=r??o;i!==null&&We(this.loose,i,e);return}if(this.own.has(n))r!==null&&r!==n&&r!==this.parent.get(n)&&We(this.loose,r,e);else{let i=r??(o!==n?o:null);this.parent.set(n,i),i!==null&&We(this.children,i,n)}We(this.own,n,e),o!==null&&o!==n&&this.parent.get(n)!==o&&We(this.aside,o,e),e.kind==="message.lost"&&We(this.aside,m(e.channel)??"",e)}path(e){let n=new Set,r=this.parent.get(e)??null;for(;r!==null&&r!==e&&!n.has(r);)n.add(r),r=this.parent.get(r)??null;return[...n].reverse()}below(e){let n=[],r=new Set,o=[e];for(;o.length>0;){let i=o.pop();r.has(i)||(r.add(i),n.push(i),o.push(...[...this.children.get(i)??[]].reverse()))}let s=new Map;for(let i of n.reverse()){let l=(this.children.get(i)??[]).flatMap(d=>s.get(d)??[]),c=[...this.loose.get(i)??[],...i===e?this.arrivals(i):[]],u=[...l,...Sh(c,r)].sort(_h);s.set(i,{id:i,facts:this.own.get(i)??[],children:u,mention:!1})}return s.get(e)}arrivals(e){let n=this.replies.get(e)??[];return[e,...n].flatMap(r=>this.aside.get(r)??[])}};function We(t,e,n){let r=t.get(e);r===void 0?t.set(e,[n]):r.push(n)}function Sh(t,e){let n=new Map;for(let r of t)e.has(m(r.id)??"")||n.set(r.seq,r);return[...n.values()].map(r=>{let o=m(r.id);return{id:o,facts:[r],children:[],mention:o!==null}})}function co(t){return t.facts[0]?.seq??Math.min(...t.children.map(co),Number.POSITIVE_INFINITY)}var _h=(t,e)=>co(t)-co(e);function Mh(t,e){let n=new lo(t),r=typeof e=="string"?e:Qi(e);if(r===null||!(n.own.has(r)||n.loose.has(r)))return typeof e=="string"?null:{id:null,facts:[e],children:[],mention:!1};let o=n.below(r);for(let s of n.path(r).reverse()){let i=n.own.get(s)??[],l=i[0]?.kind==="connection.opened"?i.slice(0,1):i;o={id:s,facts:l,children:[o],mention:!1}}return o}function Qi(t){return m(t.id)??m(t.cause)??m(t.connection)}var Ch=12,Eh=new Set(["message.lost","message.delivered","consumer.raised","consumer.finished"]);function ea(t,e){let n=[],r=Mh(t,e),o=Qi(e);for(;r.id!==o&&r.children[0]!==void 0;)r.facts[0]!==void 0&&n.push({fact:r.facts[0],depth:n.length}),r=r.children[0];let[s]=r.facts;s!==void 0&&s!==e&&n.push({fact:s,depth:n.length}),n.push({fact:e,depth:n.length});let i=n.length;return[...n,...Ph(r,e).map(l=>({fact:l,depth:i}))]}function Ph(t,e){if(m(e.id)===null)return[];let n=t.facts.filter(s=>Eh.has(s.kind)),r=t.children.flatMap(s=>s.facts.slice(0,1));return[...n,...r].filter(s=>(s.seq??0)>(e.seq??0)).sort((s,i)=>s.seq-i.seq).slice(0,Ch)}function ta(t,e){let n=m(e.run);return n!==null?n:t.filter(o=>o.fact.seq<=e.seq).flatMap(o=>m(o.fact.run)??[]).at(-1)??null}async function na(t){try{return await navigator.clipboard.writeText(t),!0}catch{return $h(t)}}function $h(t){let e=document.createElement("textarea");e.value=t,e.style.cssText="position:fixed;top:0;left:-999px",document.body.append(e),e.select();try{return document.execCommand("copy")}finally{e.remove()}}function ra({value:t,of:e,kit:n}){let[r,o]=A(null),[s,i]=A(""),[l,c]=A(""),u=oa(t),d=()=>{i("fetching"),n.session.ask("content",{of:e}).then(f=>{o({value:f}),i("")},f=>{c(f.message),i("failed")})},p=u!==null&&!r&&e!==null&&n.session.live;return a(w,{children:[a("pre",{class:"json",tabIndex:0,children:a(sa,{value:r?r.value:t,indent:"",kit:n})}),p&&a("button",{type:"button",class:"btn",onClick:d,disabled:s==="fetching",children:s==="fetching"?n.say("row.fetching"):n.say("row.whole",{size:n.numbers.bytes(u)})}),s==="failed"&&a("p",{class:"bad",children:l})]})}function oa(t){if(t===null||typeof t!="object")return null;let e=t;if(typeof e.$head=="string")return typeof e.$size=="number"?e.$size:0;let n=Object.values(e).map(oa).filter(r=>r!==null);return n.length?Math.max(...n):null}function sa({value:t,indent:e,kit:n}){if(t===null||typeof t!="object")return a(w,{children:JSON.stringify(t)??"null"});let r=t;if(typeof r.$b64=="string")return a(Th,{base64:r.$b64,kit:n});if(typeof r.$head=="string"){let o=typeof r.$size=="number"?n.numbers.bytes(r.$size):"";return a(w,{children:[JSON.stringify(r.$head),a("span",{class:"note",children:[" … ",o]})]})}return typeof r.$repr=="string"?a(w,{children:r.$repr}):a(Bh,{value:r,indent:e,kit:n})}function Th({base64:t,kit:e}){let n=a("span",{class:"note",children:[" ",e.numbers.bytes(to(t))]}),r;try{r=atob(t)}catch{return a(w,{children:JSON.stringify(t)})}if(/^[\x20-\x7e]*$/.test(r))return a(w,{children:["b",JSON.stringify(r),r.length>0&&n]});let o=[...r.slice(0,64)].map(s=>s.charCodeAt(0).toString(16).padStart(2,"0"));return a(w,{children:[o.join(" "),r.length>64&&" …",n]})}function Bh({value:t,indent:e,kit:n}){let r=Array.isArray(t),o=Object.entries(t);if(o.length===0)return a(w,{children:r?"[]":"{}"});let s=`${e}  `;return a(w,{children:[r?"[":"{",o.map(([i,l],c)=>a("span",{children:[`
${s}`,!r&&a("span",{class:"key",children:JSON.stringify(i)}),!r&&": ",a(sa,{value:l,indent:s,kit:n}),c<o.length-1&&","]},i)),`
${e}`,r?"]":"}"]})}function j(t,e=""){if(t==null)return"None";if(typeof t=="boolean")return t?"True":"False";if(typeof t=="number")return String(t);if(typeof t=="string")return Ie(t);let n=`${e}    `;if(Array.isArray(t))return Oh(t,e,n);let r=t;if(typeof r.$b64=="string")return Rh(r.$b64);if(typeof r.$head=="string")return Ie(r.$head);if(typeof r.$repr=="string")return Ie(r.$repr);let o=Object.entries(r);if(o.length===0)return"{}";let s=o.map(([l,c])=>`${n}${Ie(l)}: ${j(c,n)},`),i=o.map(([l,c])=>`${Ie(l)}: ${j(c)}`).join(", ");return i.length<70?`{${i}}`:`{
${s.join(`
`)}
${e}}`}function Oh(t,e,n){let r=t.map(o=>j(o)).join(", ");return r.length<70?`[${r}]`:`[
${t.map(o=>`${n}${j(o,n)},`).join(`
`)}
${e}]`}function Ie(t){return JSON.stringify(t).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g,e=>`\\u${e.charCodeAt(0).toString(16).padStart(4,"0")}`)}function Rh(t){let e;try{e=atob(t)}catch{return'b""'}return`b"${[...e].map(r=>{let o=r.charCodeAt(0);return r==='"'||r==="\\"?`\\${r}`:o>=32&&o<127?r:`\\x${o.toString(16).padStart(2,"0")}`}).join("")}"`}function ia(t,e){switch(t.kind){case"frame.received":return`box.tabs[${Ie(e.connection(t.connection))}].send(${j(t.text??t.bytes)})`;case"connection.opened":return`box.connect(${j(t.path)}, name=${Ie(e.connection(t.connection))})`;case"group.sent":return`Group(${j(t.group)}).send(${j(t.content)})`;case"message.accepted":case"message.refused":return`Channel(${j(t.channel)}).send(${j(t.content)})`;case"group.joined":return`Group(${j(t.group)}).add(${j(t.channel)})`;case"group.left":return`Group(${j(t.group)}).discard(${j(t.channel)})`;default:return j({kind:t.kind,at:t.at,id:t.id??null,...Bt(t)})}}var aa=/^ {2}File "(.+)", line \d+, in /,Fh=/[\\/](site-packages|dist-packages|lib[\\/]python3[^\\/]*|sandbox)[\\/]/;function la(t){let e=t.trimEnd().split(`
`),n=e.flatMap((s,i)=>{let l=aa.exec(s);return l?[{i,own:!Fh.test(l[1])}]:[]}),r=n.filter(s=>s.own).at(-1)??n.at(-1),o=!1;return e.map((s,i)=>{aa.test(s)?o=i===r?.i:/^\s/.test(s)||(o=!1);let l=!/^\s/.test(s)&&i>(n.at(-1)?.i??-1)&&s!=="";return{text:s,look:o?"own":l?"error":""}})}function On({fact:t,kit:e,go:n}){let{say:r,session:o}=e,[s,i]=bt(()=>{let f=o.allFacts();return[f,ea(f,t)]},[t]),l=ta(i,t),c=l===null?void 0:s.find(f=>ca(f,"consumer.raised",l)),u=l===null?[]:s.filter(f=>ca(f,"consumer.printed",l)),d=Jh(s,t),p=c!==void 0||u.length>0||d!==null;return a("div",{class:`det ${p?"":"few"}`,children:[a(Lh,{fact:t,kit:e}),a(G,{title:r("row.causes"),children:[a(Nh,{chain:i,fact:t,kit:e,go:n}),a(Hh,{fact:t,kit:e})]}),p&&a("section",{children:[c&&a(G,{title:r("row.traceback"),more:l,children:a(po,{text:String(c.traceback??c.error)})}),u.length>0&&a(G,{title:r("row.printed"),more:l,children:a("pre",{children:u.map(f=>String(f.text)).join("")})}),d&&a(G,{title:r("row.ladder"),children:a(ho,{steps:d,kit:e})})]})]})}var ca=(t,e,n)=>t.kind===e&&t.run===n;function G({title:t,more:e,children:n}){return a("section",{children:[a("h3",{children:[t," ",e&&a("span",{class:"m",children:e})]}),n]})}var Ah=["content","text","bytes","diff"];function Lh({fact:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=Ah.find(p=>t[p]!=null&&t[p]!==""),i=typeof t.size=="number"?r.bytes(t.size):"",l=typeof t.id=="string"?t.id:null,[c,u]=A(!1),d=()=>na(ia(t,o.who)).then(u);return a(G,{title:n(s?"row.payload":"row.fields"),more:s?[l,i].filter(Boolean).join(", "):l,children:[a(ra,{value:s?t[s]:Bt(t),of:s?l:null,kit:e}),a("button",{type:"button",class:"btn",onClick:d,children:n(c?"row.copied":"row.copy")})]})}function Nh({chain:t,fact:e,kit:n,go:r}){let o=n.mode==="narrow"?6:12;return a("ul",{class:"causes",children:t.map(({fact:s,depth:i})=>a("li",{class:qh(s,e),children:a("button",{type:"button",style:{marginLeft:`calc(${Math.min(i,12)*o} * var(--u))`},onClick:()=>r(s.seq??0),children:[a(uo,{fact:s}),a("span",{class:"m",children:[s.id??""," ",s.kind]}),a("span",{class:"g",children:Dh(it(s,n.session.who,n.say,n.numbers),s.id)})]})},s.seq))})}var qh=(t,e)=>[t===e?"me":"",Rn(t)?"lost":""].join(" "),Dh=(t,e)=>e&&t.startsWith(`${e} `)?t.slice(e.length+1):t;function Rn(t){return/^(message\.(lost|refused)|consumer\.raised|route\.unmatched|subscriber\.failed)$/.test(t.kind)}function uo({fact:t}){return Rn(t)?a(Zt,{reason:t.kind==="message.lost"?String(t.reason):""}):typeof t.channel=="string"?a(Ne,{kind:te(t.channel)}):t.kind==="group.sent"||t.kind==="frame.sent"?a(Ne,{kind:"reply"}):t.kind==="frame.received"?a(Ne,{kind:"receive"}):t.kind==="request.received"?a(Ne,{kind:"request"}):a("span",{class:"mark"})}function Hh({fact:t,kit:e}){let[n,r]=A(""),{session:o,say:s}=e;if(!t.id||!o.live)return null;let i=()=>o.ask("story",{about:t.id}).then(l=>r(String(l)),l=>r(l.message));return n?a("pre",{class:"story",children:n}):a("button",{type:"button",class:"btn",onClick:i,children:s("row.story")})}function po({text:t}){return a("pre",{class:"trace",children:la(t).map(({text:e,look:n},r)=>a("span",{class:n==="error"?"err":n,children:[e,n==="own"?"":`
`]},r))})}function Jh(t,e){if(Array.isArray(e.ladder))return e.ladder;let n=e.message??null;if(n===null)return null;let r=t.find(o=>o.message===n&&o.kind.startsWith("route.")&&Array.isArray(o.ladder));return r?r.ladder:null}function ho({steps:t,kit:e}){return a("ol",{class:"ladder",children:t.map(({rule:n,matched:r,why:o},s)=>a("li",{class:r?"yes":"",children:[a("span",{class:"sign",children:r?"✓":"✗"}),a("span",{children:[a("code",{children:Wh(n)}),a("span",{class:"why",children:r?e.say("row.matched"):o})]})]},s))})}function Wh(t){return t.replace(/-> (.+)$/,(e,n)=>`→ ${R(n)}`)}function pa({selection:t,kit:e}){return a("aside",{class:"side","aria-label":ua(t,e),children:[a("header",{children:[a("div",{children:[a("div",{class:"what",children:Ih(t,e)}),a("h2",{children:ua(t,e)})]}),a("button",{type:"button",class:"btn","aria-label":e.say("detail.close"),onClick:()=>e.select(null),children:"✕"})]}),a(zh,{selection:t,kit:e}),a(Kh,{selection:t,kit:e})]})}function Ih(t,{say:e}){return t.what==="bin"?t.reason===null?"":e("bin"):t.what==="fact"?"":e(`what.${t.what}`)}function ua(t,{session:e,say:n}){return t.what==="bin"?t.reason===null?n("bin"):be(t.reason,n):t.what==="fact"?e.fact(t.seq)?.kind??"":t.what==="connection"?e.who.connection(t.name):t.what==="consumer"?Z(t.name):t.name}function zh({selection:t,kit:e}){let{state:n}=e.session,r=a("p",{children:e.say("detail.gone")}),o=(s,i)=>s===void 0?r:a(i,{it:s,kit:e});switch(t.what){case"consumer":return o(n.consumers.get(t.name),Gh);case"group":return o(n.groups.get(t.name),Zh);case"channel":return o(n.channels.get(t.name),ef);case"connection":return o(n.connections.get(t.name),tf);case"worker":return o(n.workers.get(t.name),rf);case"message":return o(n.messages.get(t.name),of);case"server":return o(n.servers.get(t.name),({it:s})=>a(at,{pairs:[["detail.address",s.address],["detail.state",e.say(`state.${s.state}`)]],kit:e}));case"bin":return a(sf,{reason:t.reason,kit:e});case"fact":{let s=e.session.fact(t.seq);return s?a(On,{fact:s,kit:e,go:l=>e.select({what:"fact",seq:l})},s.seq):r}}}function Xh(t){switch(t.what){case"bin":return t.reason===null?"lost":`lost reason:${t.reason}`;case"fact":return null;case"worker":case"server":return`where:${t.name}`;case"message":return`message:${t.name}`;case"consumer":return`consumer:${da(t.name)}`;default:return`${t.what}:${da(t.name)}`}}var da=t=>/\s/.test(t)?`"${t}"`:t;function Kh({selection:t,kit:e}){let n=Xh(t);return n===null?null:a("button",{type:"button",class:"btn",onClick:()=>e.showInTable(n),children:e.say("detail.table")})}function at({pairs:t,kit:e}){return a("dl",{children:t.filter(([,n])=>n!==null&&n!=="").map(([n,r])=>[a("dt",{children:e.say(n)},n),a("dd",{children:r},`${n}.`)])})}function jh(t,e){let[n,r]=A(null),[o,s]=A("");return ce(()=>{let i=!0;if(s(""),!!e.session.live)return e.session.ask("source",{consumer:t.name}).then(l=>i&&r(l),l=>i&&s(l.message)),()=>{i=!1}},[t.name,t.version,e.session.live]),{source:n,problem:o}}function Gh({it:t,kit:e}){let{say:n,session:r,numbers:o}=e,{source:s,problem:i}=jh(t,e),l=s?.source??t.source,c=s?.diff??t.diff,u=s?.file?`${s.file}${s.line?`:${s.line}`:""}`:"",d=r.state.printed.filter(p=>p.consumer===t.name).slice(-20);return a(w,{children:[a(at,{kit:e,pairs:[["detail.never.reached",t.hiddenBy&&a("span",{class:"bad",children:n("detail.hidden",{rule:t.hiddenBy.number,consumer:R(t.hiddenBy.consumer)})})],["detail.channels",t.channels.join(", ")],["detail.state",t.builtin?n("detail.builtin"):Uh(t,e)],["detail.lasterror",t.lastError?a("span",{class:"bad",children:x(t.lastError.error)}):null]]}),a("p",{children:[n("detail.runs",{n:t.runs}),t.raised>0&&a("span",{class:"bad",children:[" · ",n("detail.raised",{n:t.raised})]}),t.lastDuration!==null&&` · ${o.milliseconds(t.lastDuration)}`]}),l&&a(G,{title:n("detail.source"),more:u,children:a("pre",{children:l})}),i&&!l&&a("p",{class:"bad",children:i}),c&&a(G,{title:n("detail.diff"),children:a(Yh,{text:c})}),t.lastError&&a(Vh,{it:t,kit:e}),d.length>0&&a(G,{title:n("detail.printed"),children:a("pre",{children:d.map(p=>p.text).join("")})})]})}var Uh=(t,{say:e})=>t.version?e("detail.version",{version:t.version}):null;function Vh({it:t,kit:e}){let n=e.session.fact(t.lastError.seq);return n?.traceback?a(G,{title:e.say("detail.lasterror"),children:a(po,{text:String(n.traceback)})}):null}function Yh({text:t}){let e=n=>({"+":"add","-":"del"})[n[0]??""]??"";return a("pre",{class:"diff",children:t.split(`
`).map((n,r)=>a("span",{class:e(n),children:`${n}
`},r))})}function Zh({it:t,kit:e}){let n=[...t.members.values()];return a(G,{title:e.say("detail.members",{n:n.length}),children:a("ul",{children:n.slice(0,200).map(r=>a(Qh,{it:r,kit:e},r.channel))})})}function Qh({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=t.connection?o.who.connection(t.connection):t.channel,i=t.expiresAt===null?n("detail.never"):r.seconds(t.expiresAt-o.now);return a("li",{class:t.ghost?"ghost":"",title:t.channel,children:[a("span",{class:"m",children:s}),a("span",{class:"r",children:t.ghost?n("detail.ghost"):`${n("detail.since")} ${r.seconds(o.now-t.joinedAt)} · ${n("detail.expires")} ${i}`})]})}function ef({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=t.queue.map(l=>o.state.messages.get(l)).filter(l=>!!l),i=o.state.ladders.get(t.name);return a(w,{children:[a("p",{children:[n("detail.queue",{n:t.queue.length}),t.capacity!==null&&` · ${n("detail.capacity",{n:t.capacity})}`]}),s.length===0&&a("p",{children:n("detail.empty")}),s.length>0&&a("ul",{children:s.slice(0,100).map(l=>a("li",{children:[l.state==="held"?a(Yt,{fate:"held"}):a(Ne,{kind:l.kind}),a("span",{class:"m",children:l.id}),a("span",{class:"r",children:[r.bytes(l.size)," · ",r.seconds(o.now-l.acceptedAt)]})]},l.id))}),t.heardBy.size>0&&a(at,{kit:e,pairs:[["workers",[...t.heardBy].join(", ")]]}),i&&a(G,{title:n("detail.ladder"),more:i.message,children:a(ho,{steps:i.steps,kit:e})})]})}function tf({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=t.closedAt!==null;return a(w,{children:[a(at,{kit:e,pairs:[["detail.state",n(`state.${t.state}`)],["detail.path",`${t.method??t.protocol} ${t.path}`],["detail.reply",t.replyChannel===null?null:Os(t.replyChannel)],["groups",[...t.groups].join(", ")],["column.reason",t.why]]}),s&&t.closedBy&&a("p",{children:n("detail.closed",{by:t.closedBy,code:String(t.code??"–")})}),a(G,{title:n("detail.frames"),more:`↑ ${t.sent}  ↓ ${t.received}`,children:[t.frames.length===0&&a("p",{children:n("detail.noframes")}),a("ul",{children:[...t.frames].reverse().map(i=>a("li",{children:[a("span",{children:i.incoming?"↑":"↓"}),a("span",{class:"m",children:x(i.text,60)}),a("span",{class:"r",children:r.seconds(o.now-i.at)})]},`${i.at} ${i.message} ${i.text}`))})]}),a(nf,{it:t,kit:e})]})}function nf({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=[...o.state.connections.values()].filter(i=>i.ours&&i.label===t.label&&i.id!==t.id&&i.closedAt!==null);return!t.ours||s.length===0?null:a(G,{title:n("detail.earlier"),children:a("ul",{children:s.map(i=>a("li",{class:"ghost",children:[a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"connection",name:i.id}),children:i.id}),a("span",{children:[n("detail.closed",{by:i.closedBy??"–",code:String(i.code??"–")}),i.groups.size>0&&` · ${n("detail.counted",{groups:[...i.groups].join(", ")})}`]}),a("span",{class:"r",children:r.seconds(o.now-i.closedAt)})]},i.id))})})}function rf({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=t.state==="stopped"?n("detail.stopped",{reason:t.reason??"–"}):t.consumer?n("detail.busy",{consumer:R(t.consumer)}):n("detail.idle");return a(w,{children:[a("p",{children:[s," · ",n("detail.runs",{n:t.runs}),t.lastDuration!==null&&` · ${r.milliseconds(t.lastDuration)}`]}),a(at,{kit:e,pairs:[["what.message",t.message],["detail.busyfor",t.message&&r.seconds(io(t,o.now))],["detail.line",Gi(t)],["detail.hears",t.channels.join(", ")]]}),t.alarm&&a(ao,{worker:t,kit:e})]})}function of({it:t,kit:e}){let{say:n,numbers:r,session:o}=e;return a(at,{kit:e,pairs:[["what.channel",o.who.channel(t.channel,n)],["detail.state",n(`state.${t.state}`)],["detail.hand",t.hand],["detail.busyfor",t.takenAt===null?null:r.seconds(o.now-t.takenAt)],["detail.age",r.seconds(o.now-t.acceptedAt)],["detail.size",r.bytes(t.size)]]})}function sf({reason:t,kit:e}){let{say:n,session:r,numbers:o}=e,{bin:s,totals:i}=r.state,l=t===null?i.lost:i.lostBy.get(t)??0,c=s.filter(u=>t===null||u.reason===t);return a(G,{title:l?n("detail.losses",{n:l}):n("bin.empty"),children:a("ul",{children:c.map(u=>a("li",{children:[a(Zt,{reason:u.reason}),a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"fact",seq:u.seq}),children:[u.message??""," ",r.who.channel(u.channel,n)]}),a("span",{class:"r",children:[be(u.reason,n),u.harmless&&`, ${n("detail.harmless")}`," ·"," ",o.seconds(r.now-u.at)]})]},u.seq))})})}function ha({kit:t,places:e}){let{say:n,session:r}=t,{balanced:o}=r.state.totals;return a("div",{class:"folded",role:"group","aria-label":n("title"),children:[a("button",{type:"button",class:"btn bare handle","aria-expanded":!1,"aria-label":n("pin.unfold"),title:n("pin.unfold"),onClick:()=>e.fold(!1),children:[a("svg",{viewBox:"0 0 12 8","aria-hidden":"true",children:a("path",{d:"M1 7l5-5 5 5"})}),a("span",{class:"what",children:Ot(t)}),a("span",{class:`ok ${o?"":"off"}`,children:o?"✓":"✗"})]}),a("button",{type:"button",class:"btn bare",onClick:()=>e.go("cell"),children:n("unpin")})]})}var af=["pin","fold","window","fullscreen","language","theme","side","help"],lf=16,fa=2,cf=34;function uf(t,e){return Math.max(e,_(t,12,"sans")+lf)+fa}function ma(t,e,n){let r=({face:c})=>uf(c??"",n),o=t.filter(({face:c})=>c!==null);if(o.reduce((c,u)=>c+r(u),0)<=e&&o.length===t.length)return new Set(t.map(({key:c})=>c));let i=new Set,l=e-Math.max(n,cf)-fa;for(let c of af){let u=o.find(d=>d.key===c);!u||r(u)>l||(l-=r(u),i.add(c))}return i}var df={ArrowDown:1,ArrowRight:1,ArrowUp:-1,ArrowLeft:-1};function ga({tools:t,say:e}){let[n,r]=A(!1),o=z(null),s=z(null);pf(o,n,()=>r(!1)),ce(()=>{n&&ba(o.current)[0]?.focus()},[n]);let i=()=>{r(!1),s.current?.focus()};return a("div",{class:"more",ref:o,onKeyDown:c=>{if(!n&&c.key==="ArrowDown")r(!0);else if(n&&c.key==="Escape")i();else if(n&&c.key==="Tab")r(!1);else if(!n||!hf(o.current,c.key))return;c.key!=="Tab"&&c.preventDefault(),c.stopPropagation()},children:[a("button",{type:"button",class:"btn bare",ref:s,"aria-haspopup":"menu","aria-expanded":n,"aria-label":e("more"),title:e("more"),onClick:()=>r(!n),children:a("svg",{viewBox:"0 0 18 4","aria-hidden":"true",children:[a("circle",{cx:"2",cy:"2",r:"1.6"}),a("circle",{cx:"9",cy:"2",r:"1.6"}),a("circle",{cx:"16",cy:"2",r:"1.6"})]})}),n&&a("div",{class:"menu",role:"menu","aria-label":e("more"),children:t.map(c=>a(ff,{tool:c,done:i},c.key))})]})}function pf(t,e,n){ce(()=>{let r=t.current?.ownerDocument;if(!e||!r)return;let o=s=>{s.composedPath().includes(t.current)||n()};return r.addEventListener("pointerdown",o,!0),()=>r.removeEventListener("pointerdown",o,!0)},[e])}function ba(t){return[...t.querySelectorAll("[role^=menuitem]")]}function hf(t,e){let n=ba(t),{activeElement:r}=t.getRootNode(),o=n.indexOf(r),s=df[e],i={Home:0,End:n.length-1},l=s===void 0?i[e]:(o+s+n.length)%n.length;return l===void 0?!1:(n[l]?.focus(),!0)}function ff({tool:t,done:e}){let{choices:n}=t;if(n)return a(mf,{name:t.name,choices:n});let r=()=>{e(),t.act()};return a("button",{type:"button",role:"menuitem",tabIndex:-1,"data-tool":t.key,onClick:r,children:t.name})}function mf({name:t,choices:e}){return a("div",{class:"choices",role:"group","aria-label":t,children:e.map(n=>a("button",{type:"button",role:"menuitemradio","aria-checked":n.chosen,tabIndex:-1,lang:n.lang,onClick:n.act,children:n.name},n.key))})}var lt=["light","dark","projector"];function wa(t){return lt.find(e=>e===t)??null}function Fn(t){return lt[(lt.indexOf(t)+1)%lt.length]}function fo(t,e){let{body:n}=t,r=n.dataset.jpThemeLight;if(r!==void 0)return r==="false"?"dark":"light";let o=n.dataset.vscodeThemeKind;return o!==void 0?/dark|high-contrast$/.test(o)?"dark":"light":e.matches?"dark":"light"}function ya(t,e,n){let r=new MutationObserver(n);return r.observe(t.body,{attributes:!0,attributeFilter:["data-jp-theme-light","data-vscode-theme-kind"]}),e.addEventListener("change",n),()=>{r.disconnect(),e.removeEventListener("change",n)}}var gf=860;function va(t){return[bf(t),wf(t),...yf(t),...vf(t),kf(t)]}function bf({look:t,change:e,frame:n,kit:{say:r}}){let o=r(`theme.${t.theme}`),s=r("theme",{theme:o});return{key:"theme",name:s,face:n.width<gf?o:s,act:()=>e({theme:Fn(t.theme)}),choices:lt.map(i=>({key:i,name:r(`theme.${i}`),chosen:i===t.theme,act:()=>e({theme:i})}))}}function wf({look:t,change:e,kit:{say:n}}){let r=jr.find(o=>o!==t.language);return{key:"language",name:n("language.other"),face:n("language.other"),lang:r,act:()=>e({language:r}),choices:jr.map(o=>({key:o,name:n(o===t.language?"language.this":"language.other"),chosen:o===t.language,lang:o,act:()=>e({language:o})}))}}function yf({frame:t,places:e,kit:{say:n}}){let{place:r,whole:o}=t,s=r==="pin"&&!o,i=[],l=(c,u,d,p={})=>i.push({key:c,name:u,face:p.icon?"▂":u,act:d,...p});if(r!=="window"&&!o&&l("pin",n(s?"unpin":"pin"),()=>e.toggle("pin"),{pressed:s}),s&&e.canFlip){let c=e.side==="right";l("side",n(c?"pin.side":"pin.bottom"),()=>e.flip(),{icon:c?"bottom":"right"})}return s&&l("fold",n("pin.fold"),()=>e.fold(!0),{icon:"fold"}),o||l("window",n(r==="window"?"window.back":"window"),()=>e.toggle("window")),l("fullscreen",n(o?"fullscreen.leave":"fullscreen"),()=>e.toggleFullscreen()),i}function vf({frame:t,kit:e}){let{session:n,say:r}=e;if(t.speeds)return[];let o=oo.map(s=>({key:String(s),name:so(s,e),chosen:n.speed===s,act:()=>n.setSpeed(s)}));return[{key:"speed",name:r("time.speed"),face:null,act:()=>{},choices:o}]}function kf({change:t,kit:{say:e}}){return{key:"help",name:e("help"),face:"?",act:()=>t({help:!0})}}var xf={bottom:["M1 1.5H11V10.5H1Z","M1 7H11V10.5H1Z"],right:["M1 1.5H11V10.5H1Z","M7 1.5H11V10.5H7Z"],fold:["M2 4L6 8L10 4",""]};function Sf({name:t}){let[e,n]=xf[t];return a("svg",{class:"icon",viewBox:"0 0 12 12","aria-hidden":"true",children:[a("path",{d:e}),a("path",{d:n,class:"full"})]})}function ka({tool:t}){let e=t.face===t.name?void 0:t.name;return a("button",{type:"button",class:"btn bare","data-tool":t.key,lang:t.lang,"aria-label":e,"aria-pressed":t.pressed,title:e,onClick:t.act,children:t.icon?a(Sf,{name:t.icon}):t.face})}var _f=640,xa=16;function Sa(t){let{look:e,change:n,frame:r,kit:o}=t,{say:s,session:i}=o,l=va(t),c=i.box==="default"?"":i.box,u=g=>ma(l,r.width-Cf(o,g,c),r.touch?Mf:0),d=u(s("title")),p=r.width>=_f&&d.size===l.length,f=p?d:u(""),h=l.filter(({key:g})=>!f.has(g));return a("header",{class:"head",children:[p&&a("h1",{children:[s("title"),c&&a("span",{class:"m",children:c})]}),a(Ef,{view:e.view,change:n,kit:o}),a("div",{class:"tools",children:[l.filter(({key:g})=>f.has(g)).map(g=>a(ka,{tool:g},g.key)),h.length>0&&a(ga,{tools:h,say:s})]})]})}var Mf=44;function Cf({say:t},e,n){let r=ye.reduce((o,s)=>o+_(t(`view.${s}`),13,"bold")+20,xa);return e?r+_(e,13,"bold")+xa+(n?_(n,12)+6:0):r}function Ef({view:t,change:e,kit:n}){let r=o=>{let s={ArrowRight:1,ArrowLeft:-1}[o.key];if(!s)return;let i=ye[(ye.indexOf(t)+s+ye.length)%ye.length],l=o.currentTarget;e({view:i}),n.session.afterRender(()=>l.querySelector("[aria-selected=true]")?.focus())};return a("div",{class:"tabs",role:"tablist","aria-label":n.say("views"),onKeyDown:r,children:ye.map(o=>a("button",{type:"button",role:"tab","aria-selected":o===t,tabIndex:o===t?0:-1,onClick:()=>e({view:o}),children:n.say(`view.${o}`)},o))})}var mo=["layer.opened","layer.closed","process.joined","process.left","server.started","server.draining","server.stopped","worker.started","worker.busy","worker.stopping","worker.stopped","worker.stuck","worker.freed","connection.opened","connection.accepted","connection.rejected","connection.closed","frame.received","frame.sent","frame.ignored","reply.malformed","request.received","response.started","response.ended","message.accepted","message.refused","message.taken","message.delivered","message.lost","message.held","message.released","message.edited","message.duplicated","message.delayed","message.moved","group.joined","group.left","group.sent","route.matched","route.unmatched","routing.changed","session.opened","session.saved","session.discarded","user.identified","consumer.started","consumer.finished","consumer.raised","consumer.deferred","consumer.denied","binding.refused","consumer.waited","consumer.printed","timer.set","timer.fired","code.changed","hold.began","hold.ended","code.refused","fault.began","fault.ended","marked","subscriber.failed","log.trimmed"],_a=["action","address","at","attempts","binding","body_size","breakpoint","by","bytes","capacity","captions","cause","changed","channel","channel_capacity","channels","client","clock_offset","code","condition","connection","consumer","content","cut","diff","due","duration","error","events","expected","expires","expires_at","expiry","fault","file","group","group_expiry","group_send","headers","how","id","index","kind","kwargs","label","ladder","layer","line","lost","members","message","method","notes","options","order","path","pk","place","process","protocol","protocols","query","queued","reason","reply_channel","retries","rules","run","seq","server","session","size","source","state","status","store","stream","subprotocol","subscriber","target","text","traceback","up_to","user","version","waited","what","where","why","worker"],gk=new Set(mo);function Ma(t,e){let n=null,r=.6;for(let o of e){let s=Ea(o,t);(s>r||s===r&&(n===null||o>n))&&(n=o,r=s)}return n}function Ca(t,e,n){let r=e.map(o=>({word:o,like:Ea(o,t)}));return r.sort((o,s)=>s.like-o.like||(o.word<s.word?-1:1)),r.slice(0,n).map(({word:o})=>o)}function Ea(t,e){let n=t.length+e.length;return n===0?1:2*go(t,e)/n}function go(t,e){let[n,r,o]=Pf(t,e);if(o===0)return 0;let s=go(t.slice(0,n),e.slice(0,r));return o+s+go(t.slice(n+o),e.slice(r+o))}function Pf(t,e){let n=[0,0,0];for(let r=0;r<t.length;r++)for(let o=0;o<e.length;o++){let s=0;for(;r+s<t.length&&o+s<e.length&&t[r+s]===e[o+s];)s+=1;s>n[2]&&(n=[r,o,s])}return n}var $f=new Set(["channels","protocols","ladder"]);function Rt(t,e=""){if(typeof t=="string")return t;let n=$a(t);return n!==null&&n[0]==="$b64"?Ff(Fa(n[1])):n!==null&&n[0]==="$repr"?String(n[1]):Pa(t)?Rt(t.$head):typeof t=="boolean"?String(t):Array.isArray(t)&&$f.has(e)?Tf(t,e):ve(t)}function Tf(t,e){let n=t.map(r=>e==="ladder"?Bf(r):ve(r));return`(${n.join(", ")}${n.length===1?",":""})`}function Bf(t){let{rule:e,matched:n,why:r}=t??{};return`Step(rule=${ve(e)}, matched=${ve(n)}, why=${ve(r)})`}function Pa(t){return typeof t=="object"&&t!==null&&"$head"in t&&"$size"in t}function $a(t){if(typeof t!="object"||t===null||Array.isArray(t))return null;let e=Object.entries(t);return e.length===1&&/^\$(b64|repr|dict)$/.test(e[0][0])?e[0]:null}function ve(t){if(t==null)return"None";if(typeof t=="boolean")return t?"True":"False";if(typeof t=="number")return Rf(t);if(typeof t=="string")return Oa(t);if(Array.isArray(t))return`[${t.map(ve).join(", ")}]`;let e=$a(t);return e!==null?Of(e):Pa(t)?ve(t.$head):Ta(Object.entries(t))}function Of([t,e]){return t==="$repr"?String(e):t==="$dict"?Ta(Array.isArray(e)?e:[]):`b${Oa(String.fromCharCode(...Fa(e)),!0)}`}function Ta(t){return`{${t.map(([e,n])=>`${ve(e)}: ${ve(n)}`).join(", ")}}`}function Rf(t){return Number.isInteger(t)?String(t):Number.isFinite(t)?(Math.abs(t)<1e-4&&!String(t).includes("e")?t.toExponential():String(t)).replace(/e([+-])(\d)$/,"e$10$2"):String(t).replace("Infinity","inf").replace("NaN","nan")}var Ba=new Map([[`
`,"\\n"],["\r","\\r"],["	","\\t"],["\\","\\\\"]]);function Oa(t,e=!1){let n=t.includes("'")&&!t.includes('"')?'"':"'",r="";for(let o of t){let s=Ba.get(o)??(o===n?`\\${o}`:null),i=e&&o>"~";r+=s??(i||!Ra(o)?bo(o):o)}return n+r+n}function Ra(t){return t===" "||!/[\p{C}\p{Z}]/u.test(t)}function bo(t){let e=t.codePointAt(0),n=e.toString(16);return e<256?`\\x${n.padStart(2,"0")}`:e<65536?`\\u${n.padStart(4,"0")}`:`\\U${n.padStart(8,"0")}`}function wo(t,e=60){let n=[...t].slice(0,e+1),r=i=>i==="\\"?null:Ba.get(i)??null,o=n.map(i=>Ra(i)?i:r(i)??bo(i)).join(""),s=[...o];return s.length<=e?o:`${s.slice(0,e-1).join("")}…`}function Fa(t){try{return Uint8Array.from(atob(String(t)),e=>e.charCodeAt(0))}catch{return new Uint8Array}}function Ff(t){let e="";for(let n=0;n<t.length;){let r=Af(t,n);e+=r===0?bo(String.fromCharCode(t[n])):new TextDecoder("utf-8",{ignoreBOM:!0}).decode(t.subarray(n,n+r)),n+=Math.max(r,1)}return e}function Af(t,e){for(let n=1;n<=4&&e+n<=t.length;n++)try{let r=t.subarray(e,e+n);return new TextDecoder("utf-8",{fatal:!0,ignoreBOM:!0}).decode(r),n}catch{}return 0}var Lf=new Set(["address","captions","channel","channels","client","consumer","content","diff","error","group","headers","kwargs","label","ladder","notes","path","protocols","query","store","target","text","traceback","what","where","why"]),ct=[..._a,"tab","since","until"].sort(),Aa=4,La=[...new Set(mo.flatMap(t=>[t,...t.split(".")]))].sort(),Na=/(?:[^\s"']|"[^"]*"|'[^']*')+/y,Nf=/^(-?)([\p{L}_][\p{L}\p{N}_]*(?:\.[^\s:~"']+)?)([:~])([\s\S]*)$/u;function Da(t,e=null){let n=new yo,r=qf(t).map(o=>Df(o,n,e));return o=>(n.learn(o),r.every(s=>s(o)))}var yo=class{labels=new Map;owners=new Map;learn(e){if(e.kind!=="connection.opened")return;let n=m(e.connection)??m(e.id);if(!n)return;this.labels.set(n,m(e.label)||n);let r=m(e.reply_channel);r&&this.owners.set(r,n)}connection(e){return wo(this.labels.get(e)??e,30)}owner(e){return typeof e=="string"?this.owners.get(e)??null:null}};function qf(t){let e=[],n=0;for(;n<t.length;){Na.lastIndex=n;let r=Na.exec(t)?.[0];if(r===void 0&&!/\s/.test(t[n]))throw new Error(`A quote is open in ${ut(wo(t))}: put a second one where the value ends, or put the value into quotes of the other kind.`);r!==void 0&&e.push(r),n+=r?.length??1}return e}function Df(t,e,n){let r=Hf(t),o=Nf.exec(r);if(o===null){let d=r.startsWith("-"),p=Jf(qa(d?r.slice(1):r));return d?f=>!p(f):p}let[,s,i,l,c]=o,u=Wf(i,l,qa(c),e,n);return s==="-"?d=>!u(d):u}function Hf(t){let e=t[0],n=t.slice(1,-1);return t.length>1&&/["']/.test(e)&&t.endsWith(e)&&!n.includes(e)?n:t}function qa(t){return t.replace(/(["'])(.*?)\1/g,"$2")}function Jf(t){if(!La.includes(t))throw new Error(`${ut(t)} is neither a kind of event nor a part of one${Ha(t,La)}. To look for a text, write text:${t} or content:${t}.`);return e=>e.kind===t||e.kind.split(".").includes(t)}function Ha(t,e){let n=Ma(t,e);return n===null?"":` (did you mean ${ut(n)}?)`}var ut=t=>t.includes("'")?`"${t}"`:`'${t}'`;function Wf(t,e,n,r,o){if(t==="since"||t==="until")return Vf(t,e,n,o);let s=If(t,e,n);if(t==="tab"||t==="connection")return Gf(s,r);if(t.startsWith("content."))return jf(t.slice(8),s);if(t==="text")return i=>s(Kf(i),"text");if(!ct.includes(t))throw new Error(`No event has a field ${ut(t)}${Ha(t,ct)}. Closest are ${Ca(t,ct,Aa).join(", ")}; ${ct.length-Aa} more in help (?), and content.<key> is for a message's content.`);return i=>s(i[t],t)}function If(t,e,n){if(e==="~"){let r=Xf(t,n);return(o,s)=>o!=null&&r.test(Rt(o,s))}if(n==="")throw new Error(`${t}: needs a value behind the colon, as in ${t}:something.`);return Lf.has(t)||t.startsWith("content.")?(r,o)=>r!=null&&Rt(r,o).includes(n):(r,o)=>r!=null&&Rt(r,o)===n}var zf=[[/\(\?P</g,"(?<"],[/\(\?P=(\w+)\)/g,"\\k<$1>"],[/\\A/g,"(?<![\\s\\S])"],[/\\[Zz]/g,"(?![\\s\\S])"]];function Xf(t,e){let n=/^\(\?([ims]+)\)/.exec(e),r=n===null?e:e.slice(n[0].length),o=zf.reduce((s,[i,l])=>s.replace(i,l),r);try{return new RegExp(o,n?.[1]??"")}catch(s){let i=s instanceof Error?s.message:String(s);throw new Error(`${t}~ needs a regular expression, and ${ut(e)} is none: ${i}.`)}}function Kf(t){if(t.text!=null)return t.text;let e=t.content;return Ja(e)?e.text:null}function jf(t,e){return({content:n})=>Ja(n)&&Object.hasOwn(n,t)&&e(n[t])}function Ja(t){return typeof t=="object"&&t!==null&&!Array.isArray(t)}function Gf(t,e){return n=>{let r=n.where??"";if(r.startsWith("tab:")&&t(r.slice(4)))return!0;let o=m(n.connection)||e.owner(n.channel);return o!==null&&(t(o)||t(e.connection(o)))}}var Uf=/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;function Vf(t,e,n,r){if(!Uf.test(n))throw new Error(`${t}: needs a number of seconds, as in ${t}:5, not ${ut(n)}.`);if(e!==":")throw new Error(`${t} is a number of seconds: write ${t}:${n}.`);let o=Number(n);if(o<0){if(r===null)throw new Error(`${t}:${n} counts back from now, and here there is no now.`);o+=r}return t==="since"?s=>s.at>=o:s=>s.at<=o}var Yf=[[["Space"],"help.space"],[[",","."],"help.step"],[["1","2"],"help.views"],[["/"],"help.filter"],[["f"],"help.fullscreen"],[["p"],"help.pin"],[["t"],"help.theme"],[["Esc"],"help.escape"],[["?"],"help.help"]];function Wa({say:t,close:e}){let n=z(null);return ce(()=>n.current?.focus(),[]),a("div",{class:"help",children:a("div",{role:"dialog","aria-modal":"true","aria-label":t("help"),children:[a("h2",{children:[t("help"),a("button",{type:"button",class:"btn",ref:n,onClick:e,children:t("close")})]}),a("dl",{children:Yf.map(([r,o])=>[a("dt",{children:r.map(s=>a("kbd",{children:s},s))},o),a("dd",{children:t(o)},`${o}.`)])}),a("h3",{children:t("help.filter.title")}),a("p",{children:t("help.filter.forms")}),a("p",{children:[t("help.filter.fields"),": ",a("code",{children:ct.join(", ")})]})]})})}var Zf=760,Qf=540,Ia=new Set(["queued","held","in_hand","delivered","lost"]);function em({fate:t,n:e,kit:n,marked:r}){let o=n.say(`fate.${t}`),s=`term ${t==="lost"&&e>0?"lost":""}`;return a("span",{class:s,"data-fate":t,"data-n":e,title:r?o:void 0,children:[a("i",{children:[Ia.has(t)&&a(Yt,{fate:t}),a("span",{class:r&&Ia.has(t)?"sr":"",children:o})]}),a("b",{children:n.numbers.count(e)})]})}var Ft=({sign:t})=>a("span",{class:"op",children:t});function za({totals:t,kit:e,compact:n}){let{say:r,mode:o}=e,s=n&&e.width<Zf,i=r(t.balanced?"ledger.balances":"ledger.off"),{skipped:l}=e.session.state,c=(u,d)=>a(em,{fate:u,n:d,kit:e,marked:s});return a("div",{class:`bar ledger ${n?"compact":""}`,role:"group","aria-label":r("ledger"),children:[c("accepted",t.accepted),a(Ft,{sign:"="}),c("queued",t.queued),a(Ft,{sign:"+"}),c("held",t.held),a(Ft,{sign:"+"}),c("in_hand",t.inHand),!n&&e.width<540&&a("span",{class:"brk"}),a(Ft,{sign:"+"}),c("delivered",t.delivered),a(Ft,{sign:"+"}),c("lost",t.lost),a("span",{class:"end",children:[(o==="wide"||t.refused>0)&&c("refused",t.refused),a("span",{class:`ok ${t.balanced?"":"off"}`,"data-balanced":t.balanced,title:l?r("ledger.skipped",{n:l}):void 0,children:n&&e.width<Qf?a(tm,{verdict:i}):i})]})]})}function tm({verdict:t}){return a(w,{children:[a("span",{"aria-hidden":"true",children:t.slice(0,1)}),a("span",{class:"sr",children:t.slice(2)})]})}function Ka({kit:t}){return a(w,{children:[a(nm,{kit:t}),a(Ui,{kit:t})]})}function nm({kit:t}){let{session:e,say:n}=t;return e.problem?a("div",{class:"bar note bad",role:"alert",children:[e.problem,a("button",{type:"button",class:"btn",onClick:()=>e.dismiss(),children:n("error.dismiss")})]}):e.lost?a(Xa,{text:n("wait.kernel"),bad:!0}):e.waiting>0?a(Xa,{text:n("wait.cell",{n:e.waiting})}):null}function Xa({text:t,bad:e=!1}){return a("div",{class:`bar note ${e?"bad":""}`,role:"status",children:t})}function ja({places:t,say:e}){let n=t.side==="right",r=s=>{s.buttons===1&&t.resize(n?innerWidth-s.clientX:innerHeight-s.clientY)},o=s=>{let i=n?{ArrowLeft:24,ArrowRight:-24}[s.key]:{ArrowUp:24,ArrowDown:-24}[s.key];i&&(s.preventDefault(),s.stopPropagation(),t.resize(t.size+i))};return a("div",{class:`edge ${t.side}`,role:"separator","aria-orientation":n?"vertical":"horizontal","aria-label":e("pin.resize"),"aria-valuenow":Math.round(t.size),tabIndex:0,onPointerDown:s=>s.currentTarget.setPointerCapture(s.pointerId),onPointerMove:r,onKeyDown:o})}function ze(t){return"gap"in t}var Ga=t=>ze(t)?t.after:t.seq??0,An=class{constructor(e,n){this.source=e;this.filter=n;let{fits:r,problem:o}=Ua(n,e.liveNow);this.fits=r,this.problem=o}source;filter;problem;found=0;rows=[];epoch=-1;newest=0;oldest=0;fits;get length(){return this.rows.length}get(e){return this.rows[e]}update(){let{history:e,epoch:n}=this.source;n!==this.epoch&&this.forget(n);let r=e.first?.seq??0,o=r>this.oldest?this.letGo(r):0;this.oldest=r;for(let s of e.since(this.newest))this.take(s);return o}indexOf(e){let n=0,r=this.rows.length-1;for(;n<=r;){let o=n+r>>1,s=this.rows[o],i=Ga(s);if(i===e&&!ze(s))return o;i<e?n=o+1:r=o-1}return-1}forget(e){this.rows=[],this.found=this.newest=this.oldest=0,this.epoch=e,this.fits=Ua(this.filter,this.source.liveNow).fits}take(e){let n=e.seq??0;if(n>this.newest+1){let r=n-this.newest-1;this.rows.push({gap:!0,after:this.newest,n:r,trimmed:this.newest===0})}this.newest=n,this.fits(e)&&(this.rows.push(e),this.found+=1)}letGo(e){if(this.rows.length===0)return 0;let n=this.rows.findIndex(s=>Ga(s)>=e),r=this.rows.slice(0,n<0?this.rows.length:n),o=n<0?[]:this.rows.slice(n);return this.found-=r.filter(s=>!ze(s)).length,this.rows=[{gap:!0,after:0,n:e-1,trimmed:!0},...o],r.length-1}};function Ua(t,e){try{return{fits:Da(t,e),problem:null}}catch(n){return{fits:()=>!0,problem:n instanceof Error?n.message:String(n)}}}function At(t,{height:e,openAt:n,detail:r}){return t*e+(n>=0&&t>n?r:0)}function Va(t,e){let{rows:n,height:r,openAt:o,detail:s}=e,i=p=>{let f=Math.floor(p/r);return o<0||f<=o?f:Math.max(o,Math.floor((p-s)/r))},l=Math.max(0,n-Math.ceil(t.height/r)-8),c=Math.max(0,Math.min(l,i(t.top)-8)),u=Math.min(n,i(t.top+t.height)+1+8),d=At(n,e);return{from:c,to:u,above:At(c,e),below:Math.max(0,d-At(u,e))}}var rm=28;function Qa({kit:t,filter:e,setFilter:n,open:r,setOpen:o}){let{session:s,say:i}=t,l=bt(()=>new An(s,e),[s,e]),c=l.update(),u=z(l);u.current=l;let d=z(null),[p,f]=A(!0),[h,g]=A(0),b=om(d,t),y=rm*t.scale,v=r===null?-1:l.indexOf(r),k=Va(b,{rows:l.length,height:y,openAt:v,detail:r===null?0:h}),P=S=>{l.indexOf(S)<0&&n(""),f(!1),o(S);let N=H=>{!im(d.current,u.current.indexOf(S),y)&&H>0&&s.afterRender(()=>N(H-1))};s.afterRender(()=>N(3))};sm(d,p&&r===null,l.length,c*y);let C=S=>{let N=S.currentTarget;b.moved(),f(N.scrollHeight-N.scrollTop-N.clientHeight<y)};return a("div",{class:"view table",role:"tabpanel","aria-label":i("view.table"),children:[a(gm,{kit:t,filter:e,setFilter:n,rows:l,enter:()=>am(d.current)}),a("div",{class:"rows",ref:d,onScroll:C,onKeyDown:S=>lm(S,P),children:l.length===0?a("p",{class:"none",children:i(s.history.size?"table.none":"table.empty")}):a(cm,{kit:t,rows:l,slice:k,open:r,setOpen:S=>S===null?o(null):P(S),go:P,setDetail:g})}),!(p&&r===null)&&l.length>0&&a("button",{type:"button",class:"btn newest",onClick:()=>{o(null),f(!0)},children:["↓ ",i("table.newest")]})]})}function om(t,{scale:e,session:n}){let[r,o]=A({top:0,height:400*e}),s=()=>{let{scrollTop:i,clientHeight:l}=t.current;o(c=>c.top===i&&c.height===l?c:{top:i,height:l})};return Ye(()=>{let i=new ResizeObserver(s);return i.observe(t.current),()=>i.disconnect()},[n]),{...r,moved:s}}function sm(t,e,n,r){Ye(()=>{e&&t.current&&(t.current.scrollTop=t.current.scrollHeight)},[e,n]),Ye(()=>{!e&&r>0&&t.current&&(t.current.scrollTop-=r)})}function im(t,e,n){if(!t||e<0)return!0;let r=At(e,{rows:0,height:n,openAt:-1,detail:0});(r<t.scrollTop||r>t.scrollTop+t.clientHeight-6*n)&&(t.scrollTop=Math.max(0,r-2*n));let o=t.querySelector("tr.sel");return o?.focus({preventScroll:!0}),o!==null}function am(t){let e=t?.getBoundingClientRect().top??0,n=[...t?.querySelectorAll("tr.fact")??[]],r=t?.querySelector("thead")?.getBoundingClientRect().height??0;n.find(o=>o.getBoundingClientRect().top>=e+r-1)?.focus()}function lm(t,e){let n=t.target.closest?.("tr.fact"),r={ArrowDown:1,ArrowUp:-1}[t.key];if(!n||!r||t.target!==n)return;t.preventDefault();let o=r>0?n.nextElementSibling:n.previousElementSibling;for(;o&&!o.matches("tr.fact");)o=r>0?o.nextElementSibling:o.previousElementSibling;o instanceof HTMLElement&&(o.focus(),n.matches(".sel")&&e(Number(o.dataset.seq)))}var el=[{name:"seq",wide:66,least:66,from:"narrow",number:!0},{name:"at",wide:84,least:72,from:"medium",number:!0},{name:"where",wide:92,least:92,from:"wide"},{name:"kind",wide:190,least:150,from:"narrow"},{name:"what",wide:null,least:null,from:"narrow"},{name:"reason",wide:120,least:96,from:"medium"},{name:"cause",wide:64,least:64,from:"wide"}],Ya=["narrow","medium","wide"],Lt=(t,e)=>Ya.indexOf(t)>=Ya.indexOf(e);function cm({kit:t,rows:e,slice:n,open:r,setOpen:o,go:s,setDetail:i}){let l=el.filter(({from:u})=>Lt(t.mode,u)),c=[];for(let u=n.from;u<n.to;u++){let d=e.get(u);d&&(c.push(a(dm,{index:u,row:d,kit:t,open:r,setOpen:o},um(d))),!ze(d)&&d.seq===r&&c.push(a(fm,{span:l.length,setDetail:i,children:a(On,{fact:d,kit:t,go:s},d.seq)},"open")))}return a("table",{"aria-rowcount":e.length,children:[a("colgroup",{children:l.map(({name:u,wide:d,least:p})=>{let f=t.mode==="wide"?d:p,h=f===null?void 0:{width:`calc(${f} * var(--u))`};return a("col",{style:h},u)})}),a("thead",{children:a("tr",{children:l.map(({name:u,number:d})=>a("th",{scope:"col",class:d?"num":"",children:t.say(`column.${u}`)},u))})}),a("tbody",{children:[a(Za,{height:n.above,span:l.length}),c,a(Za,{height:n.below,span:l.length})]})]})}var um=t=>ze(t)?`gap ${t.after}`:t.seq;function Za({height:t,span:e}){return t<=0?null:a("tr",{class:"pad",children:a("td",{colSpan:e,style:{height:`${t}px`}})})}function dm({index:t,row:e,kit:n,open:r,setOpen:o}){if(ze(e))return a(hm,{gap:e,kit:n});let s=e.seq??0,i=s===r,l=n.session.state.seq,c=["fact",Rn(e)?"lost":"",i?"sel":"",n.session.paused&&s===l?"now":"",n.session.paused&&s>l?"later":""],u=()=>o(i?null:s);return a("tr",{class:c.filter(Boolean).join(" "),"aria-rowindex":t+1,"aria-expanded":i,"data-seq":s,tabIndex:0,onClick:u,onKeyDown:d=>{if(d.target===d.currentTarget){if(d.key==="Enter")u();else if(d.key==="Escape"&&i)o(null);else return;d.preventDefault(),d.stopPropagation()}},children:a(pm,{fact:e,kit:n})})}function pm({fact:t,kit:e}){let{numbers:n,session:r,mode:o,say:s}=e,i=a("td",{children:a("span",{class:"kind m",children:[a(uo,{fact:t}),t.kind]})});return a(w,{children:[a("td",{class:"m num",children:n.count(t.seq??0)}),Lt(o,"medium")&&a("td",{class:"m num",children:t.at.toFixed(3)}),Lt(o,"wide")&&a("td",{class:"m",children:x(t.where)}),i,a("td",{class:"m",children:it(t,r.who,s,n)}),Lt(o,"medium")&&a("td",{children:typeof t.reason=="string"?be(t.reason,s):""}),Lt(o,"wide")&&a("td",{class:"m",children:t.cause??""})]})}function hm({gap:t,kit:e}){return a("tr",{class:"gap",children:a("td",{colSpan:el.length,children:e.say(t.trimmed?"gap.trimmed":"gap.skipped",{n:t.n})})})}function fm({span:t,setDetail:e,children:n}){let r=z(null);return ce(()=>{let o=()=>e(r.current?.offsetHeight??0),s=new ResizeObserver(o);return s.observe(r.current),()=>s.disconnect()},[]),a("tr",{class:"ex",ref:r,children:a("td",{colSpan:t,children:n})})}var mm=["lost","raised","refused","channel:","group:","tab:","consumer:","text:","-reason:","since:-5"];function gm({kit:t,filter:e,setFilter:n,rows:r,enter:o}){let{say:s,session:i,mode:l}=t,c=z(null),u=d=>{let p=e.split(/\s+/).filter(Boolean),f=p.filter(g=>g!==d),h=f.length<p.length?f.join(" "):[...p,d].join(" ");n(h),c.current?.focus()};return a(w,{children:[a("div",{class:"filt",children:[a("label",{for:"filter",children:s("table.filter")}),a("input",{id:"filter",ref:c,value:e,placeholder:s("table.hint"),spellcheck:!1,autocomplete:"off","aria-invalid":r.problem!==null,onInput:d=>n(d.currentTarget.value),onKeyDown:d=>{if(d.key==="ArrowDown")o();else if(d.key==="Escape"&&e)n("");else return;d.preventDefault(),d.stopPropagation()}}),e&&a("button",{type:"button",class:"btn",onClick:()=>n(""),children:s("table.clear")}),a("span",{class:"n",children:s("table.found",{found:t.numbers.count(r.found),n:i.history.size})})]}),a("div",{class:"words",children:[l!=="narrow"&&mm.map(d=>a("button",{type:"button","aria-pressed":e.split(/\s+/).includes(d),onClick:()=>u(d),children:d},d)),r.problem!==null&&a("span",{class:"bad",children:r.problem})]})]})}var ye=["flow","table"];function tl(t){let{look:e,frame:n,places:r}=t,o=z(null),s=vm(t),i=c=>{let u=Zo(c);u&&(c.preventDefault(),km[u]?.(t,o.current))},l=n.place!=="cell"||n.whole;return a("div",{class:"stage",ref:o,lang:e.language,"data-theme":e.theme,"data-mode":n.mode,"data-place":n.place,"data-view":e.view,"data-fill":l?"":void 0,"data-compact":n.compact?"":void 0,"data-touch":n.touch?"":void 0,style:{"--u":`${n.scale}px`},tabIndex:-1,onKeyDown:i,children:n.folded?a(ha,{kit:s,places:r}):a(bm,{...t,kit:s})})}function bm(t){let{session:e,look:n,change:r,frame:o,places:s,kit:i}=t,l=Sm(i);return a(w,{children:[a(Sa,{look:n,change:r,frame:o,places:s,kit:i}),a(Ka,{kit:i}),a("div",{class:"body",children:n.view==="flow"?a(wm,{...t,kit:i}):a(Qa,{kit:i,filter:n.filter,setFilter:c=>r({filter:c}),open:n.open,setOpen:c=>r({open:c})})}),a(Ii,{kit:i,spoken:l}),a(za,{totals:e.state.totals,kit:i,compact:o.compact||o.width<jt}),a(ji,{kit:i,frame:o}),o.place==="pin"&&!o.whole&&a(ja,{places:s,say:i.say}),n.help&&a(Wa,{say:i.say,close:()=>r({help:!1})})]})}function wm({session:t,look:e,frame:n,kit:r}){let o=e.selection!==null&&n.mode==="wide"?ym:0,s=n.width-o;return a(w,{children:[a("div",{class:"view picture",role:"tabpanel","aria-label":r.say("view.flow"),children:a(Pn,{state:t.state,version:t.version,air:t.air,time:t.time,onFrame:n.onFrame,now:t.now,width:s,scale:n.scale,mode:o&&s<960?"medium":n.mode,theme:e.theme,calm:n.calm,live:t.live,say:r.say,numbers:r.numbers,selection:e.selection,select:r.select,showInTable:r.showInTable,deeds:t.deeds})}),e.selection&&a(pa,{selection:e.selection,kit:r})]})}var ym=336;function vm({session:t,look:e,change:n,frame:r}){return{session:t,say:$n(e.language),numbers:Ur(e.language),language:e.language,theme:e.theme,mode:r.mode,width:r.width,scale:r.scale,calm:r.calm,selection:e.selection,select:o=>n({selection:o}),showInTable:o=>n({view:"table",filter:o,open:null})}}var km={toggle:({session:t})=>t.toggle(),back:({session:t})=>t.step(-1),step:({session:t})=>t.step(1),fullscreen:({places:t})=>t.toggleFullscreen(),pin:({places:t})=>t.toggle("pin"),theme:({look:t,change:e})=>e({theme:Fn(t.theme)}),flow:({change:t})=>t({view:"flow"}),table:({change:t})=>t({view:"table"}),help:({look:t,change:e})=>e({help:!t.help}),filter:({session:t,change:e},n)=>{e({view:"table"}),t.afterRender(()=>n.querySelector("#filter")?.focus())},escape:({look:t,change:e})=>{t.help?e({help:!1}):t.open!==null&&t.view==="table"?e({open:null}):e({selection:null})}},xm=1e3;function Sm(t){let e=Ot(t),[n,r]=A(e),o=z(0);return ce(()=>{let s=Math.max(0,o.current+xm-performance.now()),i=setTimeout(()=>{o.current=performance.now(),r(e)},s);return()=>clearTimeout(i)},[e]),n}function nl({places:t,look:e,scale:n}){let r=$n(e.language),o=_m(t);return o?a("div",{class:"stage","data-theme":e.theme,"data-place":"away",lang:e.language,style:{"--u":`${Math.min(n,1.3)}px`},children:a("div",{class:"away",children:[r(o.text),a("button",{type:"button",class:"btn",onClick:o.act,children:r(o.button)})]})}):null}function _m(t){return t.blocked?{text:"window.blocked",button:"window.open",act:()=>t.go("window")}:t.place==="pin"?{text:"pin.here",button:"unpin",act:()=>t.go("cell")}:t.place==="window"?{text:"window.here",button:"window.back",act:()=>t.toggle("window")}:null}var rl=`:host {
  all: initial;
  display: block;
  contain: content;
  /* Never without an area: at a fraction of a pixel an empty box is not seen to be in sight. */
  min-height: 1px;
}
:host([data-place="window"]),
:host([data-place="pin"]) {
  height: 100%;
}
.stage,
.stage * {
  box-sizing: border-box;
}
.stage {
  position: relative;
  display: flex;
  flex-direction: column;
  min-width: 0;
  background: var(--bg);
  color: var(--ink);
  font: 400 var(--r3) / 1.4 var(--sans);
  -webkit-font-smoothing: antialiased;
  padding: 0 calc(16 * var(--u));
  text-align: left;
  overflow: hidden;
}
.stage[data-place="cell"] {
  border: 1px solid var(--line);
  border-radius: 4px;
}
.stage[data-fill] {
  height: 100%;
}
.stage:focus {
  outline: none;
}
.stage[data-fill] .view.picture {
  margin: 0 calc(-16 * var(--u));
  padding: calc(8 * var(--u)) calc(16 * var(--u)) calc(4 * var(--u));
}
:where(.stage) :where(button, input) {
  font: inherit;
  color: inherit;
  margin: 0;
}
.stage code,
.stage pre,
.m {
  font-family: var(--mono);
}
.m {
  font-variant-numeric: tabular-nums;
}
.stage [hidden] {
  display: none !important;
}
.stage :focus-visible {
  outline: 2px solid var(--sel);
  outline-offset: 1px;
}
.mark {
  display: inline-block;
  width: calc(10 * var(--u));
  height: calc(10 * var(--u));
  flex: none;
  overflow: visible;
}
.tok {
  stroke: var(--tokline);
  stroke-width: 1.25;
}

.btn {
  height: calc(26 * var(--u));
  border: 1px solid var(--edge);
  background: var(--bg);
  border-radius: calc(4 * var(--u));
  padding: 0 calc(8 * var(--u));
  font-size: var(--r2);
  color: var(--ink);
  cursor: pointer;
  white-space: nowrap;
}
.btn:hover {
  background: var(--sunk);
}
.btn.pri {
  background: var(--ink);
  color: var(--bg);
  border-color: var(--ink);
}
.btn.bare {
  border-color: transparent;
  color: var(--ink2);
  background: none;
}
.btn.bare:hover,
.btn.bare[aria-pressed="true"] {
  background: var(--sunk);
  color: var(--ink);
}
.link {
  all: unset;
  cursor: pointer;
  text-decoration: underline;
  text-decoration-thickness: 1px;
  text-underline-offset: 0.2em;
}
.link:hover {
  color: var(--sel);
}
.link:focus-visible {
  outline: 2px solid var(--sel);
  outline-offset: 1px;
}

.bar {
  border-top: 1px solid var(--line);
  margin: 0 calc(-16 * var(--u));
  padding: 0 calc(16 * var(--u));
  flex: none;
}
.head {
  display: flex;
  align-items: stretch;
  gap: calc(16 * var(--u));
  height: calc(40 * var(--u));
  flex: none;
  border-bottom: 1px solid var(--line);
  margin: 0 calc(-16 * var(--u));
  padding: 0 calc(16 * var(--u));
}
.head h1 {
  font-size: var(--r3);
  font-weight: 600;
  margin: 0;
  align-self: center;
  white-space: nowrap;
}
.head h1 .m {
  font-weight: 400;
  color: var(--ink3);
  font-size: var(--r2);
  margin-left: calc(6 * var(--u));
}
.tabs {
  display: flex;
  min-width: 0;
}
.tabs button {
  border: solid transparent;
  border-width: 2px 0;
  background: none;
  padding: 0 calc(10 * var(--u));
  font-size: var(--r3);
  color: var(--ink2);
  cursor: pointer;
  white-space: nowrap;
}
.tabs button:hover {
  color: var(--ink);
}
.tabs button[aria-selected="true"] {
  color: var(--ink);
  border-bottom-color: var(--ink);
  font-weight: 600;
}
.tools {
  margin-left: auto;
  display: flex;
  align-items: center;
  gap: calc(2 * var(--u));
  min-width: 0;
}
.note {
  display: flex;
  gap: calc(12 * var(--u));
  align-items: center;
  padding: calc(6 * var(--u)) calc(16 * var(--u));
  font-size: var(--r2);
  background: var(--selbg);
}
.note.bad {
  background: var(--lostbg);
  color: var(--losttext);
}
.note.alarm {
  background: var(--lostbg);
  color: var(--losttext);
  font-weight: 600;
}
.note .btn {
  margin-left: auto;
}

.body {
  min-height: 0;
  min-width: 0;
  position: relative;
  flex: 0 1 auto;
  display: flex;
}
.stage[data-fill] .body {
  flex: 1 1 0;
}
.view {
  flex: 1 1 0;
  min-width: 0;
  min-height: 0;
  padding: calc(8 * var(--u)) 0 calc(4 * var(--u));
}
.stage[data-fill] .view {
  overflow: auto;
}
.view.table {
  padding: calc(12 * var(--u)) 0 0;
  display: flex;
  flex-direction: column;
  overflow: hidden;
}

.now {
  height: calc(28 * var(--u));
  line-height: calc(28 * var(--u));
  white-space: nowrap;
  overflow: hidden;
}
.now .line {
  display: flex;
  gap: calc(8 * var(--u));
  align-items: baseline;
  min-width: 0;
}
.now .m {
  font-size: var(--r2);
  color: var(--ink3);
  overflow: hidden;
  text-overflow: ellipsis;
}
.now .seq {
  flex: none;
}
.now b {
  font-weight: 600;
  font-size: var(--r3);
}
.ledger {
  display: flex;
  align-items: center;
  gap: calc(12 * var(--u));
  min-height: calc(48 * var(--u));
  background: var(--sunk);
  overflow: hidden;
}
.term {
  display: flex;
  flex-direction: column;
  line-height: 1.2;
  white-space: nowrap;
}
.term i {
  font-style: normal;
  font-size: var(--r1);
  color: var(--ink2);
  display: flex;
  align-items: center;
  gap: calc(5 * var(--u));
}
.term b {
  font: 600 var(--r4) / 1.2 var(--mono);
  font-variant-numeric: tabular-nums;
}
.term.lost b {
  color: var(--losttext);
}
.op {
  font: 400 var(--r4) / 1 var(--mono);
  color: var(--ink3);
}
.ledger .end {
  margin-left: auto;
  display: flex;
  gap: calc(16 * var(--u));
  align-items: center;
}
.ok {
  font-size: var(--r2);
  color: var(--oktext);
  font-weight: 600;
  white-space: nowrap;
}
.ok.off {
  color: var(--losttext);
}
.brk {
  flex-basis: 100%;
}
.stage[data-mode="narrow"] .ledger:not(.compact) {
  flex-wrap: wrap;
  padding-top: calc(6 * var(--u));
  padding-bottom: calc(6 * var(--u));
  gap: calc(4 * var(--u)) calc(10 * var(--u));
}
.stage[data-mode="narrow"] .now {
  height: auto;
  min-height: calc(40 * var(--u));
  white-space: normal;
  line-height: 1.35;
  display: grid;
  align-items: center;
}

.time {
  display: grid;
  grid-template-columns: auto 1fr auto;
  gap: calc(16 * var(--u));
  align-items: center;
  padding-top: calc(8 * var(--u));
  padding-bottom: calc(8 * var(--u));
}
.stage[data-mode="narrow"] .time {
  grid-template-columns: auto auto;
  gap: calc(8 * var(--u));
}
.stage[data-mode="narrow"] .strip {
  grid-row: 2;
  grid-column: 1 / -1;
}
.stage[data-mode="narrow"] .when {
  justify-self: end;
}
.ctl {
  display: flex;
  gap: calc(4 * var(--u));
  align-items: center;
}
.ctl > button {
  width: calc(28 * var(--u));
  height: calc(28 * var(--u));
  border: 1px solid var(--edge);
  background: var(--bg);
  border-radius: calc(4 * var(--u));
  padding: 0;
  cursor: pointer;
  display: grid;
  place-items: center;
}
.ctl > button svg {
  width: calc(12 * var(--u));
  height: calc(12 * var(--u));
  fill: var(--ink);
  display: block;
}
.ctl > button:hover {
  background: var(--sunk);
}
.ctl > button:disabled {
  cursor: default;
  border-color: var(--line);
  background: none;
}
.ctl > button:disabled svg {
  fill: var(--edge);
}
.seg {
  display: flex;
  border: 1px solid var(--edge);
  border-radius: calc(4 * var(--u));
  overflow: hidden;
  height: calc(28 * var(--u));
  margin-left: calc(6 * var(--u));
}
.seg button {
  all: unset;
  box-sizing: border-box;
  padding: 0 calc(7 * var(--u));
  font: var(--r2) / calc(26 * var(--u)) var(--mono);
  cursor: pointer;
  color: var(--ink2);
  border-left: 1px solid var(--line);
}
.seg button:first-child {
  border: 0;
}
.seg button[aria-pressed="true"] {
  background: var(--ink);
  color: var(--bg);
}
.seg button:focus-visible {
  outline: 2px solid var(--sel);
  outline-offset: -3px;
}
.strip {
  height: calc(48 * var(--u));
  min-width: 0;
  cursor: pointer;
  touch-action: none;
}
.strip svg {
  display: block;
  width: 100%;
  height: 100%;
  overflow: visible;
}
.strip text {
  font: var(--f1) var(--sans);
  fill: var(--ink2);
}
.strip text {
  paint-order: stroke;
  stroke: var(--bg);
  stroke-width: 3;
  stroke-linejoin: round;
}
.strip text.bad {
  fill: var(--losttext);
}
.strip text.dim {
  fill: var(--ink3);
}
.when {
  display: flex;
  flex-direction: column;
  align-items: flex-end;
  justify-content: center;
  gap: calc(3 * var(--u));
  min-width: calc(104 * var(--u));
}
.when .m {
  font-size: var(--r2);
  font-weight: 600;
}
.stage[data-mode="narrow"] .when {
  flex-direction: row;
  align-items: center;
  gap: calc(8 * var(--u));
  min-width: 0;
}

.help {
  position: absolute;
  inset: 0;
  z-index: 4;
  display: grid;
  place-items: center;
  background: color-mix(in srgb, var(--bg) 72%, transparent);
}
.help > div {
  background: var(--bg);
  border: 1.5px solid var(--ink);
  padding: calc(14 * var(--u)) calc(20 * var(--u));
  min-width: min(calc(280 * var(--u)), 92%);
  max-width: min(92%, calc(560 * var(--u)));
  max-height: 100%;
  overflow-y: auto;
}
.help h3 {
  margin: calc(14 * var(--u)) 0 calc(4 * var(--u));
  font-size: var(--r3);
}
.help p {
  margin: calc(4 * var(--u)) 0 0;
  font-size: var(--r2);
  color: var(--ink2);
}
.help h2 {
  margin: 0 0 calc(8 * var(--u));
  font-size: var(--r4);
  display: flex;
  justify-content: space-between;
  align-items: center;
  gap: calc(16 * var(--u));
}
.help dl {
  display: grid;
  grid-template-columns: auto 1fr;
  gap: calc(6 * var(--u)) calc(16 * var(--u));
  margin: 0;
  font-size: var(--r2);
  align-items: center;
}
.help dt {
  display: flex;
  gap: calc(4 * var(--u));
}
.help dd {
  margin: 0;
  color: var(--ink2);
}
kbd {
  font: var(--r2) var(--mono);
  border: 1px solid var(--edge);
  border-radius: calc(3 * var(--u));
  padding: calc(1 * var(--u)) calc(6 * var(--u));
  background: var(--sunk);
}

.sr {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.away {
  display: flex;
  align-items: center;
  gap: calc(12 * var(--u));
  min-height: calc(40 * var(--u));
  font-size: var(--r2);
  color: var(--ink2);
}
.stage[data-place="away"] {
  border: 1px dashed var(--edge);
  border-radius: 4px;
}
.edge {
  position: absolute;
  z-index: 3;
  touch-action: none;
}
.edge.right {
  left: 0;
  top: 0;
  bottom: 0;
  width: 7px;
  cursor: ew-resize;
  border-left: 2px solid var(--ink);
}
.edge.bottom {
  left: 0;
  right: 0;
  top: 0;
  height: 7px;
  cursor: ns-resize;
  border-top: 2px solid var(--ink);
}
.edge:hover,
.edge:focus-visible {
  border-color: var(--sel);
  outline: none;
  background: var(--selbg);
}
.side .det {
  grid-template-columns: minmax(0, 1fr);
}
.root {
  height: 100%;
}
:host(:fullscreen) {
  width: 100vw;
  height: 100vh;
}

/* The menu of what has no room in the header. */
.tools .icon {
  width: calc(12 * var(--u));
  height: calc(12 * var(--u));
  fill: none;
  stroke: currentColor;
  stroke-width: 1.5;
  display: block;
  margin: 0 auto;
}
.tools .icon .full {
  fill: currentColor;
  stroke: none;
}
.more > button {
  width: calc(34 * var(--u));
  padding: 0;
  display: grid;
  place-items: center;
}
.more svg {
  width: calc(18 * var(--u));
  fill: currentColor;
  display: block;
}
.menu {
  position: absolute;
  z-index: 5;
  right: calc(8 * var(--u));
  top: calc(40 * var(--u));
  max-height: calc(100% - 48 * var(--u));
  min-width: min(calc(220 * var(--u)), 90%);
  max-width: calc(100% - 16 * var(--u));
  overflow-y: auto;
  background: var(--bg);
  border: 1.5px solid var(--ink);
  border-radius: calc(4 * var(--u));
  padding: calc(4 * var(--u)) 0;
}
.menu button {
  all: unset;
  box-sizing: border-box;
  display: block;
  width: 100%;
  min-height: calc(32 * var(--u));
  padding: calc(6 * var(--u)) calc(14 * var(--u));
  font-size: var(--r3);
  cursor: pointer;
}
.menu button:hover,
.menu button:focus-visible {
  background: var(--selbg);
}
.menu button:focus-visible {
  outline: 2px solid var(--sel);
  outline-offset: -2px;
}
.menu .choices {
  display: flex;
  gap: calc(4 * var(--u));
  padding: calc(3 * var(--u)) calc(10 * var(--u));
  border-bottom: 1px solid var(--line);
}
.menu .choices button {
  text-align: center;
  border-radius: calc(4 * var(--u));
  padding: calc(4 * var(--u)) calc(8 * var(--u));
}
.menu .choices button[aria-checked="true"] {
  background: var(--ink);
  color: var(--bg);
}

/* Folded away: a bar with the present fact. */
.folded {
  display: flex;
  align-items: stretch;
  height: 100%;
  margin: 0 calc(-16 * var(--u));
  border-top: 2px solid var(--ink);
}
.folded .btn {
  height: 100%;
  min-width: 44px;
  border-radius: 0;
  padding: 0 calc(14 * var(--u));
}
.folded .handle {
  flex: 1;
  min-width: 0;
  display: flex;
  align-items: center;
  gap: calc(10 * var(--u));
  color: var(--ink);
}
.folded .handle svg {
  width: calc(14 * var(--u));
  flex: none;
  fill: none;
  stroke: currentColor;
  stroke-width: 2;
}
.folded .what {
  flex: 1;
  min-width: 0;
  text-align: left;
  overflow: hidden;
  text-overflow: ellipsis;
}

/* Compact: pinned, or on a projector of 1280 × 800, which is 480 units high. The picture comes first. */
.stage[data-compact] .head {
  height: calc(34 * var(--u));
}
.stage[data-compact] .menu {
  top: calc(34 * var(--u));
  max-height: calc(100% - 42 * var(--u));
}
.stage[data-compact] .view.picture {
  padding-top: calc(2 * var(--u));
  padding-bottom: 0;
}
.stage[data-compact] .now {
  display: block;
  height: calc(22 * var(--u));
  min-height: 0;
  line-height: calc(22 * var(--u));
  white-space: nowrap;
}
.stage[data-compact] .now b {
  font-size: var(--r2);
  overflow: hidden;
  text-overflow: ellipsis;
}
.ledger.compact {
  min-height: calc(26 * var(--u));
  flex-wrap: wrap;
  gap: 0 calc(7 * var(--u));
}
.ledger.compact .term {
  flex-direction: row;
  align-items: center;
  gap: calc(5 * var(--u));
}
.ledger.compact .term b {
  font-size: var(--r3);
}
.ledger.compact .op {
  font-size: var(--r3);
}
.stage[data-compact] .time {
  grid-template-columns: auto minmax(0, 1fr) auto;
  gap: calc(12 * var(--u));
  padding-top: calc(4 * var(--u));
  padding-bottom: calc(4 * var(--u));
}
.stage[data-compact] .strip {
  grid-row: auto;
  grid-column: auto;
  height: calc(28 * var(--u));
}
.stage[data-compact] .when {
  flex-direction: row;
  align-items: center;
  gap: calc(8 * var(--u));
  min-width: 0;
}

/* What a finger presses. */
.stage[data-touch] .head {
  height: 46px;
  gap: calc(4 * var(--u));
}
.stage[data-touch] .menu {
  top: 46px;
  max-height: calc(100% - 50px);
}
.stage[data-touch] .tools .btn,
.stage[data-touch] .menu button,
.stage[data-touch] .ctl > button,
.stage[data-touch] .when .btn,
.stage[data-touch] .side header .btn {
  min-width: 44px;
  min-height: 44px;
}
.stage[data-touch] .seg {
  height: 44px;
}
.stage[data-touch] .seg button {
  min-width: 44px;
  line-height: 42px;
  text-align: center;
}
.stage[data-touch][data-compact] .time {
  padding-top: 3px;
  padding-bottom: 3px;
}
.stage[data-touch] .edge.bottom {
  height: 16px;
}
.stage[data-touch] .edge.bottom::after {
  content: "";
  position: absolute;
  left: calc(50% - 20px);
  top: 3px;
  width: 40px;
  height: 4px;
  border-radius: 2px;
  background: var(--edge);
}
`;var ol=`.filt {
  display: flex;
  align-items: center;
  gap: calc(8 * var(--u));
  flex: none;
}
.filt label {
  font-weight: 600;
  font-size: var(--r2);
}
.filt input {
  flex: 1 1 auto;
  min-width: 0;
  height: calc(30 * var(--u));
  border: 1px solid var(--edge);
  border-radius: calc(3 * var(--u));
  background: var(--bg);
  padding: 0 calc(8 * var(--u));
  font: var(--r3) var(--mono);
}
.filt input[aria-invalid="true"] {
  border-color: var(--lost);
}
.filt .n {
  color: var(--ink2);
  font-size: var(--r2);
  white-space: nowrap;
  margin-left: auto;
}
.words {
  display: flex;
  gap: calc(4 * var(--u));
  flex-wrap: wrap;
  padding: calc(8 * var(--u)) 0;
  flex: none;
}
.words button {
  border: 1px solid var(--line);
  background: none;
  border-radius: calc(3 * var(--u));
  padding: calc(1 * var(--u)) calc(6 * var(--u));
  font: var(--r2) var(--mono);
  color: var(--ink2);
  cursor: pointer;
}
.words button:hover {
  border-color: var(--edge);
  color: var(--ink);
}
.words button[aria-pressed="true"] {
  background: var(--ink);
  border-color: var(--ink);
  color: var(--bg);
}
.words .bad {
  color: var(--losttext);
  font-size: var(--r2);
  align-self: center;
}
.rows {
  overflow: auto;
  position: relative;
  height: calc(var(--rows, 392) * var(--u));
  border-bottom: 1px solid var(--line);
  margin: 0 calc(-16 * var(--u));
  padding: 0 calc(16 * var(--u));
  overflow-anchor: none;
}
.stage[data-fill] .rows {
  height: auto;
  flex: 1 1 0;
  min-height: 0;
}
.rows table {
  border-collapse: separate;
  border-spacing: 0;
  width: 100%;
  font-size: var(--r2);
  table-layout: fixed;
}
.rows th {
  position: sticky;
  top: 0;
  z-index: 1;
  background: var(--bg);
  font-weight: 600;
  text-align: left;
  color: var(--ink2);
  font-size: var(--r2);
  padding: 0 calc(8 * var(--u));
  height: calc(28 * var(--u));
  border-bottom: 1px solid var(--edge);
  white-space: nowrap;
}
.rows td {
  padding: 0 calc(8 * var(--u));
  height: calc(28 * var(--u));
  border-bottom: 1px solid var(--line);
  white-space: nowrap;
  overflow: hidden;
  text-overflow: ellipsis;
}
.rows .num {
  text-align: right;
}
.rows tr.fact {
  cursor: pointer;
}
.rows tr.fact:hover td {
  background: var(--sunk);
}
.rows tr.fact.lost .kind {
  color: var(--losttext);
  font-weight: 600;
}
.rows tr.fact.sel td {
  background: var(--selbg);
  border-bottom-color: var(--selbg);
}
.rows tr.sel td:first-child,
.rows tr.ex td:first-child {
  box-shadow: inset calc(3 * var(--u)) 0 var(--sel);
}
.rows tr.now td {
  border-bottom-color: var(--sel);
}
.rows tr.later td {
  color: var(--ink3);
}
.rows tr.fact:focus-visible {
  outline: none;
}
.rows tr.fact:focus-visible td {
  background: var(--selbg);
  border-bottom-color: var(--sel);
}
.rows tr.gap td {
  color: var(--ink2);
  font-style: italic;
  text-align: center;
  background: repeating-linear-gradient(135deg, var(--bg) 0 6px, var(--sunk) 6px 12px);
}
.rows tr.pad td {
  padding: 0;
  border: 0;
  height: auto;
}
.rows tr.ex td {
  background: var(--sunk);
  white-space: normal;
  height: auto;
  padding: calc(12 * var(--u)) calc(16 * var(--u)) calc(14 * var(--u));
  overflow: visible;
}
.rows .kind {
  display: inline-flex;
  align-items: center;
  gap: calc(7 * var(--u));
}
.rows .mark {
  width: calc(12 * var(--u));
  height: calc(12 * var(--u));
}
.rows .none {
  color: var(--ink2);
  padding: calc(20 * var(--u)) 0;
  text-align: center;
  font-size: var(--r3);
}
.newest {
  position: absolute;
  right: calc(16 * var(--u));
  bottom: calc(12 * var(--u));
  z-index: 2;
}
.det {
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr) minmax(0, 1.3fr);
  gap: calc(12 * var(--u)) calc(24 * var(--u));
}
.det.few {
  grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr);
}
.stage[data-mode="medium"] .det {
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
}
.stage[data-mode="narrow"] .det {
  grid-template-columns: minmax(0, 1fr);
}
.det h3,
.side h3 {
  font-size: var(--r2);
  font-weight: 600;
  margin: 0 0 calc(6 * var(--u));
}
.det h3 .m,
.side h3 .m {
  font-weight: 400;
  color: var(--ink2);
}
.det pre,
.side pre {
  margin: 0;
  font-size: var(--r2);
  line-height: 1.5;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  max-height: calc(260 * var(--u));
  overflow: auto;
  tab-size: 4;
}
.det .btn,
.side .btn {
  margin-top: calc(8 * var(--u));
  margin-right: calc(6 * var(--u));
}
.json .key {
  color: var(--sel);
}
.json .note {
  display: inline;
  padding: 0;
  background: none;
  color: var(--ink3);
  font-family: var(--sans);
}
.trace .own {
  display: block;
  background: var(--lostbg);
}
.trace .err {
  color: var(--losttext);
  font-weight: 600;
}
.causes {
  list-style: none;
  margin: 0;
  padding: 0;
  font-size: var(--r2);
}
.causes li {
  display: flex;
  min-width: 0;
}
.causes button {
  all: unset;
  cursor: pointer;
  display: flex;
  gap: calc(7 * var(--u));
  align-items: center;
  height: calc(24 * var(--u));
  min-width: 0;
  white-space: nowrap;
  overflow: hidden;
}
.causes button:hover {
  text-decoration: underline;
  text-underline-offset: 0.2em;
}
.causes button:focus-visible {
  outline: 2px solid var(--sel);
  outline-offset: -1px;
}
.causes .g {
  color: var(--ink2);
  overflow: hidden;
  text-overflow: ellipsis;
}
.causes .me .m {
  font-weight: 600;
}
.causes .lost,
.causes .lost .g {
  color: var(--losttext);
}
.ladder {
  list-style: none;
  margin: 0;
  padding: 0;
  font-size: var(--r2);
}
.ladder li {
  display: grid;
  grid-template-columns: calc(16 * var(--u)) minmax(0, 1fr);
  padding: calc(3 * var(--u)) calc(8 * var(--u));
  border-left: 2px solid var(--edge);
}
.ladder li.yes {
  border: 1.5px solid var(--ink);
  background: var(--bg);
}
.ladder code {
  overflow-wrap: anywhere;
}
.ladder .why {
  color: var(--ink2);
  font-size: var(--r1);
  display: block;
}
.ladder .yes .sign {
  color: var(--oktext);
}
.ladder .sign {
  color: var(--losttext);
}

.side {
  flex: 0 0 calc(320 * var(--u));
  min-width: 0;
  border-left: 1px solid var(--line);
  margin: calc(8 * var(--u)) 0 0 calc(16 * var(--u));
  padding: 0 0 calc(8 * var(--u)) calc(16 * var(--u));
  overflow: auto;
  font-size: var(--r2);
  position: relative;
}
.stage[data-mode="narrow"]:not([data-fill]) .view,
.stage[data-mode="medium"]:not([data-fill]) .view {
  flex: none;
}
.stage[data-mode="narrow"] .body,
.stage[data-mode="medium"] .body {
  flex-direction: column;
}
.stage[data-mode="narrow"] .side,
.stage[data-mode="medium"] .side {
  flex: none;
  border-left: 0;
  border-top: 1px solid var(--line);
  margin: 0;
  padding: calc(10 * var(--u)) 0;
  max-height: calc(320 * var(--u));
}
.side header {
  display: flex;
  align-items: baseline;
  gap: calc(8 * var(--u));
  margin-bottom: calc(8 * var(--u));
}
.side header h2 {
  font: 600 var(--r3) var(--mono);
  margin: 0;
  min-width: 0;
  overflow-wrap: anywhere;
}
.side header .btn {
  margin: 0 0 0 auto;
  padding: 0 calc(7 * var(--u));
}
.side section {
  margin-top: calc(12 * var(--u));
}
.side dl {
  display: grid;
  grid-template-columns: auto 1fr;
  gap: calc(2 * var(--u)) calc(12 * var(--u));
  margin: 0;
}
.side dt {
  color: var(--ink3);
}
.side dd {
  margin: 0;
  font-family: var(--mono);
  overflow-wrap: anywhere;
  min-width: 0;
}
.side ul {
  list-style: none;
  margin: 0;
  padding: 0;
}
.side li {
  display: flex;
  gap: calc(8 * var(--u));
  align-items: baseline;
  min-height: calc(22 * var(--u));
  border-bottom: 1px solid var(--line);
}
.side li .m {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.side li .r {
  margin-left: auto;
  color: var(--ink2);
  white-space: nowrap;
}
.side li.ghost .m {
  color: var(--losttext);
}
.side .what {
  color: var(--ink3);
  font-size: var(--r1);
}
.side pre {
  background: var(--sunk);
  padding: calc(8 * var(--u));
}
.diff .add {
  color: var(--oktext);
}
.diff .del {
  color: var(--losttext);
}
.bad {
  color: var(--losttext);
}
`;var sl=`/* Tokens: see the design notes. One unit --u is one pixel at scale 1; everything is measured in it. */
.stage {
  --sans:
    -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial,
    "Liberation Sans", sans-serif;
  --mono:
    ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
  --f1: 11px;
  --f2: 12px;
  --f3: 13px;
  --f4: 16px;
  --f5: 20px;
  --r1: calc(11 * var(--u));
  --r2: calc(12 * var(--u));
  --r3: calc(13 * var(--u));
  --r4: calc(16 * var(--u));
  --r5: calc(20 * var(--u));
  --hair: 1;
  --rule: 1.25;
  --live: 2.5;
  --fan: 8;
  --connect: #009e73;
  --receive: #0072b2;
  --disconnect: #16191d;
  --request: #e69f00;
  --reply: #56b4e9;
  --custom: #cc79a7;
  --held: #f0e442;
  --lost: #d55e00;
  --bg: #ffffff;
  --sunk: #f5f6f7;
  --ink: #16191d;
  --ink2: #434a52;
  --ink3: #626a73;
  --line: #d9dde1;
  --edge: #868e96;
  --sel: #0072b2;
  --selbg: #e8f2f9;
  --losttext: #a84300;
  --lostbg: #fcf0e8;
  --heldtext: #5c5300;
  --oktext: #00704f;
  --tokline: #16191d;
  color-scheme: light;
}
.stage[data-theme="dark"] {
  --bg: #111417;
  --sunk: #1a1e22;
  --ink: #eceff1;
  --ink2: #bcc4cb;
  --ink3: #959ea7;
  --line: #2e353b;
  --edge: #6f7982;
  --sel: #6dbbea;
  --selbg: #15293a;
  --losttext: #ff9a57;
  --lostbg: #2e1c11;
  --heldtext: #f0e442;
  --oktext: #3cc79e;
  --tokline: #111417;
  --disconnect: #eceff1;
  --receive: #2f8fd0;
  color-scheme: dark;
}
.stage[data-theme="projector"] {
  --bg: #ffffff;
  --sunk: #f2f2f2;
  --ink: #000000;
  --ink2: #1c1c1c;
  --ink3: #333333;
  --line: #9a9a9a;
  --edge: #4a4a4a;
  --sel: #005a8f;
  --selbg: #dcedf8;
  --losttext: #8f3900;
  --lostbg: #fbe6d8;
  --heldtext: #3d3700;
  --oktext: #005c41;
  --tokline: #000000;
  --disconnect: #000000;
  --f1: 12px;
  --r1: calc(12 * var(--u));
  --hair: 1.25;
  --rule: 1.75;
  --live: 3.5;
  --fan: 10.5;
}
`;var $m=[sl,rl,ol,Yo].join(`
`),Tm=1e3/15,Bm=4,Om=500,Rm=["keydown","keypress","keyup"],Ln=class{constructor(e,n,r){this.session=e;let o=wa(r.theme);this.following=o===null,this.look={view:ye.find(s=>s===r.view)??"flow",theme:o??fo(document,this.system),language:Fi(r.language??document.documentElement.lang),selection:null,filter:"",open:null,help:!1},n.append(this.shown.host,this.slip.host),this.places=new Kt(n,this.shown.host,s=>this.another(s),e.box,()=>this.moved()),this.listen(),this.moved(),r.pin&&this.places.go("pin"),r.window&&this.places.go("window")}session;shown=vo(document);slip=vo(document);places;look;following;system=matchMedia("(prefers-color-scheme: dark)");reduced=matchMedia("(prefers-reduced-motion: reduce)");coarse=matchMedia("(pointer: coarse)");draws=new Set;undo=[];unwatch=()=>{};inSight=!1;size={width:0,height:0};frame=null;clock;dirty=!0;drawn=-1;mayRender=0;unmount(){this.stop(),clearTimeout(this.clock),this.unwatch();for(let e of this.undo)e();Ue(null,this.shown.into),Ue(null,this.slip.into),this.places.dispose(),this.shown.host.remove(),this.slip.host.remove(),this.session.seen(this,!1)}another(e){return this.unwatch(),this.stop(),Ue(null,this.shown.into),this.shown.host.remove(),this.shown=vo(e),this.shown.host}listen(){let e=(n,r,o)=>{n.addEventListener(r,o),this.undo.push(()=>n.removeEventListener(r,o))};e(this.reduced,"change",()=>this.update()),e(this.coarse,"change",()=>this.update()),this.undo.push(ya(document,this.system,()=>this.pageThemeChanged())),this.undo.push(this.session.subscribe(()=>this.wake()))}moved(){this.unwatch(),this.stop(),this.unwatch=this.watch(this.places.view),this.update()}watch(e){let n=e.document,r=new e.ResizeObserver(()=>this.measure());r.observe(this.shown.host);let o=new e.IntersectionObserver(l=>{this.inSight=l.at(-1).isIntersecting,this.sightChanged()});o.observe(this.shown.host);let s=()=>this.sightChanged(),i=()=>this.measure();return n.addEventListener("visibilitychange",s),n.addEventListener("fullscreenchange",i),this.measure(),()=>{r.disconnect(),o.disconnect(),n.removeEventListener("visibilitychange",s),n.removeEventListener("fullscreenchange",i)}}measure(){let{width:e,height:n}=this.shown.host.getBoundingClientRect();(e!==this.size.width||n!==this.size.height)&&(this.size={width:e,height:n}),this.sightChanged(),this.update()}get visible(){let e=this.places.view.document;return this.inSight&&this.size.width>0&&e.visibilityState!=="hidden"}sightChanged(){this.session.seen(this,this.visible),this.visible?this.wake():this.stop()}pageThemeChanged(){this.following&&this.change({theme:fo(document,this.system)},!0)}change=(e,n=!1)=>{e.theme&&!n&&(this.following=!1),this.look={...this.look,...e},this.update()};update(){this.dirty=!0,this.wake()}wake(){if(this.frame||!this.visible)return;clearTimeout(this.clock);let{view:e}=this.places;this.frame={view:e,id:e.requestAnimationFrame(this.step)}}stop(){this.frame&&this.frame.view.cancelAnimationFrame(this.frame.id),this.frame=null,clearTimeout(this.clock)}step=e=>{this.frame=null,this.session.advance(e),(this.dirty||this.session.version!==this.drawn)&&(this.dirty||e>=this.mayRender)&&this.paint();let r=this.session.time();for(let o of this.draws)o(r);this.session.moving||this.session.version!==this.drawn?this.wake():this.clock=setTimeout(()=>this.update(),Om)};paint(){let e=performance.now();this.dirty=!1,this.drawn=this.session.version;let n=this.measured();Ue(a(tl,{session:this.session,look:this.look,change:this.change,frame:n,places:this.places}),this.shown.into),Ue(a(nl,{places:this.places,look:this.look,scale:n.scale}),this.slip.into),this.session.rendered();let r=performance.now();this.mayRender=Math.max(e+Tm,r+(r-e)*(Bm-1))}measured(){let{width:e,height:n}=this.size,{host:r}=this.shown,o=r.ownerDocument.fullscreenElement===r,s=o||this.places.place==="window",{place:i,folded:l}=this.places,c=i==="pin"&&!o,u=c?os(this.look.theme,e,n):wr(this.look.theme,e,n,s),d=Math.floor(e/u)-32,p=this.coarse.matches||d<jt,h=(c||s)&&n/u<ss(yr(d),c);return{width:d,scale:u,mode:yr(d),calm:this.reduced.matches,place:i,whole:o,folded:c&&l,compact:h,speeds:d>=is||!(h||p),touch:p,onFrame:this.onFrame}}onFrame=e=>(this.draws.add(e),this.wake(),()=>this.draws.delete(e))};function vo(t){let e=t.createElement("div"),n=t.createElement("style"),r=t.createElement("div");n.textContent=$m,r.className="root",e.attachShadow({mode:"open"}).append(n,r);for(let o of Rm)e.addEventListener(o,Qo);return{host:e,into:r}}var Fm=40,Am=10,Lm=20,Nm=8,il=128,qm=new Set(["asgi.delay"]);function al(t,e){let n=K(e),r={alias:n,store:m(e.store)??"",capacity:B(e.capacity),channelCapacity:Dm(e.channel_capacity),expiry:B(e.expiry),groupExpiry:B(e.group_expiry),open:!0};t.layers.set(n,r);for(let o of t.channels.values())o.layer===n&&(o.capacity=St(r,o.name))}function Dm(t){return Array.isArray(t)?t.filter(e=>Array.isArray(e)&&typeof e[0]=="string"&&typeof e[1]=="number"):[]}function ll(t,e){let n=t.layers.get(K(e));n!==void 0&&(n.open=!1)}function Nn(t,e){let n=m(e.server)??e.where??"",r=t.servers.get(n),o=e.kind.slice(7);t.servers.set(n,{name:n,address:m(e.address)??r?.address??null,state:o==="started"?"running":o==="draining"?"draining":"stopped"})}function cl(t,e){let n=m(e.worker)??e.where??"",r=t.workers.get(n),o=ml(n,K(e));o.runs=r?.runs??0,o.lastDuration=r?.lastDuration??null,o.zombies=r?.zombies??0,t.workers.set(n,o),Dn(t,o,Yi(e.channels))}function ul(t,e){let n=t.workers.get(m(e.worker)??e.where??"");n!==void 0&&(n.state="stopping")}function dl(t,e){let n=t.workers.get(m(e.worker)??e.where??"");if(n===void 0)return;Dn(t,n,[]),n.state="stopped",n.reason=m(e.reason),ko(n);let r=[...t.workers.values()].filter(o=>o.state==="stopped");for(let o of r.slice(0,Math.max(r.length-Nm,0)))t.workers.delete(o.name)}function pl(t,e){let n=t.workers.get(m(e.worker)??e.where??"");n!==void 0&&(n.zombies+=1)}function hl(t,e){let n=t.workers.get(m(e.worker)??e.where??"");n!==void 0&&(n.zombies=Math.max(n.zombies-1,0))}function fl(t,e){let n=t.workers.get(m(e.worker)??e.where??""),r=m(e.run);n===void 0||n.message===null||n.run!==r||(n.alarm={run:r,file:m(e.file),line:B(e.line)},n.consumer??=Z(m(e.consumer)??"")||null)}function ko(t){t.state==="busy"&&(t.state="idle"),t.message=t.run=t.consumer=t.busySince=t.alarm=null}function ml(t,e){return{name:t,builtin:!gl(t),layer:e,channels:[],state:"idle",reason:null,message:null,run:null,consumer:null,busySince:null,alarm:null,lastDuration:null,runs:0,zombies:0}}function gl(t){return t.startsWith("worker:")}function qn(t,e,n){let r=t.workers.get(e);if(r!==void 0||!gl(e))return r;let o=ml(e,n);return t.workers.set(e,o),o}function Dn(t,e,n){for(let r of e.channels)t.channels.get(q(e.layer,r))?.heardBy.delete(e.name);e.channels=[...n];for(let r of n)Hn(t,e.layer,r).heardBy.add(e.name)}function Hn(t,e,n){let r=n.includes("?")?n.slice(0,n.indexOf("?")+1):n,o=q(e,r),s=t.channels.get(o);return s===void 0&&(t.channels.size>=il&&Hm(t),s={layer:e,name:r,kind:te(r),capacity:St(t.layers.get(e),n),queue:[],builtin:qm.has(r),heardBy:new Set,since:t.at},t.channels.set(o,s)),s}function Hm(t){let e=new Set(t.rules.map(n=>q(n.layer,n.channel)));for(let[n,r]of t.channels){if(t.channels.size<il)return;r.queue.length===0&&r.heardBy.size===0&&!e.has(n)&&t.channels.delete(n)}}function bl(t,e,n){let r=Je(e);if(r===null||t.connections.has(r))return;let o=m(e.label),s=m(e.reply_channel);Jm(t,o),t.connections.set(r,{id:r,protocol:m(e.protocol)??"websocket",server:e.where??"",path:m(e.path)??"",label:o??r,ours:o!==null,replyChannel:s,state:"opening",openedAt:e.at,closedAt:null,code:null,closedBy:null,why:null,method:null,status:null,queue:[],inHand:[],groups:new Set,frames:[],sent:0,received:0}),s!==null&&t.replies.set(s,r),n&&Jn(t)}function Jm(t,e){if(e!==null)for(let n of t.closed.keys())t.connections.get(n)?.label===e&&Sl(t,n)}function wl(t,e){let n=Xe(t,e);n?.state==="opening"&&(n.state="open")}function yl(t,e,n){let r=Xe(t,e);r!==void 0&&(r.status=B(e.status),r.why=m(e.why),xo(t,r,"rejected",e.at),n&&Jn(t))}function vl(t,e,n){let r=Xe(t,e);r!==void 0&&(r.code=B(e.code),r.closedBy=m(e.by),xo(t,r,r.state==="rejected"?"rejected":"closed",e.at),n&&Jn(t))}function xo(t,e,n,r){e.state=n,e.closedAt??=r;for(let o of e.groups){let s=t.groups.get(o)?.members.get(e.replyChannel??"");s!==void 0&&(s.ghost=!0)}e.groups.size===0&&t.closed.set(e.id,e.closedAt)}function kl(t){return t.state==="closed"||t.state==="rejected"}function xl(t,e){!kl(e)||e.groups.size>0||(t.closed.set(e.id,t.at),Jn(t))}function Jn(t){for(let[e,n]of t.closed){let r=t.connections.get(e);if(r===void 0||r.groups.size>0)t.closed.delete(e);else{let o=r.ours&&r.protocol==="websocket";(t.closed.size>Fm||!o&&t.at-n>Am)&&Sl(t,e)}}}function Sl(t,e){let n=t.connections.get(e);t.closed.delete(e),t.connections.delete(e);let r=n?.replyChannel??null;r!==null&&t.replies.get(r)===e&&t.replies.delete(r)}function Xe(t,e){let n=Je(e);return n===null?void 0:t.connections.get(n)}function So(t,e,n){let r=Xe(t,e);if(r===void 0)return;let o=e.kind==="frame.received";n&&(r[o?"sent":"received"]+=1),r.frames.push({incoming:o,text:Zi(e),at:e.at,message:o?null:m(e.cause)}),r.frames.length>Lm&&r.frames.shift()}function _l(t,e){let n=Xe(t,e);n!==void 0&&(n.method=m(e.method))}function Ml(t,e){let n=Xe(t,e);n!==void 0&&(n.status=B(e.status),n.state==="opening"&&(n.state="open"))}function Cl(t,e){let n=Xe(t,e);n===void 0||kl(n)||(n.closedBy=m(e.by),xo(t,n,"closed",e.at))}var Im="(decides by itself)";function El(t){let e=[],n=0,r=new Set,o=null;for(let s of t){(o?.text!==s.text||r.has(s.channel))&&(n+=1,r=new Set),r.add(s.channel),o=s;let i=e.find(l=>zm(l,s));e.push({...s,number:n,hiddenBy:i?.number??null})}return e}function zm(t,e){return t.channel!==e.channel||t.consumer.endsWith(Im)?!1:Object.entries(t.filters).every(([n,r])=>e.filters[n]===r)}var Xm=400,Pl=400,$l=300,Km=1e3,jm=200,Gm=500,Um=100,Vm=.5;function dt(t,e){let n=Z(e),r=t.consumers.get(n);return r===void 0&&(t.consumers.size>=$l&&Ym(t),r={name:n,channels:[],builtin:xt(n),version:null,source:null,diff:null,file:null,line:null,runs:0,running:0,raised:0,deferred:0,lastError:null,lastDuration:null,routed:!1,hiddenBy:null},t.consumers.set(n,r)),r}function Ym(t){for(let[e,n]of t.consumers){if(t.consumers.size<$l)return;!n.routed&&n.running===0&&t.consumers.delete(e)}}function Tl(t,e){let n=K(e),r=Array.isArray(e.rules)?El(e.rules.map(s=>Zm(n,s))):[];t.routed.add(n),t.rules=[...t.rules.filter(s=>s.layer!==n),...r],Bl(t);let o=[...new Set(r.map(s=>s.channel))];for(let s of t.workers.values())s.layer===n&&s.state!=="stopped"&&!s.builtin&&Dn(t,s,o)}function Zm(t,e){let n=ne(e),r=Z(m(n.consumer)??""),o={};for(let[s,i]of Object.entries(ne(n.filters)))o[s]=String(i);return{channel:m(n.channel)??"",consumer:r,text:m(n.text)??"",filters:o,builtin:n.builtin===!0||xt(r),layer:t}}function Bl(t){for(let n of t.consumers.values())n.channels=[],n.routed=!1,n.hiddenBy=null;let e=new Set;for(let n of t.rules){let r=dt(t,n.consumer);r.channels.includes(n.channel)||r.channels.push(n.channel),r.builtin=n.builtin,r.routed=!0,n.hiddenBy===null?e.add(r):r.hiddenBy??=Qm(t,n)}for(let n of e)n.hiddenBy=null}function Qm(t,{layer:e,hiddenBy:n}){let r=t.rules.find(o=>o.layer===e&&o.number===n);return r===void 0?null:{number:r.number,consumer:r.consumer}}function _o(t){return Array.isArray(t.ladder)?t.ladder:[]}function Ol(t,e,n){let r=ue(e),o=r===null?void 0:t.messages.get(r),s=m(e.channel)??o?.channel??null,i=Z(m(e.consumer)??"");if(s===null)return;if(n){let c=`${s} → ${i}`;t.usedRoutes.set(c,(t.usedRoutes.get(c)??0)+1),t.usedRoutes.size>Pl&&Wl(t.usedRoutes,u=>u,c)}Fl(t,s,{message:r,steps:_o(e),matched:i});let l=o?.layer??"default";t.routed.has(l)||eg(t,l,s,i,_o(e))}function Rl(t,e){let n=ue(e)??m(e.cause),r=m(e.channel)??t.messages.get(n??"")?.channel??null;r!==null&&Fl(t,r,{message:n,steps:_o(e),matched:null})}function Fl(t,e,n){if(t.ladders.set(e,n),t.ladders.size>Um){let r=t.ladders.keys().next().value;r!==void 0&&t.ladders.delete(r)}}function eg(t,e,n,r,o){if(t.rules.some(p=>p.layer===e&&p.channel===n&&p.consumer===r)||t.rules.length>=Pl)return;let i=o.find(p=>p.matched)?.rule,l=xt(r),c=i??`${n} -> ${r}`,u=t.rules.length+1,d={channel:n,consumer:r,text:c,filters:{},builtin:l,layer:e};t.rules.push({...d,number:u,hiddenBy:null}),Bl(t)}function Al(t,e,n){let r=m(e.run)??m(e.id);if(r===null||t.runs.has(r))return;let o=dt(t,m(e.consumer)??""),s=m(e.message),i=m(e.worker)??e.where??null,l=t.messages.get(s??"")?.layer??"default",c=qn(t,i??"",l);t.runs.set(r,{id:r,consumer:o.name,message:s,worker:i,startedAt:e.at,ended:!1}),t.runs.size>Km&&tg(t),o.running+=1,o.version=m(e.version)??o.version,n&&(o.runs+=1),c!==void 0&&(c.state==="idle"&&(c.state="busy"),c.run=r,c.consumer=o.name,c.message??=s,c.busySince??=e.at,n&&(c.runs+=1))}function tg(t){let e=t.runs.values().next().value;e!==void 0&&(Wn(t,e),t.runs.delete(e.id))}function Wn(t,e){if(e.ended)return;e.ended=!0;let n=t.consumers.get(e.consumer);n!==void 0&&(n.running-=1)}function Ll(t,e){for(let n of t.runs.values())n.message===e&&(Wn(t,n),t.runs.delete(n.id))}function Nl(t,e){return t.runs.get(m(e.run)??m(e.id)??"")}function ql(t,e){let n=Nl(t,e),r=dt(t,m(e.consumer)??n?.consumer??"");if(r.lastDuration=B(e.duration),n===void 0)return;Wn(t,n);let o=t.workers.get(n.worker??"");o!==void 0&&(o.lastDuration=r.lastDuration)}function Dl(t,e,n){let r=Nl(t,e),o=dt(t,m(e.consumer)??r?.consumer??""),s=m(e.error)??"";n&&(o.raised+=1),o.lastDuration=B(e.duration);let i=e.seq??t.seq;o.lastError={error:s,run:m(e.run),seq:i,at:e.at},r!==void 0&&Wn(t,r),Ke(t,e,"raised",o.name)}function Hl(t,e,n){n&&(dt(t,m(e.consumer)??"").deferred+=1)}function Jl(t,e){let n=m(e.run)??m(e.cause);t.printed.push({seq:e.seq??t.seq,at:e.at,run:n,consumer:Z(m(e.consumer)??"")||(t.runs.get(n??"")?.consumer??null),stream:m(e.stream)??"stdout",text:m(e.text)??m(ne(e.text).$head)??"",cut:B(e.cut)??0}),t.printed.length>jm&&t.printed.shift()}function In(t,e){let n=t.runs.get(e);if(n!==void 0||!t.messages.has(e))return n;for(let r of t.runs.values())if(r.message===e)return r}function Nt(t,e,n,r,o){let s=In(t,e)?.consumer;if(s===void 0)return;let i=`${s} ${n} ${r}`,l=t.edges.get(i);if(l!==void 0){o&&(l.uses+=1);return}t.edges.set(i,{consumer:s,to:r,what:n,uses:1}),t.edges.size>Xm&&Wl(t.edges,c=>c.uses,i)}function Wl(t,e,n){let r=null,o=Number.POSITIVE_INFINITY;for(let[s,i]of t)s!==n&&e(i)<o&&(r=s,o=e(i));r!==null&&t.delete(r)}function Il(t,e){let n=dt(t,m(e.what)??"");n.version=m(e.version)??n.version,n.diff=m(e.diff),n.source=m(e.source)??m(ne(e.source).$head),n.file=m(e.file),n.line=B(e.line),n.diff&&Ke(t,e,"code",n.name)}function zl(t,e){Ke(t,e,"raised",Z(m(e.what)??""))}function Xl(t,e){let n=m(e.fault)??"",r=m(e.target),o=ne(e.options);t.faults.set(jl(e),{id:m(e.id),fault:n,target:r,options:o,since:e.at}),Ke(t,e,"fault",n)}function Kl(t,e){t.faults.delete(jl(e))}function jl(t){return m(t.id)??`${m(t.fault)??""} ${m(t.target)??""}`}function Gl(t,e){Ke(t,e,"marked",m(e.label)??"",m(e.notes))}function Ke(t,e,n,r,o=null){let s=t.markers,i=s.at(-1),l=i!==void 0&&i.kind===n&&i.label===r;if(!(n==="lost"&&l&&e.at-i.at<Vm)&&(s.push({seq:e.seq??t.seq,at:e.at,label:r,notes:o,kind:n}),s.length>Gm)){let c=s.findIndex(u=>u.kind!=="marked");s.splice(Math.max(c,0),1)}}var ae={hop:null,lasts:0},rg={frame:260,accept:240,take:200,run:200,send:300,toGroup:280,fan:400,reply:400,out:260,fall:520,member:260},Mo=140,og=80,zn=class{sent=null;of(e,n){let r=mg.get(n.kind);return n.kind==="group.sent"&&(this.sent={id:m(n.id)??"",group:Co(n)}),r===void 0?ae:r(e,n,this.sent)}};function de(t,e){return{hop:{road:t,kind:e,count:1},lasts:rg[t.hop]}}function Co(t){return q(K(t),m(t.group)??"")}function Xn(t,e){return In(t,m(e.cause)??"")?.consumer??null}function sg(t,e){let n=In(t,m(e.cause)??"");return t.messages.get(n?.message??"")?.kind??"custom"}function Kn(t){return(e,n)=>{let r=Je(n);return r===null?ae:de({hop:"frame",connection:r},t)}}function qt(t){return(e,n)=>{let r=Je(n);return r===null?ae:de({hop:"out",connection:r},t)}}function ig(t,e){return e.protocol==="http"?ae:Kn("connect")(t,e,null)}function ag(t,e){let n=t.connections.get(Je(e)??"");return n===void 0||n.protocol==="http"?ae:e.by==="client"?Kn("disconnect")(t,e,null):e.by==="server"?qt("disconnect")(t,e,null):ae}function lg(t,e,n){let r=m(e.channel)??"",o=m(e.group_send);if(o!==null)return cg(t,r,o===n?.id?n.group:null);if(se(r)){let i=t.replies.get(r);return i===void 0?ae:de({hop:"reply",consumer:Xn(t,e),connection:i},"reply")}let s=Eo(e,r);if(e.where?.startsWith("server:")){if((t.channels.get(s)?.heardBy.size??0)===0&&te(r)==="disconnect")return ae;let l=ug(t,e);return de({hop:"accept",connection:l,channel:s},te(r))}return de({hop:"send",consumer:Xn(t,e),channel:s},te(r))}function cg(t,e,n){if(n===null)return ae;let r=t.replies.get(e);return de({hop:"fan",group:n,connections:r===void 0?[]:[r],channels:r===void 0?[e]:[]},"reply")}function Eo(t,e){let n=e.includes("?")?e.slice(0,e.indexOf("?")+1):e;return q(K(t),n)}function ug(t,e){let n=e.content,r=m(n?.reply_channel);if(r!==null)return t.replies.get(r)??null;let o=m(e.cause)??"";return t.connections.has(o)?o:null}function dg(t,e){let n=m(e.channel)??"";if(se(n))return{hop:null,lasts:og};let r=e.where??"";return t.workers.has(r)?de({hop:"take",channel:Eo(e,n),worker:r},te(n)):ae}function pg(t,e){let n=m(e.worker)??e.where??"",r=t.messages.get(m(e.message)??""),o=Z(m(e.consumer)??"");return de({hop:"run",worker:n,consumer:o},r?.kind??"custom")}function hg(t,e){return de({hop:"toGroup",consumer:Xn(t,e),group:Co(e)},"reply")}function Ul(t){return(e,n)=>{if(t==="discard"&&n.reason!=="discarded")return ae;let r=e.replies.get(m(n.channel)??"")??null,s={hop:"member",consumer:Xn(e,n),group:Co(n),change:t,connection:r};return de(s,sg(e,n))}}function fg(t,e){let n=m(e.reason)??"";if(n==="nobody_listens"||ue(e)===null)return ae;let r=m(e.channel)??"",o=t.replies.get(r)??null,s=se(r)?r:Eo(e,r);return de({hop:"fall",channel:s,connection:o,reason:n},te(r))}var mg=new Map([["connection.opened",ig],["connection.accepted",qt("reply")],["connection.rejected",qt("disconnect")],["connection.closed",ag],["frame.received",Kn("receive")],["frame.sent",qt("reply")],["request.received",Kn("request")],["response.started",qt("reply")],["message.accepted",lg],["message.taken",dg],["message.lost",fg],["group.sent",hg],["group.joined",Ul("add")],["group.left",Ul("discard")],["consumer.started",pg],["worker.busy",()=>({hop:null,lasts:Mo})],["consumer.finished",()=>({hop:null,lasts:Mo})],["consumer.raised",()=>({hop:null,lasts:Mo})]]);function jn(t){switch(t.hop){case"frame":case"out":return`${t.hop} ${t.connection}`;case"accept":return`accept ${t.connection} ${t.channel}`;case"take":return`take ${t.channel} ${t.worker}`;case"run":return`run ${t.worker} ${t.consumer}`;case"send":return`send ${t.consumer} ${t.channel}`;case"toGroup":return`toGroup ${t.consumer} ${t.group}`;case"fan":return`fan ${t.group}`;case"reply":return`reply ${t.consumer} ${t.connection}`;case"fall":return`fall ${t.connection??t.channel} ${t.reason}`;case"member":return`member ${t.consumer} ${t.group} ${t.change}`}}var gg=.05,bg=3,wg=300,yg=4e3,Gn=class{lasts=0;waiting=[];head=0;newest=null;index=0;sights=new zn;touched=new Map;get length(){return this.waiting.length-this.head}get next(){return this.waiting[this.head]}*[Symbol.iterator](){for(let e=this.head;e<this.waiting.length;e++)yield this.waiting[e]}take(){let e=this.waiting[this.head];return this.waiting[this.head]=vg,this.head+=1,this.lasts-=e.lasts,this.head>256&&this.head*2>this.waiting.length&&(this.waiting=this.waiting.slice(this.head),this.head=0),e}clear(){this.waiting=[],this.head=0,this.lasts=0,this.newest=null,this.touched.clear()}add(e,n,r,o){let s=this.sights.of(e,n),i=this.length>wg;if(s.lasts===0&&this.join(n)){i||this.touch(n,this.newest);return}let l=i?this.newest:this.cause(n),c=kg(n,s),u=(i?this.last(c):this.beside(c,n,l))??this.begin(n,s,c,r,o);(u.after===null||l!==null&&l.index>u.after.index)&&(u.after=l===u?u.after:l),s.hop!==null&&_g(u,s.hop),u.facts[0]!==n&&this.newest.facts.push(n),i||this.touch(n,u)}join(e){return this.newest===null||this.newest.facts.length===0?!1:(this.newest.facts.push(e),!0)}last(e){let n=this.waiting.at(-1);return e!==null&&n?.alike===e&&n.ends===null?n:void 0}beside(e,n,r){if(e===null)return;let o=Math.max(this.head,this.waiting.length-bg);for(let s=this.waiting.length-1;s>=o;s--){let i=this.waiting[s];if(r!==null&&i.index<=r.index)return;if(i.alike===e&&n.at-i.at<=gg)return i}}begin(e,n,r,o,s){let i={index:++this.index,facts:[e],hops:new Map,alike:r,lasts:n.lasts,at:e.at,after:null,came:o,deadline:s,ends:null};return this.waiting.push(i),this.newest=i,this.lasts+=i.lasts,i}cause(e){let n=null;for(let r of Sg(e)){let o=r===null?void 0:this.touched.get(r);o!==void 0&&(n===null||o.index>n.index)&&(n=o)}return n}touch(e,n){this.touched.size>yg&&this.touched.clear();for(let r of Vl(e))r!==null&&this.touched.set(r,n)}},vg={index:0,facts:[],hops:new Map,alike:null,lasts:0,at:0,after:null,came:0,deadline:0,ends:0};function kg(t,e){return e.hop===null?t.kind==="message.taken"?"stand":null:e.hop.road.hop==="fan"?`fan ${m(t.group_send)}`:e.hop.road.hop}var xg=new Set(["message.taken","message.delivered","message.lost"]);function Vl(t){let n=xg.has(t.kind)&&t.where?.startsWith("worker:")?t.where??null:null;return[m(t.id),m(t.message),m(t.run),m(t.connection),n]}function Sg(t){return[...Vl(t),m(t.cause)]}function _g(t,e){let n=jn(e.road),r=t.hops.get(n);if(r===void 0){t.hops.set(n,e);return}r.count+=e.count,r.road.hop==="fan"&&e.road.hop==="fan"&&(r.road.connections.push(...e.road.connections),r.road.channels.push(...e.road.channels))}var Mg=50,Yl=200,Cg=100,Eg="nobody_listens";function Zl(t,e,n){let r=ue(e),o=m(e.channel)??"";if(r===null||t.messages.has(r))return;let s={id:r,layer:K(e),channel:o,kind:te(o),state:"queued",acceptedAt:e.at,hand:null,takenAt:null,size:B(e.size)??0,cause:m(e.cause),hold:null,due:null,edited:!1};if(t.messages.set(r,s),Vn(t,s)?.push(r),s.cause===null)return;let i=se(o)?"":q(s.layer,o);Nt(t,s.cause,i===""?"reply":"channel",i,n)}function Po(t,e){let n=t.replies.get(e.channel);return n===void 0?void 0:t.connections.get(n)}function Vn(t,e){return se(e.channel)?Po(t,e)?.queue:Hn(t,e.layer,e.channel).queue}function Pg(t,e){let n=ue(e);return n===null?void 0:t.messages.get(n)}function Un(t,e){if(t===void 0)return;let n=t[0]===e?0:t.indexOf(e);n===0?t.shift():n>0&&t.splice(n,1)}function Ql(t,e){let n=Pg(t,e);if(n===void 0||n.state==="in_hand")return;Un(Vn(t,n),n.id),n.state="in_hand",n.hand=e.where??null,n.takenAt=e.at,se(n.channel)&&Po(t,n)?.inHand.push(n.id);let r=qn(t,n.hand??"",n.layer);r!==void 0&&$g(t,r,n,e.at)}function $g(t,e,n,r){e.state==="idle"&&(e.state="busy"),e.message=n.id,e.busySince=r,se(n.channel)||Tg(t,e,n)}function Tg(t,e,n){let r=Hn(t,n.layer,n.channel);r.heardBy.has(e.name)||e.channels.length>=Cg||(r.heardBy.add(e.name),e.channels.push(r.name))}function ec(t,e){nc(t,e)}function tc(t,e){let n=m(e.reason)??"",r=m(e.channel)??"",o=nc(t,e),s=n===Eg;t.bin.unshift({seq:e.seq??t.seq,at:e.at,message:o,channel:r,kind:te(r),reason:n,harmless:s}),t.bin.length>Mg&&t.bin.pop(),s||Ke(t,e,"lost",n)}function nc(t,e){let n=ue(e);if(n===null)return null;let r=t.messages.get(n);Ll(t,n);let o=t.workers.get(r?.hand??e.where??"");return o?.message===n&&ko(o),r===void 0||(t.messages.delete(n),Yn(t,r),r.state==="in_hand"?Un(Po(t,r)?.inHand,n):Un(Vn(t,r),n)),n}function rc(t,e){let n=Vn(t,e);Un(n,e.id),n?.push(e.id)}function oc(t,e){let n=K(e),r=m(e.group)??"",o=q(n,r),s=t.groups.get(o);return s===void 0&&(t.groups.size>=Yl&&Bg(t),s={layer:n,name:r,members:new Map,sends:0,since:e.at},t.groups.set(o,s)),s}function Bg(t){for(let[e,n]of t.groups){if(t.groups.size<Yl)return;n.members.size===0&&t.groups.delete(e)}}function sc(t,e,n){let r=oc(t,e),o=q(r.layer,r.name),s=m(e.channel)??"",i=t.replies.get(s)??null,l=i===null?void 0:t.connections.get(i),c=r.members.get(s);r.members.set(s,{channel:s,connection:i,joinedAt:c?.joinedAt??e.at,expiresAt:B(e.expires_at),ghost:l?.state==="closed"||l?.state==="rejected"}),l?.groups.add(o),e.cause&&Nt(t,e.cause,"add",o,n)}function ic(t,e,n){let r=q(K(e),m(e.group)??""),o=m(e.channel)??"",s=t.groups.get(r),i=s?.members.get(o);s?.members.delete(o);let l=t.connections.get(i?.connection??"");l!==void 0&&(l.groups.delete(r),xl(t,l)),e.cause&&e.reason==="discarded"&&Nt(t,e.cause,"discard",r,n)}function ac(t,e,n){let r=oc(t,e);n&&(r.sends+=1),e.cause&&Nt(t,e.cause,"send",q(r.layer,r.name),n)}function lc(t,e){let n=m(e.id);n!==null&&t.holds.set(n,{id:n,target:m(e.target)??"",condition:m(e.condition),expires:e.expires===!0,since:e.at,held:[]})}function cc(t,e){t.holds.delete(m(e.id)??"")}function uc(t,e){let n=pt(t,e);if(n?.state!=="queued")return;n.state="held",n.hold=m(e.breakpoint);let r=Zn(t,n);r!==void 0&&!r.held.includes(n.id)&&r.held.push(n.id)}function dc(t,e){let n=pt(t,e);n?.state==="held"&&(Yn(t,n),n.state="queued",n.hold=n.due=null,rc(t,n))}function pc(t,e){let n=pt(t,e);n!==void 0&&(n.edited=!0)}function hc(t,e){let n=pt(t,e),r=m(ne(e.changed).copy),o=n===void 0?void 0:Zn(t,n)?.held;n===void 0||r===null||o===void 0||o.splice(o.indexOf(n.id)+1||o.length,0,r)}function fc(t,e){let n=pt(t,e);n?.state==="held"&&(Yn(t,n),n.due=e.at+(B(ne(e.changed).seconds)??0))}function mc(t,e){let n=pt(t,e),r=B(e.place),o=n===void 0?void 0:Zn(t,n)?.held;n===void 0||r===null||!o?.includes(n.id)||(o.splice(o.indexOf(n.id),1),o.splice(r,0,n.id))}function Yn(t,e){let n=Zn(t,e)?.held,r=n?.indexOf(e.id)??-1;r>=0&&n?.splice(r,1)}function Zn(t,e){return e.hold===null?void 0:t.holds.get(e.hold)}function pt(t,e){return t.messages.get(ue(e)??"")}var Fg=new Map([["message.accepted",[null,"queued"]],["message.taken",["queued","inHand"]],["message.delivered",["inHand","delivered"]],["message.held",["queued","held"]],["message.released",["held","queued"]]]),Ag=new Map([["queued","queued"],["held","held"],["in_hand","inHand"]]);function $o(){return{accepted:0,queued:0,held:0,inHand:0,delivered:0,lost:0,refused:0,lostBy:new Map,refusedBy:new Map,balanced:!0}}function bc(t,e){let n=Fg.get(e.kind);if(n!==void 0){let r=To(t,e,Qe(m(e.channel)??"")),[o,s]=n;o===null?(r.accepted+=1,t.totals.accepted+=1):(r[o]-=1,t.totals[o]-=1),r[s]+=1,t.totals[s]+=1,Bo(t,r)}else e.kind==="message.lost"?Lg(t,e):e.kind==="message.refused"&&Ng(t,e)}function Lg(t,e){let n=To(t,e,Qe(m(e.channel)??"")),r=Ag.get(m(e.state))??"queued",o=m(e.reason)??"";n[r]-=1,t.totals[r]-=1,t.totals.lost+=1,ht(n.lost,o),ht(t.totals.lostBy,o),Bo(t,n)}function Ng(t,e){let n=m(e.reason)??"",r=To(t,e,Bs(m(e.channel)??"",n));t.totals.refused+=1,ht(r.refused,n),ht(t.totals.refusedBy,n)}function ht(t,e,n=1){t.set(e,(t.get(e)??0)+n)}function To(t,e,n){let r=K(e),o=qe(r,n),s=t.ledger.get(o);return s===void 0&&(s=wc(r,n),t.ledger.set(o,s)),s}function wc(t,e){return{layer:t,key:e,accepted:0,queued:0,held:0,inHand:0,delivered:0,lost:new Map,refused:new Map}}function qg(t){let e=t.queued+t.held+t.inHand+t.delivered,n=Math.min(t.accepted,t.queued,t.held,t.inHand,t.delivered);for(let r of t.lost.values())e+=r,r<n&&(n=r);return e===t.accepted&&n>=0}function Bo(t,e){qg(e)?t.unbalanced.size>0&&t.unbalanced.delete(qe(e.layer,e.key)):t.unbalanced.add(qe(e.layer,e.key)),t.totals.balanced=t.unbalanced.size===0}function yc(t,e){t.ledger.clear(),t.unbalanced.clear(),t.totals=$o();for(let n of e){if(!Array.isArray(n)||typeof n[0]!="string"||typeof n[1]!="string")continue;let r=wc(n[0],n[1]);[r.accepted,r.queued,r.held,r.inHand,r.delivered]=[2,3,4,5,6].map(o=>B(n[o])??0),r.lost=gc(n[7]),r.refused=gc(n[8]),t.ledger.set(qe(r.layer,r.key),r),Dg(t.totals,r),Bo(t,r)}}function gc(t){let e=new Map;if(typeof t=="object"&&t!==null)for(let[n,r]of Object.entries(t))typeof r=="number"&&e.set(n,r);return e}function Dg(t,e){t.accepted+=e.accepted,t.queued+=e.queued,t.held+=e.held,t.inHand+=e.inHand,t.delivered+=e.delivered;for(let[n,r]of e.lost)t.lost+=r,ht(t.lostBy,n,r);for(let[n,r]of e.refused)t.refused+=r,ht(t.refusedBy,n,r)}function Be(t){return{...t,layers:Q(t.layers,e=>({...e})),servers:Q(t.servers,e=>({...e})),connections:Q(t.connections,e=>({...e,queue:[...e.queue],inHand:[...e.inHand],groups:new Set(e.groups),frames:[...e.frames]})),replies:new Map(t.replies),channels:Q(t.channels,e=>({...e,queue:[...e.queue],heardBy:new Set(e.heardBy)})),messages:Q(t.messages,e=>({...e})),workers:Q(t.workers,e=>({...e,channels:[...e.channels]})),rules:[...t.rules],routed:new Set(t.routed),consumers:Q(t.consumers,e=>({...e,channels:[...e.channels]})),groups:Q(t.groups,e=>({...e,members:Q(e.members,n=>({...n}))})),edges:Q(t.edges,e=>({...e})),usedRoutes:new Map(t.usedRoutes),runs:Q(t.runs,e=>({...e})),ledger:Q(t.ledger,e=>({...e,lost:new Map(e.lost),refused:new Map(e.refused)})),totals:{...t.totals,lostBy:new Map(t.totals.lostBy),refusedBy:new Map(t.totals.refusedBy)},unbalanced:new Set(t.unbalanced),faults:Q(t.faults,e=>({...e})),holds:Q(t.holds,e=>({...e,held:[...e.held]})),closed:new Map(t.closed),bin:[...t.bin],printed:[...t.printed],markers:[...t.markers],ladders:new Map(t.ladders),unknown:new Map(t.unknown)}}function Q(t,e){let n=new Map;for(let[r,o]of t)n.set(r,e(o));return n}var U=()=>{},kc=new Map([["layer.opened",al],["layer.closed",ll],["process.joined",U],["process.left",U],["server.started",Nn],["server.draining",Nn],["server.stopped",Nn],["worker.started",cl],["worker.busy",fl],["worker.stopping",ul],["worker.stopped",dl],["worker.stuck",pl],["worker.freed",hl],["connection.opened",bl],["connection.accepted",wl],["connection.rejected",yl],["connection.closed",vl],["frame.received",So],["frame.sent",So],["frame.ignored",U],["reply.malformed",U],["request.received",_l],["response.started",Ml],["response.ended",Cl],["message.accepted",Zl],["message.refused",U],["message.taken",Ql],["message.delivered",ec],["message.lost",tc],["message.held",uc],["message.released",dc],["message.edited",pc],["message.duplicated",hc],["message.delayed",fc],["message.moved",mc],["group.joined",sc],["group.left",ic],["group.sent",ac],["route.matched",Ol],["route.unmatched",Rl],["routing.changed",Tl],["session.opened",U],["session.saved",U],["session.discarded",U],["user.identified",U],["consumer.started",Al],["consumer.finished",ql],["consumer.raised",Dl],["consumer.deferred",Hl],["consumer.denied",U],["consumer.waited",U],["binding.refused",U],["consumer.printed",Jl],["timer.set",U],["timer.fired",U],["code.changed",Il],["code.refused",zl],["hold.began",lc],["hold.ended",cc],["fault.began",Xl],["fault.ended",Kl],["marked",Gl],["subscriber.failed",U],["log.trimmed",Wg]]),i0=new Set(kc.keys()),Hg=100;function Oe(){return{seq:0,at:0,skipped:0,trimmed:0,layers:new Map,servers:new Map,connections:new Map,replies:new Map,channels:new Map,messages:new Map,workers:new Map,rules:[],routed:new Set,consumers:new Map,groups:new Map,edges:new Map,usedRoutes:new Map,runs:new Map,ledger:new Map,totals:$o(),unbalanced:new Set,faults:new Map,holds:new Map,closed:new Map,bin:[],printed:[],markers:[],ladders:new Map,unknown:new Map}}function je(t,e){if(e.seq!==void 0){if(e.seq<=t.seq)return!1;t.seq=e.seq}return xc(t,e,!0),bc(t,e),!0}function xc(t,e,n){e.at>t.at&&(t.at=e.at);let r=kc.get(e.kind);r!==void 0?r(t,e,n):Jg(t,e.kind)}function Jg(t,e){let r=!t.unknown.has(e)&&t.unknown.size>=Hg?"…":e;t.unknown.set(r,(t.unknown.get(r)??0)+1)}function Wg(t,e){t.trimmed=B(e.events)??t.trimmed}function Sc(t,e,n){let r={...t};Object.assign(t,Oe());for(let o of n)xc(t,o,e.prologue==="fresh"&&o.seq!==void 0),t.seq=Math.max(t.seq,o.seq??0);t.seq=e.seq??t.seq,t.at=Math.max(t.at,e.now??e.at??0),t.skipped=e.skipped??0,t.trimmed=e.trimmed??t.trimmed,yc(t,e.sums??[]),e.prologue==="merge"&&Ig(t,r),Xg(t,ne(e.tally))}function Ig(t,e){t.skipped+=e.skipped,t.edges=e.edges,t.usedRoutes=e.usedRoutes,t.ladders=e.ladders,t.unknown=e.unknown,t.printed=vc(e.printed,t.printed),t.markers=vc(e.markers,t.markers);let n=new Map([...e.bin,...t.bin].map(r=>[r.seq,r]));t.bin=[...n.values()].sort((r,o)=>o.seq-r.seq).slice(0,50);for(let[r,o]of t.connections){let s=e.connections.get(r);s!==void 0&&(o.sent=s.sent,o.received=s.received,o.frames.length===0&&(o.frames=s.frames))}for(let[r,o]of e.consumers)zg(t,r,o);for(let[r,o]of e.workers){let s=t.workers.get(r);s!==void 0&&(s.runs=o.runs,s.lastDuration=o.lastDuration)}for(let[r,o]of e.groups){let s=t.groups.get(r);s!==void 0&&(s.sends=o.sends)}}function zg(t,e,n){let r=t.consumers.get(e);r!==void 0&&(r.runs=n.runs,r.raised=n.raised,r.deferred=n.deferred,r.lastError??=n.lastError,r.lastDuration??=n.lastDuration,r.source??=n.source,r.diff??=n.diff,r.file??=n.file,r.line??=n.line)}function vc(t,e){let n=e[0]?.seq??Number.POSITIVE_INFINITY;return[...t.filter(r=>r.seq<n),...e]}function Xg(t,e){for(let n of["runs","raised"])for(let[r,o]of Object.entries(ne(e[n]))){let s=B(o)??0,i=t.consumers.get(Z(r));if(i===void 0||s===0)continue;i[n]+=s;let[l]=i.channels;if(n==="runs"&&i.channels.length===1){let c=`${l} → ${i.name}`;t.usedRoutes.set(c,(t.usedRoutes.get(c)??0)+s)}}}var er=250,Kg=12,jg=60,Gg=40,_c=4,Qn=24,nr=class{lanes=new Map;flying=[];numbers=0;swept=0;begin(e,n,r){let o=Ug(e);for(let s of o){let i=s.road.hop==="fan"||o!==e;this.one(s,i?1:s.count,n,r)}}one(e,n,r,o){let s=this.laneOf(e,r);s.counts[0]+=n,tr(s)>jg&&(s.streams=!0),!s.streams&&(s.tokens+n<=Kg||e.road.hop==="fan"?(s.tokens+=n,this.fly(e,r,o)):s.carrier!==null?s.carrier.count+=e.count:s.carrier=this.fly(e,r,Math.max(o,r+er)))}fly(e,n,r){let{kind:o,road:s,count:i}=e,l={id:++this.numbers,kind:o,road:s,count:i,begins:n,ends:r};return this.flying.push(l),l}laneOf(e,n){let r=jn(e.road),o=this.lanes.get(r);if(o===void 0){let s=Math.floor(n/er);o={road:e.road,kind:e.kind,window:s,counts:[0,0,0,0],tokens:0,carrier:null,streams:!1,steady:0},this.lanes.set(r,o)}return Oo(o,n),o.kind=e.kind,o.road=e.road,o}flights(e){return this.flying.filter(n=>n.begins<=e&&e<n.ends)}streams(e){let n=[];for(let r of this.lanes.values())r.streams&&(Oo(r,e),r.streams&&n.push({kind:r.kind,road:r.road,perSecond:r.steady||tr(r)}));return n}sweep(e){if(this.flying.some(n=>n.ends<=e)&&(this.flying=this.flying.filter(n=>n.ends>e)),!(e-this.swept<er*_c)){this.swept=e;for(let[n,r]of this.lanes)Oo(r,e),tr(r)===0&&this.lanes.delete(n)}}get busy(){if(this.flying.length>0)return!0;for(let e of this.lanes.values())if(e.streams)return!0;return!1}clear(){this.flying=[],this.lanes.clear()}};function tr(t){return t.counts[0]+t.counts[1]+t.counts[2]+t.counts[3]}function Oo(t,e){let n=Math.floor(e/er),r=Math.min(n-t.window,_c);if(!(r<=0)){for(let o=0;o<r;o++)t.steady=tr(t),t.steady<Gg&&(t.streams=!1),t.counts.pop(),t.counts.unshift(0);t.window=n,t.tokens=0,t.carrier=null}}function Ug(t){if(t.length<=Qn)return t;let e=t.slice(0,Qn),n=e.at(-1),r=t.slice(Qn).reduce((o,s)=>o+s.count,0);return e[Qn-1]={...n,count:n.count+r},e}var Ro=2200,Vg=8e3,Yg=100,Mc=6e4,Cc=5e3,Zg=8,rr=class{state=Oe();version=0;time=0;history;beats=new Gn;roads=new nr;flying=[];waiting=0;last=0;newestEnds=0;latestDeadline=0;ended=[];speed=1;paused=!1;hidden=!1;calm=!1;following=!0;detached=!1;standing=!0;until=null;airAt=null;changes=0;constructor(e){this.history=e}push(e){for(let n of e)this.history.push(n)&&this.plan(n,this.deadline());this.waiting>Mc?this.overflow():this.hidden&&!this.paused&&this.showAll()}deadline(){return this.latestDeadline=Math.max(this.time+Ro,this.latestDeadline),this.latestDeadline}plan(e,n){this.detached||(this.beats.add(this.history.live,e,this.time,n),this.waiting+=1)}overflow(){this.paused?this.detach():this.jump()}detach(){this.forget(),this.detached=!0}prologue(e,n){this.history.prologue(e,n);let r=e.prologue==="merge";r&&this.paused?this.detach():this.jump(r)}frame(e){let n=this.standing?0:Math.max(e-this.last,0);return this.last=e,this.advance(n*this.speed),this.roads.sweep(this.time),this.standing=!this.moving,!this.standing}get moving(){return this.paused&&this.until===null?!1:this.waiting>0||this.roads.busy}advance(e){if(this.paused&&this.until===null)return;let n=this.time+e,r=this.until;this.run(r!==null&&r<=n?r:n),r!==null&&this.time>=r&&(this.until=null)}run(e){this.time=e,this.changes+=1;let n=this.stretch(),r=this.beats.next;for(;r!==void 0&&this.place(r,n);)r=this.beats.next;this.end(),this.waiting===0&&!this.detached&&(this.following=!0)}stretch(){let{beats:e}=this;if(e.lasts===0)return 1;let n=1,r=0,o=-1,s=Math.max(this.time,this.newestEnds);for(let i of e)i.deadline!==o&&r>0&&(n=Math.min(n,(o-s)/r)),o=i.deadline,r+=i.lasts;return r>0&&(n=Math.min(n,(o-s)/r)),Math.max(n,0)}place(e,n){let r=e.lasts*n,o=e.after?.ends??0,s=Math.max(this.newestEnds,Math.max(o,e.came)+r),i=Math.max(r,Math.min(e.lasts,Yg)),l=Math.max(s-i,e.came),c=this.paused&&this.until!==null&&s>this.until;return l>this.time||c?!1:(this.put(e,l,s),!0)}put(e,n,r){this.beats.take(),e.ends=this.newestEnds=r,e.after=null,this.flying.push(e),!this.calm&&r>this.time&&this.roads.begin([...e.hops.values()],n,r)}end(){let e=0;for(;e<this.flying.length&&this.flying[e].ends<=this.time;)e+=1;if(e!==0)for(let n of this.flying.splice(0,e))this.fold(n)}fold(e){for(let o of e.facts)je(this.state,o);this.waiting-=e.facts.length,this.version+=1;let{seq:n,at:r}=this.state;this.ended.push({seq:n,at:r,time:e.ends??this.time}),this.ended.length>2*Cc&&(this.ended=this.ended.slice(-Cc)),e.facts=[],e.hops.clear()}pause(){this.paused=!0,this.until=null}resume(){if(!this.paused)return;this.paused=!1,this.until=null;let e=this.following?Vg:Number.POSITIVE_INFINITY;this.attach()&&this.allow(e),this.hidden&&this.showAll()}allow(e){let n=Math.max(this.beats.lasts,Ro),r=Math.max(this.time,this.newestEnds)+Math.min(n,e);for(let o of this.beats)o.deadline=Math.max(o.deadline,r);this.latestDeadline=Math.max(this.latestDeadline,r)}stepForward(){if(this.until!==null&&this.run(this.until),this.pause(),!this.attach())return;this.flying.length===0&&this.placeNext();let e=this.flying[0]?.ends??null;e!==null&&(this.until=e,(this.calm||this.hidden)&&this.advance(e-this.time))}placeNext(){let e=this.beats.next;if(e===void 0)return;let n=Math.max(this.time,this.newestEnds);this.put(e,n,n+e.lasts)}stepBack(){this.pause();let{seq:e}=this.state;if(this.flying.length>0)return this.seek(e);for(;this.ended.length>0&&this.ended.at(-1).seq>=e;)this.ended.pop();let n=this.ended.at(-1)?.seq??this.history.previous(e)?.seq??null;if(n!==null)return this.seek(n);let r=this.history.first?.seq??null;return r!==null&&r<=e&&this.seek(r-1)}seek(e){let n=this.history.first?.seq;if(n===void 0||e<n-1)return!1;for(this.pause(),this.detach();this.ended.length>0&&this.ended.at(-1).seq>e;)this.ended.pop();return this.ended.at(-1)?.seq!==e&&(this.ended=[]),this.show(this.history.stateAt(e)),this.following=this.state.seq>=this.history.live.seq,!0}attach(){if(!this.detached)return!0;let e=this.history.since(this.state.seq);if(e.length>Mc||!this.history.isWhole(this.state.seq))return this.jump(),!1;this.detached=!1,this.latestDeadline=this.time+Ro;let n=Be(this.state);for(let r of e)je(n,r),this.beats.add(n,r,this.time,this.latestDeadline);return this.waiting=e.length,!0}jumpToLive(){this.paused=!1,this.until=null,this.jump()}jump(e=!1){this.forget(e),this.detached=!1,this.following=!0,this.latestDeadline=0,this.ended=[],this.show(Be(this.history.live))}show(e){Object.assign(this.state,e),this.version+=1,this.changes+=1}showAll(){for(;this.beats.next!==void 0;){let e=this.beats.take();e.ends=this.time,this.flying.push(e)}for(let e of this.flying.splice(0))this.fold(e);this.newestEnds=this.time,this.roads.clear(),this.following=!0}forget(e=!1){this.beats.clear(),e||this.roads.clear(),this.flying=[],this.waiting=0,this.newestEnds=this.time,this.until=null}setSpeed(e){e>0&&Number.isFinite(e)&&(this.speed=e)}setHidden(e){this.hidden=e,e&&!this.paused&&this.showAll()}setCalm(e){this.calm=e,e&&this.roads.clear()}air(e=this.time){let n=this.airAt;if(n!==null&&n.time===e&&n.version===this.changes)return n.air;let r=this.calm?{flights:[],streams:[],roads:this.roadsInUse()}:{flights:this.roads.flights(e),streams:this.roads.streams(e),roads:[]};return this.airAt={time:e,version:this.changes,air:r},r}roadsInUse(){return this.flying.flatMap(e=>[...e.hops.values()].map(n=>n.road))}get timing(){let e=this.history.live;return{paused:this.paused,live:this.following&&!this.paused,speed:this.speed,behind:this.detached?Math.max(e.seq-this.state.seq,0):this.waiting,ago:Math.max(e.at-this.state.at,0),slowdown:this.slowdown()}}slowdown(){let e=this.flying[0],n=this.ended.at(-Zg)??this.ended[0];if(e===void 0||n===void 0)return null;let r=(e.ends-n.time)/this.speed,o=((e.facts.at(-1)?.at??e.at)-n.at)*1e3;return o>0&&r>2*o?r/o:null}};var Qg=new Set(["kind","at","__proto__"]),or=class{at=0;read(e){let n=eb(e);if(Array.isArray(n))return this.event(n);if(typeof n!="object"||n===null)return null;let r=n;return typeof r.at=="number"&&(this.at=r.at),{head:r}}event([e,n,r]){if(typeof e!="number"||typeof n!="string")return null;this.at+=e;let o={kind:n,at:this.at};if(typeof r!="object"||r===null||Array.isArray(r))return{fact:o};let s=r;for(let i in s)Qg.has(i)||(o[i]=s[i]);return{fact:o}}};function eb(t){try{return JSON.parse(t)}catch{return null}}var tb=2e3,nb=60,rb=256,sr=class{unread=0;ears;last=null;early=new Map;asked=!1;askedAt=null;sinceAsked=0;partial=null;constructor(e){this.ears=e}get waits(){return this.asked}take(e){let n=ob(e);if(n.byteLength<4){this.unread+=1;return}let r=new DataView(n.buffer,n.byteOffset,n.byteLength),o=this.read(new TextDecoder().decode(n.subarray(4)));this.place(r.getUint32(0,!0),o)}reset(){this.last=null,this.early.clear(),this.partial=null,this.filled()}tick(e){this.asked&&(this.askedAt??=e,e-this.askedAt>=tb&&this.ask(e))}read(e){let n=new or,r={head:{},facts:[]};for(let o of e.split(`
`)){if(o==="")continue;let s=n.read(o);s===null?this.unread+=1:"fact"in s?r.facts.push(s.fact):r.head={...r.head,...s.head}}return r}place(e,n){Ec(n.head)&&(this.last===null||e>this.last)||e===(this.last??0)+1?(this.last=e,this.hand(n),this.goOn()):(this.last===null||e>this.last)&&this.keep(e,n)}keep(e,n){this.early.size<rb&&this.early.set(e,n),this.sinceAsked+=1,(!this.asked||this.sinceAsked>=nb)&&this.ask(null)}ask(e){this.asked=!0,this.askedAt=e,this.sinceAsked=0,this.ears.resend(this.last??0)}goOn(){let e=this.early.get(this.last+1);for(;e!==void 0;)this.last+=1,this.hand(e),e=this.early.get(this.last+1);for(let n of this.early.keys())n<=this.last&&this.early.delete(n);this.early.size===0?this.filled():this.ask(null)}filled(){this.asked=!1,this.askedAt=null,this.sinceAsked=0}hand({head:e,facts:n}){Ec(e)&&(this.partial={head:e,wanted:B(e.facts)??0,facts:[]});let r=this.partial===null?n:this.complete(this.partial,n);r.length>0&&this.ears.facts(r)}complete(e,n){let r=e.wanted-e.facts.length;return e.facts.push(...n.slice(0,r)),e.facts.length<e.wanted?[]:(this.partial=null,this.ears.prologue(e.head,e.facts),n.slice(r))}};function Ec(t){return t.prologue==="fresh"||t.prologue==="merge"}function ob(t){return ArrayBuffer.isView(t)?new Uint8Array(t.buffer,t.byteOffset,t.byteLength):new Uint8Array(t)}var sb={facts:5e4,bytes:32*2**20,every:2e3,copies:40},ir=class{live=Oe();letGo=0;whole=0;bounds;stretches=[{before:Oe(),facts:[],bytes:0}];count=0;weight=0;constructor(e={}){this.bounds={...sb,...e}}get size(){return this.count}get bytes(){return this.weight}get first(){return this.stretches.find(e=>e.facts.length>0)?.facts[0]}get last(){for(let e=this.stretches.length-1;e>=0;e--){let n=this.stretches[e].facts.at(-1);if(n!==void 0)return n}}push(e){let n=this.stretches.at(-1);return n.facts.length>=this.bounds.every?(this.begin(),this.push(e)):je(this.live,e)?(e.seq!==void 0&&this.keep(n,e),!0):!1}keep(e,n){let r=Ao(n,0);e.facts.push(n),e.bytes+=r,this.count+=1,this.weight+=r,(this.count>this.bounds.facts||this.weight>this.bounds.bytes)&&this.trim()}begin(){for(this.stretches.push({before:Be(this.live),facts:[],bytes:0});this.stretches.length>this.bounds.copies;)this.drop()}trim(){this.stretches.length===1&&this.begin(),this.drop()}drop(){let e=this.stretches.shift();this.count-=e.facts.length,this.weight-=e.bytes,this.letGo+=e.facts.length}prologue(e,n){let r=e.prologue==="fresh";r?(this.stretches=[{before:Oe(),facts:[],bytes:0}],this.count=this.weight=0,this.letGo=e.skipped??0):this.letGo+=e.skipped??0,Sc(this.live,e,n),this.whole=r?0:this.live.seq;let o=r&&n.length>0&&n.every(s=>s.seq!==void 0);o&&this.keepAll(n),this.begin(),r&&!o&&this.stretches.shift()}keepAll(e){let n=Oe();for(let r of e){let o=this.stretches.at(-1);o.facts.length>=this.bounds.every&&(o={before:Be(n),facts:[],bytes:0},this.stretches.push(o)),this.keep(o,r),je(n,r)}}stateAt(e){let n=this.stretches[this.stretchOf(e)],r=Be(n.before);for(let o of n.facts){if(o.seq>e)break;je(r,o)}return r}stretchOf(e){let n=0,r=this.stretches.length-1;for(;n<r;){let o=n+r+1>>1;this.stretches[o].before.seq<=e?n=o:r=o-1}return n}isWhole(e){return e>=this.live.seq?!0:e>=this.whole&&this.stretches[0].before.seq<=e}fact(e){let n=this.next(e-1);return n?.seq===e?n:void 0}next(e){for(let n=this.stretchOf(e);n<this.stretches.length;n++){let r=this.stretches[n].facts,o=Fo(r,e);if(o<r.length)return r[o]}}previous(e){for(let n=this.stretchOf(e-1);n>=0;n--){let r=this.stretches[n].facts,o=Fo(r,e-1);if(o>0)return r[o-1]}}since(e){let n=[];for(let r=this.stretchOf(e);r<this.stretches.length;r++){let o=this.stretches[r].facts;for(let s=Fo(o,e);s<o.length;s++)n.push(o[s])}return n}*[Symbol.iterator](){for(let e of this.stretches)yield*e.facts}};function Fo(t,e){let n=0,r=t.length;for(;n<r;){let o=n+r>>1;t[o].seq<=e?n=o+1:r=o}return n}var ib=12;function Ao(t,e){if(typeof t=="string")return 24+t.length;if(typeof t!="object"||t===null)return 8;if(e>ib)return 64;let n=48;if(Array.isArray(t))for(let r of t)n+=Ao(r,e+1);else for(let r in t)n+=16+Ao(t[r],e+1);return n}var ar=class{bins=new Map;add(e){let n=this.bin(e.at);n.facts+=1,e.kind==="message.lost"&&(n.lost+=1)}addMany(e,n){this.bin(e).facts+=n}clear(){this.bins.clear()}bin(e){let n=Math.floor(e*10),r=this.bins.get(n);return r||(r={facts:0,lost:0},this.bins.set(n,r),this.bins.size>6e3&&this.bins.delete(this.bins.keys().next().value)),r}bars(e,n,r){let o={facts:new Array(r).fill(0),lost:new Array(r).fill(0)},s=r/Math.max(n-e,1e-9);for(let[i,{facts:l,lost:c}]of this.bins){let u=Math.floor((i/10-e)*s);u<0||u>=r||(o.facts[u]+=l,o.lost[u]+=c)}return o}};var ab={id:0,do:"hello"},lb=new Set(["feed.start","feed.stop","feed.resend","content","source","story"]),cb={open:(t,e)=>new WebSocket(t,[e]),later:(t,e)=>{let n=setTimeout(e,t);return()=>clearTimeout(n)},random:Math.random};function Pc(t){let e=t.getElementById("jupyter-config-data")?.textContent;return{href:t.location.href,baseUrl:ub(e??null)}}function ub(t){if(!t)return null;try{let e=JSON.parse(t).baseUrl;return typeof e=="string"?e:null}catch{return null}}var db=/^(localhost|127(\.\d+){3}|\[::1\])$/;function pb(t,e){let n=new URL(t.href),r=[];if(t.baseUrl!==null&&/^https?:$/.test(n.protocol)){let o=new URL(`${t.baseUrl.replace(/\/*$/,"/")}proxy/${e}/`,n);o.protocol=n.protocol==="https:"?"wss:":"ws:",r.push(o.href)}return n.protocol==="http:"&&db.test(n.hostname)&&r.push(`ws://${n.hostname}:${e}/`),r}var lr=class{constructor(e,n,r,o,s=cb){this.stage=e;this.post=n;this.page=r;this.changed=o;this.browser=s}stage;post;page;changed;browser;pending=new Map;next=1;control=null;socket=null;ready=!1;retries=0;stopRetry=()=>{};closed=!1;get waiting(){let e=0;for(let n of this.pending.values())n.waits&&(e+=1);return e}get connected(){return this.ready}get lost(){return this.wasReady&&!this.ready&&this.retries>=3}wasReady=!1;ask(e,n={}){if(this.closed)return Promise.reject(new Error("This stage has been closed."));let r=this.next++,o=JSON.stringify({id:r,stage:this.stage,do:e,...n});return new Promise((s,i)=>{let l={text:o,again:lb.has(e),way:"comm",done:s,failed:i,patience:()=>{},waits:!1};this.pending.set(r,l),this.go(r,l,this.ready&&e!=="feed.start")})}heard(e){let n=hb(e),r=n&&this.pending.get(n.id);!n||!r||(this.settle(n.id,r),n.ok?r.done(n.value??null):r.failed(new Error(n.error??"The kernel gave no reason.")))}use(e){e?.port===this.control?.port&&e?.token===this.control?.token||(this.hangUp(),this.control=e,this.retries=0,e&&this.connect(0))}close(){this.closed=!0,this.hangUp();for(let[e,n]of this.pending)this.settle(e,n),n.failed(new Error("The stage was closed before the kernel answered."))}go(e,n,r){n.way=r?"socket":"comm";try{r?this.socket.send(n.text):this.post(n.text)}catch(o){this.settle(e,n),n.failed(o instanceof Error?o:new Error(String(o)));return}r||(n.patience=this.browser.later(600,()=>{n.waits=!0,this.changed()}))}settle(e,n){n.patience(),this.pending.delete(e),n.waits&&this.changed()}connect(e){let{control:n}=this;if(!n||this.closed)return;let r=pb(this.page,n.port)[e];if(r===void 0){e>0&&this.retry();return}let o;try{o=this.browser.open(r,n.token)}catch{this.connect(e+1);return}this.socket=o,this.listen(o,e)}listen(e,n){let r=this.browser.later(8e3,()=>e.close()),o=!1;e.onopen=()=>e.send(JSON.stringify({...ab,stage:this.stage})),e.onmessage=s=>{o||(r(),o=!0,this.ready=this.wasReady=!0,this.retries=0,this.changed()),typeof s.data=="string"&&this.heard(s.data)},e.onclose=()=>{r(),this.socket===e&&(this.socket=null,o?this.broke():this.connect(n+1))}}broke(){this.ready=!1;for(let[e,n]of this.pending)n.way==="socket"&&(n.again?this.go(e,n,!1):(this.settle(e,n),n.failed(new Error("The line to the kernel broke: look at the picture to see whether it was done."))));this.changed(),this.retry()}retry(){let e=Math.min(3e4,500*2**this.retries)*(.75+this.browser.random()/2);this.retries+=1,this.stopRetry=this.browser.later(e,()=>this.connect(0)),this.changed()}hangUp(){this.stopRetry();let{socket:e}=this;this.socket=null,this.ready=this.wasReady=!1,e?.close()}};function hb(t){try{let e=JSON.parse(t);return typeof e?.id=="number"?{...e,id:e.id,ok:e.ok===!0}:null}catch{return null}}var cr=class{labels=new Map;owners=new Map;learn(e){if(e.kind!=="connection.opened")return;let n=String(e.connection??e.id??"");$c(this.labels,n,typeof e.label=="string"?e.label:n),typeof e.reply_channel=="string"&&$c(this.owners,e.reply_channel,n)}connection(e){return this.labels.get(String(e))??String(e??"")}owner(e){return this.owners.get(String(e))??null}channel(e,n){let r=this.owner(e);return r===null?String(e??""):n("who.reply",{who:this.connection(r)})}};function $c(t,e,n){t.size>=2e4&&t.delete(t.keys().next().value),t.set(e,n)}var fb=1500,mb=2,ur=class{constructor(e,n){this.model=e;this.box=String(e.get("box")??"default"),this.transports=new lr(String(e.get("stage")??""),r=>e.send({type:"command",text:r}),n,()=>this.changed()),this.feed=new sr({prologue:(r,o)=>this.prologue(r,o),facts:r=>this.facts(r),resend:r=>this.resend(r)}),e.on("msg:custom",this.heard)}model;box;who=new cr;history=new ir;epoch=0;problem="";director=new rr(this.history);feed;transports;densities=new ar;listeners=new Set;watchers=new Set;after=[];stopping;fed=!1;answered=!1;heardAt=performance.now();heard=(e,n)=>this.hears(e,n);close(){clearTimeout(this.stopping),this.model.off("msg:custom",this.heard),this.stop(),this.transports.close(),this.listeners.clear()}hears(e,n){let{type:r,text:o}=e??{};r==="answer"&&typeof o=="string"&&this.transports.heard(o);let s=Array.isArray(n)?n[0]:void 0;r==="batch"&&s instanceof DataView&&this.fed&&(this.heardAt=performance.now(),this.feed.take(s),this.changed())}prologue(e,n){e.prologue==="fresh"&&(this.epoch+=1,this.densities.clear());for(let r of n)this.learn(r);e.skipped&&this.densities.addMany(this.history.live.at,e.skipped),this.director.prologue(e,n)}facts(e){for(let n of e)this.learn(n);this.director.push(e)}learn(e){this.who.learn(e),e.seq!==void 0&&this.densities.add(e)}resend(e){this.quietly(this.ask("feed.resend",{after:e}))}seen(e,n){n?this.watchers.add(e):this.watchers.delete(e),clearTimeout(this.stopping),this.watchers.size>0?(this.director.setHidden(!1),this.start()):this.fed&&(this.stopping=setTimeout(()=>this.rest(),fb))}rest(){this.director.setHidden(!0),this.paused||this.stop()}start(){if(this.fed)return;this.fed=!0;let e=this.ask("feed.start").then(n=>{this.answered=!0;let{control:r}=n??{};this.transports.use(r??null),this.changed()});this.quietly(e)}stop(){this.fed&&(this.fed=!1,this.feed.reset(),this.quietly(this.ask("feed.stop")))}quietly(e){e.catch(n=>{this.watchers.size>0&&this.complain(n)})}ask(e,n={}){return this.transports.ask(e,n)}act=async(e,n)=>{try{return await this.ask(e,n)}catch(r){throw this.complain(r),r}};deeds={openTab:async(e,n)=>String(await this.act("tab.open",{path:e,name:n})),send:async(e,n)=>{await this.act("tab.send",{tab:e,text:n})},closeTab:async e=>{await this.act("tab.close",{tab:e})},reopenTab:async e=>{await this.act("tab.reopen",{tab:e})},replaceWorker:async e=>{await this.act("worker.kill",{worker:Number(e.slice(e.indexOf(":")+1))})}};complain(e){this.problem=e.message,this.changed()}dismiss(){this.problem="",this.changed()}get live(){return this.answered&&!this.lost}get lost(){return this.transports.lost}get waiting(){return this.transports.waiting}get state(){return this.director.state}get version(){return this.director.version}advance(e){this.feed.tick(e),this.director.frame(e)}get moving(){return this.director.moving}air=e=>this.director.air(e);time=()=>this.director.time;setCalm(e){this.director.setCalm(e)}get timing(){return this.director.timing}get paused(){return this.timing.paused}get speed(){return this.timing.speed}toggle(){this.paused?this.director.resume():this.director.pause(),this.changed()}step(e){e>0?this.director.stepForward():this.director.stepBack(),this.changed()}canStep(e){if(e>0)return this.timing.behind>0;let n=this.history.first?.seq;return n!==void 0&&this.state.seq>=n}setSpeed(e){this.director.setSpeed(e),this.changed()}toLive(){this.director.jumpToLive(),this.changed()}seek(e){let n=this.seqAt(e);n!==null&&this.director.seek(n),this.changed()}seqAt(e){let{first:n,last:r}=this.history;if(!n||!r)return null;let o=n.seq-1,s=r.seq;for(;o<s;){let i=Math.ceil((o+s)/2),l=this.history.next(i-1);l&&l.at<=e?o=Math.max(i,l.seq):s=i-1}return o}get liveNow(){let e=this.live?(performance.now()-this.heardAt)/1e3:0;return this.history.live.at+e}get now(){let{live:e,behind:n}=this.timing;return e&&n===0?this.liveNow:this.state.at}get ago(){let{live:e,behind:n}=this.timing,r=this.liveNow-this.state.at;return e||n===0||r<mb?0:r}span(e){let n=Math.max(this.liveNow,1),r=Math.max(e,(n-this.now)*1.1);return[Math.max(0,n-r),n]}density(e,n,r){return this.densities.bars(e,n,r)}get current(){return this.history.fact(this.state.seq)??null}fact(e){return this.history.fact(e)}allFacts(){return[...this.history]}around(e){let{seq:n}=this.state,r=[],o=this.history.fact(n)??this.history.previous(n);for(;o&&r.length<e;o=this.history.previous(o.seq))r.push(o);let s=[];for(o=this.history.next(n);o&&s.length<e;o=this.history.next(o.seq))s.push(o);return{before:r.reverse(),after:s}}subscribe(e){return this.listeners.add(e),()=>this.listeners.delete(e)}changed(){for(let e of this.listeners)e()}afterRender(e){this.after.push(e),this.changed()}rendered(){for(let e of this.after.splice(0))e()}};var Lo=new Map,Tc=t=>String(t.get("stage")??"");function Bc(t){let e=Tc(t),n=Lo.get(e);return n||(n=new ur(t,Pc(document)),Lo.set(e,n)),n}function gb({model:t}){let e=Bc(t);return()=>{e.close(),Lo.delete(Tc(t))}}function bb({model:t,el:e}){let n=t.get("options")??{},r=new Ln(Bc(t),e,n);return()=>r.unmount()}var F0={initialize:gb,render:bb};export{F0 as default};
