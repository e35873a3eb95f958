var T,Go,Jc,xe,fr,zt,Uo,It,Vo,br,gr,Wc,ft=Symbol.for("pv"),Xt={},jt=[],zc=/^m(i|n|o|s|text|space)$/,wr=Array.isArray,Yo=jt.slice,Ne=Object.assign;function Le(t){t&&t.parentNode&&t.remove()}function Jt(t,e,n,r,o){var s={type:t,props:e,key:n,ref:r,__k:null,__:null,__b:0,__e:null,__c:null,constructor:ft,__v:o||++Go,__i:-1,__u:0};return!o&&T.vnode&&T.vnode(s),s}function gt(){return{current:null}}function w(t){return t.children}function ee(t,e){this.props=t,this.context=e,this.__g=0}function Se(t,e){if(e==null)return t.__&&Se(t.__,t.__i+1);for(var n;e<t.__k.length;e++)if((n=t.__k[e])&&n.__e)return n.__e;return typeof t.type!="function"||t.props.__P?null:Se(t)}function Xc(t){var e,n=t.__v,r=n.__e,o=[],s=[],i=t.__P;i&&((e=Ne({constructor:ft},n)).__v=n.__v+1,T.vnode&&T.vnode(e),yr(i,e,n,t.__n,i.namespaceURI,32&n.__u?[r]:null,o,r||Se(n),32&n.__u,s),e.__v=n.__v,e.__.__k[e.__i]=e,rs(o,e,s),n.__=n.__e=null,e.__e!=r&&Zo(e))}function Zo(t){if((t=t.__)&&t.__c&&!t.props.__P)return t.__e=null,t.__k.some(function(e){return e&&(t.__e=e.__e)}),Zo(t)}function jo(t){(8&t.__g||(t.__g|=8,xe.push(t),zt++))&&fr==T.debounceRendering||((fr=T.debounceRendering)||queueMicrotask)(Qo)}function Qo(){try{for(var t,e=1;xe.length;)xe.length>e&&xe.sort(Uo),t=xe.shift(),e=xe.length,8&t.__g&&Xc(t)}finally{(zt=xe.length)&&(fr||queueMicrotask)(Qo)}}function es(t,e,n,r,o,s,i,l,c,u,d){var h,m,p,g,b,y,v=r.__k||jt,k=e.length;for(c=jc(n,e,v,c,k),h=0;h<k;h++)(p=n.__k[h])!=null&&(m=~p.__i&&v[p.__i]||Xt,p.__i=h,y=yr(t,p,m,o,s,i,l,c,u,d),g=p.__e,(m.ref!=p.ref||8&m.__u)&&(m.ref&&vr(m.ref,null,p,m),p.ref&&d.push(p.ref,p.__c||g,p)),b=b||g,4&p.__u?(c=ts(p,c,t,!m.__v),m.__e&&(m.__e=null)):typeof p.type=="function"&&y!==void 0?c=y:g&&(c=g.nextSibling),p.__u&=-21);return n.__e=b,c}function jc(t,e,n,r,o){var s,i,l,c,u,d,h,m,p,g=n.length,b=g,y=0,v=0,k=t.__k=Array(o);for(s=0;s<o;s++)(i=e[s])!=null&&typeof i!="boolean"&&typeof i!="function"?(typeof i!="object"||i.constructor===String?i=k[s]=Jt(null,i):wr(i)?i=k[s]=Jt(w,{children:i}):i.constructor===ft&&i.__b?i=k[s]=Jt(i.type,i.props,i.key,i.ref,i.__v):k[s]=i,c=s+y,i.__=t,i.__b=t.__b+1,l=null,~(u=i.__i=Kc(i,n,c,b))&&(b--,(l=n[u])&&(l.__u|=2)),l&&l.__v?(i.__u|=16,u==c-1?y--:u==c+1?y++:u!=c&&(u>c?y--:y++,v=1)):(~u||(o>g?y--:o<g&&y++),typeof i.type!="function"&&(i.__u|=4))):k[s]=null;if(v){for(d=[],h=[],s=0;s<o;s++)if((i=k[s])&&16&i.__u){for(y=0,m=d.length;y<m;)d[p=y+m>>1]<i.__i?y=p+1:m=p;d[y]=i.__i,h[s]=y+1}for(y=d.length;s--;)h[s]&&(h[s]==y?y--:k[s].__u|=4)}if(b)for(s=0;s<g;s++)!(l=n[s])||2&l.__u||(l.__e==r&&(r=Se(l)),kr(l,l));return r}function ts(t,e,n,r){var o,s,i,l;if(typeof t.type=="function"){if(t.props.__P)return e;if(o=t.__k)for(s=0;s<o.length;s++)o[s]&&(o[s].__=t,e=ts(o[s],e,n,!1));return e}for(e&&!e.parentNode&&(e=Se(t))&&!e.parentNode&&(e=null),i=t.__e,l=e;l&&l.nodeType==8;)l=l.nextSibling;for(i!=l&&(!r&&n.moveBefore&&i.parentNode?n.moveBefore(i,e):n.insertBefore(i,e||null)),e=i;(e=e&&e.nextSibling)&&e.nodeType==8&&!e.data.startsWith("$s"););return e}function Kc(t,e,n,r){var o,s=t.key,i=t.type,l=e[n],c=l&&!(2&l.__u);if(l===null&&s==null||c&&s==l.key&&i==l.type)return n;if(r>(c?1:0)){for(o=n-1;o>=0;o--)if((l=e[o])&&!(2&l.__u)&&s==l.key&&i==l.type)return o;for(o=n+1;o<e.length;o++)if((l=e[o])&&!(2&l.__u)&&s==l.key&&i==l.type)return o}return-1}function Ko(t,e,n){n==null&&(n=""),e[0]=="-"?t.setProperty(e,n):t[e]=n}function Ht(t,e,n,r,o){var s,i;if(e=="style")if(typeof n=="string")t.style.cssText=n;else{if(typeof r=="string"&&(t.style.cssText=r=""),r)for(e in r)n&&e in n||Ko(t.style,e);if(n)for(e in n)r&&n[e]==r[e]||Ko(t.style,e,n[e])}else if(e[0]=="o"&&e[1]=="n")typeof n!="function"&&(n=null),typeof r!="function"&&(r=null),(t.__e||(t.__e={}))[e]=n,n&&r||(i=gr[e]||(gr[e]=Gc(e)),(t.__a||(t.__a={}))[e]=br,s=e!=(e=e.replace(Vo,"$1")),(e=e.slice(2))[0]<"a"&&(e=e.toLowerCase()),n?t.addEventListener(e,i,s):t.removeEventListener(e,i,s));else{if(o=="http://www.w3.org/2000/svg")e=e.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(e!="width"&&e!="height"&&e!="href"&&e!="list"&&e!="form"&&e!="tabIndex"&&e!="download"&&e!="rowSpan"&&e!="colSpan"&&e!="role"&&e!="popover"&&e in t)try{return void(t[e]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&e[4]!="-"?t.removeAttribute(e):t.setAttribute(e,e=="popover"&&n==1?"":n)}}function Gc(t){return function(e){var n=this.__e;if(n){if(n=n[t],e[It]==null)e[It]=br++;else if(e[It]<this.__a[t])return;return n(T.event?T.event(e):e)}}}function yr(t,e,n,r,o,s,i,l,c,u){var d,h,m,p,g,b,y,v,k,P,C,S,N,H,re,Ae,le,V,W=e.type;if(e.constructor!==ft)return null;128&n.__u&&(c=32&n.__u,d=n.__c.__z)&&(e.__u|=c,h=s=[],d.nodeType==8?l=Wt(d,s):s.push(d),l=s[0]||l),(d=T.__b)&&d(e);e:if(typeof W=="function"){m=i.length;try{if(v=e.props,k=(d=W.prototype)&&d.render,P=(d=W.contextType)&&r[d.__c],C=d?P?P.props.value:d.__:r,(p=n.__c)?(e.__c=p,2&p.__g&&(p.__g|=1)):(k?e.__c=p=new W(v,C):(e.__c=p=new ee(v,C),p.constructor=W,p.render=Vc),P&&P.sub(p),p.state||(p.state={}),p.__n=r,p.__g|=8,p.__h=[],p.__k=[]),k&&(p.__s||(p.__s=p.state),W.getDerivedStateFromProps&&(p.__s==p.state&&(p.__s=Ne({},p.__s)),Ne(p.__s,W.getDerivedStateFromProps(v,p.__s)))),g=p.props,b=p.state,p.__v=e,n.__c){if(v!==g&&k&&!W.getDerivedStateFromProps&&p.componentWillReceiveProps&&p.componentWillReceiveProps(v,C),e.__v==n.__v&&!(8&p.__g)||!(4&p.__g)&&p.shouldComponentUpdate&&p.shouldComponentUpdate(v,p.__s,C)===!1){e.__v!=n.__v&&(p.props=v,p.state=p.__s,p.__g&=-9),e.__e=n.__e,e.__k=n.__k,e.__k.some(function(D){D&&(D.__=e)}),jt.push.apply(p.__h,p.__k),p.__k=[],p.__h.length&&i.push(p),l=Se(n);break e}p.componentWillUpdate&&p.componentWillUpdate(v,p.__s,C),k&&p.componentDidUpdate&&p.__h.push(function(){p.componentDidUpdate(g,b,y)})}else k&&!W.getDerivedStateFromProps&&p.componentWillMount&&p.componentWillMount(),k&&p.componentDidMount&&p.__h.push(p.componentDidMount);p.context=C,p.props=v,p.__P=t,p.__g&=-5,S=T.__r,N=k?25:0;do p.__g&=-9,S&&S(e),d=p.render(p.props,p.state=p.__s,p.context);while(8&p.__g&&++N<25);k&&(jt.push.apply(p.__h,p.__k),p.__k=[]),p.state=p.__s,p.getChildContext&&(r=Ne({},r,p.getChildContext())),k&&n.__c&&p.getSnapshotBeforeUpdate&&(y=p.getSnapshotBeforeUpdate(g,b)),H=d&&d.type===w&&d.key==null?d.props.children:d,v.__P&&(d=l,o=(t=v.__P).namespaceURI,c=s=null,n.props&&n.props.__P!=t&&(n.__k.some(function(D){D&&kr(D,D)}),n.__k=null),l=n.__k?Se(n,0):null),l=es(t,wr(H)?H:[H],e,n,r,o,s,i,l,c,u),v.__P&&(e.__e=null,l=d),e.__u&=-161,h&&h.some(Le),p.__h.length&&i.push(p),1&p.__g&&(p.__g&=-4)}catch(D){if(i.length=m,e.__v=null,c||s)if(D&&D.then){if(e.__u|=128|c,s){for(~(le=s.indexOf(l||void 0))||(le=s.length);(V=s[le-1])&&V.nodeType==8;)le--;for(;le<s.length;le++)if(V=s[le])if(s[le]=null,re){if(V==Ae)break}else{if(V.nodeType!=8)break;V.data.startsWith("$s")&&(Ae=Wt(re=V))}}if(!re){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;re=l}(d=Wt(re=e.__c.__z||(e.__c.__z=re)))?(e.__e=re,l=d):e.__e=l,l=l&&l.nextSibling}else s&&s.some(Le);else e.__e=n.__e;e.__k||(e.__k=n.__k||[]),D&&D.then||ns(e),T.__e(D,e,n)}}else l=e.__e=Uc(n.__e,e,n,r,o,s,i,c,u,t);return(d=T.diffed)&&d(e),l}function Wt(t,e){if(t&&t.nodeType==8&&t.data.startsWith("$s"))for(var n=1;t=t.nextSibling;){if(t.nodeType==8){if(t.data.startsWith("$s"))n++;else if(t.data.startsWith("/$s")&&!--n)return t}e&&e.push(t)}}function ns(t){t&&(t.__c&&(t.__c.__g|=4),t.__k&&t.__k.some(ns))}function rs(t,e,n){for(var r=0;r<n.length;)vr(n[r++],n[r++],n[r++]);T.__c&&T.__c(e,t),t.some(function(o){try{t=o.__h,o.__h=[],t.some(function(s){s.call(o)})}catch(s){T.__e(s,o.__v)}})}function Uc(t,e,n,r,o,s,i,l,c,u){var d,h,m,p,g,b,y,v,k=n.props||Xt,P=e.props,C=e.type;if(C=="svg"?o="http://www.w3.org/2000/svg":C=="math"?o="http://www.w3.org/1998/Math/MathML":o||(o="http://www.w3.org/1999/xhtml"),s){for(d=0;d<s.length;d++)if((g=s[d])&&(C?g.localName==C:g.nodeType==3)){t=g,s[d]=null;break}}if(!t){if(v=u.ownerDocument||document,!C)return v.createTextNode(P);t=v.createElementNS(o,C,P.is?P:u),l&&(T.__m&&T.__m(e,s),l=!1),s=null}if(C){if(u=C=="template"&&t.content||t,s=C=="textarea"&&P.defaultValue!=null?null:s&&Yo.call(u.childNodes),!l&&s)for(k={},d=0;d<t.attributes.length;d++)k[(g=t.attributes[d]).name]=g.value;for(d in k)g=k[d],d=="dangerouslySetInnerHTML"?m=g:d=="children"||d in P||d=="value"&&"defaultValue"in P||d=="checked"&&"defaultChecked"in P||Ht(t,d,null,g,o);for(d in P)g=P[d],d=="children"?p=g:d=="dangerouslySetInnerHTML"?h=g:d=="value"?b=g:d=="checked"?y=g:l&&typeof g!="function"||k[d]===g||Ht(t,d,g,k[d],o);h?(l||m&&(h.__html==m.__html||h.__html==t.innerHTML)||(t.innerHTML=h.__html),e.__k=[]):(m&&(t.textContent=""),(C=="foreignObject"||o=="http://www.w3.org/1998/Math/MathML"&&zc.test(C))&&(o="http://www.w3.org/1999/xhtml"),es(u,wr(p)?p:[p],e,n,r,o,s,i,s?s[0]:n.__k&&Se(n,0),l,c),s&&s.some(Le)),l&&C!="textarea"||(d="value",C=="progress"&&b==null?t.removeAttribute(d):b==null||b===t[d]&&(C!="progress"||b)||Ht(t,d,b,k[d],o),d="checked",y!=null&&y!=t[d]&&Ht(t,d,y,k[d],o))}else k===P||l&&t.data==P||(t.data=P);return t}function vr(t,e,n,r){try{typeof t=="function"?e?e.__x=t(e)||1:r&&(r=r.__c||r.__e)&&(e=r.__x)&&(r.__x=null,typeof e=="function"?e():t(null)):t.current=e}catch(o){T.__e(o,n)}}function kr(t,e,n){var r,o,s,i;if(T.unmount&&T.unmount(t),!(r=t.ref)||r.current&&r.current!=t.__e||vr(r,null,e,t),r=t.__c){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(l){T.__e(l,e)}r.__P=r.__n=null}if(r=t.__k)for(i=0;i<r.length;i++)r[i]&&kr(r[i],e,typeof t.type!="function"||n&&!t.props.__P);!n&&(r=t.__c)&&(r=r.__z)&&(o=Wt(r,s=[]))&&(r==t.__e&&s.some(Le),Le(o),Le(r)),n||Le(t.__e),t.__e=t.__c=t.__=null}function Vc(t,e,n){return this.constructor(t,n)}function Ve(t,e){var n,r,o,s;T.__&&T.__(t,e),e.nodeType==9&&(e=e.documentElement),r=(n=t&&32&t.__u)?null:e.__k,e.__k=Jt(w,{children:[t]}),o=[],s=[],yr(e,e.__k,r||Xt,Xt,e.namespaceURI,r?null:e.firstChild?Yo.call(e.childNodes):null,o,r?r.__e:e.firstChild,n,s),rs(o,e.__k,s),e.__k.props.children=null}T={__e:function(t,e,n,r){for(var o,s,i;e=e.__;)if((o=e.__c)&&!(1&o.__g)){o.__g|=4;try{if((i=(s=o.constructor)&&s.getDerivedStateFromError)&&o.setState(s.getDerivedStateFromError(t)),o.componentDidCatch&&(o.componentDidCatch(t,r||{}),i=1),i&&8&o.__g)return void(o.__g|=2)}catch(l){t=l}}throw zt=0,t}},Go=0,Jc=function(t){return t!=null&&t.constructor===ft},ee.prototype.setState=function(t,e){var n=this.__s;n&&n!=this.state||(n=this.__s=Ne({},this.state)),typeof t=="function"&&(t=t(Ne({},n),this.props)),t&&(Ne(n,t),this.__v&&(e&&this.__k.push(e),jo(this)))},ee.prototype.forceUpdate=function(t){this.__v&&(this.__g|=4,t&&this.__h.push(t),jo(this))},ee.prototype.render=w,xe=[],zt=0,Uo=function(t,e){return t.__v.__b-e.__v.__b},It=Symbol(),Vo=/(PointerCapture)$|Capture$/i,br=0,gr={},Wc=0;var os=`/* The flow. Lengths are in units: var(--u) is one of them; inside the figure a unit is 1 already. */
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

.controls .said {
  overflow: hidden;
  color: transparent;
  cursor: text;
  font: var(--r2) / calc(13 * var(--u)) var(--mono);
}
.controls .said div {
  height: calc(13 * var(--u));
  overflow: hidden;
  white-space: pre;
}
.controls .said .before,
.controls .said.cell {
  font-size: var(--r1);
}
.controls .said ::selection {
  background: var(--sel);
  color: var(--bg);
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
`;var Zc={" ":"toggle",",":"back",".":"step",f:"fullscreen",p:"pin",t:"theme",1:"flow",2:"table","?":"help","/":"filter",Escape:"escape"},Qc={KeyF:"fullscreen",KeyP:"pin",KeyT:"theme",Period:"step",Comma:"back"};function ss(t){if(t.ctrlKey||t.metaKey||t.altKey||t.defaultPrevented)return null;let e=t.composedPath()[0],n=e instanceof Element?e.localName:"";if(/^(input|textarea|select)$/.test(n))return t.key==="Escape"?"escape":null;if(t.key===" "&&/^(button|a|tr)$/.test(n))return null;if(e instanceof Element&&e.getAttribute("role")==="slider"){if(t.key==="ArrowRight")return"step";if(t.key==="ArrowLeft")return"back"}return Zc[t.key]??(/^[\x20-\x7e]$/.test(t.key)?null:Qc[t.code]??null)}function is(t){(t.ctrlKey||t.metaKey)&&t.code==="KeyS"||t.stopPropagation()}var us="channel-sandbox.pin",as="channel-sandbox:taken",eu={right:360,bottom:240},tu=720,nu=712,ls={page:.5,telephone:.6},cs=46,ru=900,ou=0,Kt=class{constructor(e,n,r,o,s){this.home=e;this.host=n;this.another=r;this.box=o;this.changed=s;this.remembered=lu(),this.listen(document,as,i=>this.yieldTo(i)),this.listen(window,"resize",()=>this.place==="pin"&&this.layOut()),this.listen(window,"pagehide",()=>this.popup?.close()),this.room.observe(e)}home;host;another;box;changed;place="cell";blocked=!1;folded=!1;popup=null;before="cell";remembered;undo=[];padded=null;mark=`data-channel-sandbox-${++ou}`;room=new ResizeObserver(()=>this.place==="pin"&&this.pad());get side(){return this.canFlip?this.remembered.side:"bottom"}get canFlip(){return innerWidth>=tu}get size(){let e=this.side==="right"?innerWidth:innerHeight,n=this.canFlip?ls.page:ls.telephone,r=this.side==="right"?Math.max(e*.52,Math.min(nu,e*.56)):e*n,o=this.remembered[this.side]??r;return Math.min(e*.9,Math.max(eu[this.side],o))}get view(){return this.host.ownerDocument.defaultView??window}toggle(e){this.place!==e?this.go(e):this.go(e==="window"?this.before:"cell")}go(e){if(e===this.place&&!this.blocked)return;let n=e==="window"?this.open():null;this.blocked=e==="window"&&n===null,this.blocked||this.move(e,n),this.changed()}fold(e){this.folded=e,this.layOut()}move(e,n){let r=this.place,o=e==="cell"?null:this.take();this.leave(),e==="pin"&&this.enterPin(),n&&(this.before=r==="pin"||o==="pin"?"pin":"cell",this.enterWindow(n))}flip(){this.remembered.side=this.side==="right"?"bottom":"right",this.layOut()}resize(e){this.remembered[this.side]=e,this.layOut()}toggleFullscreen(){let{ownerDocument:e}=this.host;(e.fullscreenElement?e.exitFullscreen():this.host.requestFullscreen()).catch(()=>this.changed())}dispose(){this.leave(),this.room.disconnect();for(let e of this.undo)e()}leave(){let{popup:e}=this;this.popup=null,this.unpad(),this.place="cell",this.folded=!1,this.host.ownerDocument!==document&&(this.host=this.another(document)),this.host.dataset.place="cell",this.host.removeAttribute("style"),this.host.parentNode!==this.home&&this.home.prepend(this.host),e?.close()}enterPin(){this.place="pin",this.host.dataset.place="pin",document.body.append(this.host),this.layOut()}take(){let e={box:this.box,by:this.host,from:null};return document.dispatchEvent(new CustomEvent(as,{detail:e})),e.from}yieldTo({detail:e}){e.box!==this.box||e.by===this.host||this.place==="cell"||((this.place==="pin"||this.before==="pin")&&(e.from="pin"),this.popup=null,this.go("cell"))}layOut(){let{side:e,size:n,folded:r}=this,o=e==="right"?`right:0;width:${n}px`:"left:0;right:0",s=e==="right"?"top:0":`height:${n}px`,i=`${o};${r?`height:${cs}px`:s}`;this.host.style.cssText=`position:fixed;bottom:0;z-index:${ru};${i}`,this.pad(),cu(this.remembered),this.changed()}pad(){let e=this.place==="pin"?au(this.home):null,n=e?this.covered(iu(e)):0;if((this.padded?.element!==e||n<=0)&&this.unpad(),!e||n<=0)return;this.padded||(this.padded={element:e,style:document.head.appendChild(document.createElement("style"))},e.setAttribute(this.mark,""),this.room.observe(e,{box:"border-box"}));let r=su(this.mark,this.beside,n,this.beside||!this.canFlip);this.padded.style.textContent!==r&&(this.padded.style.textContent=r)}covered({right:e,bottom:n}){return this.beside?e-(innerWidth-this.size):n-(innerHeight-(this.folded?cs:this.size))}get beside(){return this.side==="right"&&!this.folded}unpad(){if(!this.padded)return;let{element:e,style:n}=this.padded;this.padded=null,n.remove(),e.removeAttribute(this.mark),this.room.unobserve(e)}open(){return window.open("",`channel-sandbox-${this.box}`,"popup,width=1280,height=840")}enterWindow(e){this.popup=e,this.place="window";let{document:n}=e;this.host.remove(),this.host=this.another(n),this.host.dataset.place="window",n.title=document.title,n.documentElement.style.height="100%",n.body.style.cssText="margin:0;height:100%",n.body.replaceChildren(this.host),e.addEventListener("pagehide",()=>this.popup===e&&this.go(this.before)),e.focus()}listen(e,n,r){e.addEventListener(n,r),this.undo.push(()=>e.removeEventListener(n,r))}};function su(t,e,n,r){let o=e?"padding-right":"padding-bottom",s=`[${t}] .cm-editor .cm-content {
    white-space: break-spaces; overflow-wrap: anywhere; flex-shrink: 1; min-width: 0; }`;return`[${t}] { box-sizing: border-box !important; ${o}: ${n}px !important; }
    ${r?s:""}`}function iu(t){let e=t.getBoundingClientRect();return{right:Math.min(e.right,innerWidth),bottom:Math.min(e.bottom,innerHeight)}}function au(t){for(let e=t.parentElement;e;e=e.parentElement)if(/auto|scroll/.test(getComputedStyle(e).overflowY)&&e.clientHeight>300)return e;return null}function lu(){let t={side:innerWidth>=1e3?"right":"bottom",right:null,bottom:null};try{let e=JSON.parse(localStorage.getItem(us)??"{}");return{side:e.side==="right"||e.side==="bottom"?e.side:t.side,right:typeof e.right=="number"?e.right:null,bottom:typeof e.bottom=="number"?e.bottom:null}}catch{return t}}function cu(t){try{localStorage.setItem(us,JSON.stringify(t))}catch{}}function xr(t,e,n,r){return t==="projector"&&r?Math.min(20/12,Math.max(1.5,n/ds.medium)):t==="projector"?e<700?1:20/12:r?Math.max(1,Math.min(e/1100,n/650,1.6)):e>1300?Math.max(1,Math.min(e/1100,1.6)):1}var ds={medium:474,narrow:720},uu={medium:712,narrow:360};function hs(t,e,n){if(t!=="projector")return xr(t,e,n,!1);let r=o=>Math.min(e/uu[o],n/ds[o]);return Math.max(1,Math.min(20/12,Math.max(r("medium"),r("narrow"))))}var du={wide:600,medium:600,narrow:880},hu=520;function ps(t,e){return e?du[t]:hu}var ms=520,Gt=480;function Sr(t){return t>=960?"wide":t>=680?"medium":"narrow"}var Ye,F,_r,fs,Mr=Object.is,Ut=0,_s=[],Cr=[],B=T,gs=B.__b,bs=B.__r,ws=B.diffed,ys=B.__c,vs=B.unmount,ks=B.__;function Vt(t,e){B.__h&&B.__h(F,t,Ut||e),Ut=0;var n=F.__H||(F.__H={__:[],__h:[]});return t>=n.__.length&&n.__.push({}),n.__[t]}function A(t){return Ut=1,pu(Ms,t)}function pu(t,e,n){var r=Vt(Ye++,2);if(r.t=t,!r.__c&&(r.__=[n?n(e):Ms(void 0,e),function(s){var i=(r.__N||r.__)[0],l=r.t(i,s);Mr(i,l)||(r.__N=[l,r.__[1]],r.__c.setState({}))}],r.__c=F,!F.__f)){F.__f=!0;var o=F.shouldComponentUpdate;F.shouldComponentUpdate=function(s,i,l){var c=this.__H;if(!c)return!0;var u=!1,d=this.props!=s;if(c.__.some(function(m){m.__N&&(u=!0,Mr(m.__[0],m.__N[0])||(d=!0))}),o){var h=o.call(this,s,i,l);return u?h||d:h}return!u||d}}return r.__}function ce(t,e){var n=Vt(Ye++,3);!B.__s&&Pr(n.__H,e)&&(n.__P=!0,n.__=t,n.u=e,F.__H.__h.push(n))}function Ze(t,e){var n=Vt(Ye++,4);!B.__s&&Pr(n.__H,e)&&(n.__P=!1,n.__=t,n.u=e,F.__h.push(n))}function z(t){return Ut=5,wt(function(){return{current:t}},[])}function wt(t,e){var n=Vt(Ye++,7);return Pr(n.__H,e)&&(n.__=t(),n.__H=e),n.__}function mu(){var t;do{for(;t=Cr.shift();)try{bt(t)}catch(n){B.__e(n,{__:(t=t.__P)&&t.__v})}for(;t=_s.shift();){var e=t.__H;if(t.__P&&e)try{e.__h.some(bt),e.__h.some(Er),e.__h=[]}catch(n){e.__h=[],B.__e(n,t.__v)}}}while(Cr.length)}B.__b=function(t){F=null,gs&&gs(t)},B.__=function(t,e){t&&e.__k&&e.__k.__m&&(t.__m=e.__k.__m),ks&&ks(t,e)},B.__r=function(t){bs&&bs(t),Ye=0;var e=(F=t.__c).__H;e&&(_r==F?F.__h=[]:(e.__h.some(bt),e.__h.some(Er),Ye=0),e.__h=[],e.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),_r=F},B.diffed=function(t){ws&&ws(t);var e=t.__c;e&&e.__H&&(e.__H.__h.length&&Ss(_s.push(e)),e.__H.__.some(function(n){n.u&&(n.__H=n.u)})),_r=F=null},B.__c=function(t,e){e.some(function(n){try{n.__h.some(bt),n.__h=n.__h.filter(function(r){return!r.__||Er(r)})}catch(r){n.__h=[function(){throw r}]}}),ys&&ys(t,e)},B.unmount=function(t){vs&&vs(t);var e,n,r=t.__c;r&&r.__H&&(r.__H.__.some(function(o){try{if(o.__P&&o.__c){if(n===void 0){for(n=t.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}o.__P=n,Ss(Cr.push(o))}else bt(o)}catch(s){e=s}}),r.__H=void 0,e&&B.__e(e,r.__v))};var xs=typeof requestAnimationFrame=="function";function fu(t){var e,n=function(){clearTimeout(r),xs&&cancelAnimationFrame(e),setTimeout(t)},r=setTimeout(n,35);xs&&(e=requestAnimationFrame(n))}function Ss(t){t!=1&&fs==B.requestAnimationFrame||((fs=B.requestAnimationFrame)||fu)(mu)}function bt(t){var e=F,n=t.__c;typeof n=="function"&&(t.__c=void 0,n()),F=e}function Er(t){var e=F;t.__c=t.__(),F=e}function Pr(t,e){return!t||t.length!=e.length||e.some(function(n,r){return!Mr(n,t[r])})}function Ms(t,e){return typeof e=="function"?e(t):e}var I=t=>String(Math.round(t*100)/100),$=class{d="";points=[];reach=[];marks=[];x=0;y=0;constructor(e,n){this.d=`M${I(e)} ${I(n)}`,this.add(e,n)}add(e,n){let r=this.reach.at(-1)??0,o=this.reach.length?Math.hypot(e-this.x,n-this.y):0;this.points.push(e,n),this.reach.push(r+o),this.x=e,this.y=n}line(e,n){return e===this.x&&n===this.y?this:(this.d+=`L${I(e)} ${I(n)}`,this.add(e,n),this)}bend(e,n,r,o,s,i){this.d+=`C${I(e)} ${I(n)} ${I(r)} ${I(o)} ${I(s)} ${I(i)}`;let{x:l,y:c}=this;for(let u=1;u<=16;u++){let d=u/16,h=1-d,[m,p,g,b]=[h*h*h,3*h*h*d,3*h*d*d,d*d*d];this.add(m*l+p*e+g*r+b*s,m*c+p*n+g*o+b*i)}return this}level(e,n,r=.5){if(Math.abs(n-this.y)<.5)return this.line(e,n);let o=(e-this.x)*r;return this.bend(this.x+o,this.y,e-o,n,e,n)}upright(e,n,r=.5){if(Math.abs(e-this.x)<.5)return this.line(e,n);let o=(n-this.y)*r;return this.bend(this.x,this.y+o,e,n-o,e,n)}corner(e,n,r,o){let{x:s,y:i}=this;this.d+=`Q${I(e)} ${I(n)} ${I(r)} ${I(o)}`;for(let l=1;l<=16/2;l++){let c=l*2/16,u=1-c;this.add(u*u*s+2*u*c*e+c*c*r,u*u*i+2*u*c*n+c*c*o)}return this}through(e,n){for(let[r,[o,s]]of e.entries()){let[i,l]=[r===0?1:.5,r+2===e.length?1:.5];this.round(o,s,e[r+1],n,i,l)}return this}round(e,n,r,o,s,i){if(!r)return this.line(e,n);let[l,c]=r,u=Math.hypot(e-this.x,n-this.y),d=Math.hypot(l-e,c-n),h=Math.min(o,u*s,d*i);return h<.5?this.line(e,n):(this.line(e-(e-this.x)/u*h,n-(n-this.y)/u*h),this.corner(e,n,e+(l-e)/d*h,n+(c-n)/d*h))}mark(){return this.marks.push({reach:this.reach.at(-1)??0,d:this.d.length,x:this.x,y:this.y}),this}end(){let{d:e,points:n,reach:r}=this,o=r.at(-1)??0,[s,i]=this.marks,l=(u,d)=>u&&o?u.reach/o:d,c=s?`M${I(s.x)} ${I(s.y)}${e.slice(s.d,i?.d)}`:e;return{d:e,points:n,reach:r,length:o,bare:[l(s,0),l(i,1)],bareD:c}}};function Cs(t,e){let n=0,r=t.reach.length-1;for(;n<r;){let o=n+r+1>>1;t.reach[o]<=e?n=o:r=o-1}return n}function Y(t,e){let n=Math.max(0,Math.min(1,e))*t.length,r=Cs(t,n),[o,s]=[t.points[2*r],t.points[2*r+1]];if(r===t.reach.length-1)return[o,s];let i=t.reach[r+1]-t.reach[r],l=i?(n-t.reach[r])/i:0;return[o+(t.points[2*r+2]-o)*l,s+(t.points[2*r+3]-s)*l]}function Es(t,e,n,r){let[o,s]=Y(e,n);t.moveTo(o,s);let[i,l]=[n*e.length,r*e.length];for(let d=Cs(e,i)+1;d<e.reach.length&&!(e.reach[d]>=l);d++)t.lineTo(e.points[2*d],e.points[2*d+1]);let[c,u]=Y(e,r);t.lineTo(c,u)}var Yt={workerOf:()=>null,nextSlot:()=>0},yt=(t,e)=>t.channels.find(n=>n.name===e);function qe(t,e,n){let r=t.consumers.filter(o=>o.name===e);return r.find(o=>n!==void 0&&o.channels.includes(n))??r[0]}var he=(t,e)=>t.groups.find(n=>n.name===e),me=(t,e)=>t.more.find(n=>n.fold===e),vt=(t,e)=>t.servers.find(n=>n.name===e);function _e({slots:t,count:e},n){return t.x+t.w-t.w/e*(Math.min(n,e-1)+.5)}function oe(t,e){let n=yt(t,e);if(n)return n;let r=me(t,"channels");if(!r)return null;let o={...r,h:16},s=r.y+r.h/2;return{...r,name:e,routed:!0,slots:o,count:10,rail:s,nameRoom:r.w}}function kt(t,e){let n=t.workers.find(r=>r.name===e);return n?t.mode==="narrow"?[n.x+14,n.y+20]:[n.x+17,n.y+n.h/2]:me(t,"workers")?.port??null}var Ps=t=>[t.x+t.w,t.y+t.h/2];function Me(t,e){let n=t.rowOf.get(e),r=n&&vt(t,n.server);if(!n||!r)return null;if(t.mode==="narrow")return{server:r,end:[n.port[0],r.y+33]};if(n.look==="page")return{server:r,end:[r.x+19,n.port[1]]};let o=n.look==="full"?t.mode==="wide"?60:66:50;return{server:r,end:[r.x+o,n.port[1]+(n.look==="full"?8:0)]}}var gu=Symbol.for("pv"),bu=0;function a(t,e,n,r,o,s){e||(e={});var i,l,c=e;if("ref"in c&&typeof t!="function")for(l in c={},e)l=="ref"?i=e[l]:c[l]=e[l];var u={type:t,props:c,key:n,ref:i,__k:null,__:null,__b:0,__e:null,__c:null,constructor:gu,__v:--bu,__i:-1,__u:0};return(o||s)&&(u.__source=o,u.__self=s),T.vnode&&T.vnode(u),u}var $s=["connect","receive","disconnect","request","reply","custom"],wu="#16191D",Os={receive:null,request:[[-.88,-.88],[.88,-.88],[.88,.88],[-.88,.88]],connect:[[0,-1.05],[1.1,.85],[-1.1,.85]],disconnect:[[0,1.05],[1.1,-.85],[-1.1,-.85]],reply:[[0,-1.2],[1.2,0],[0,1.2],[-1.2,0]],custom:[0,1,2,3,4,5].map(t=>[1.1*Math.sin(t*Math.PI/3),-1.1*Math.cos(t*Math.PI/3)])},Ts=t=>Math.round(t*100)/100;function yu(t,e,n,r){let o=Os[t];return o?`M${o.map(([s,i])=>`${Ts(e+s*r)} ${Ts(n+i*r)}`).join("L")}Z`:`M${e-r} ${n}a${r} ${r} 0 1 0 ${2*r} 0a${r} ${r} 0 1 0 ${-2*r} 0Z`}function Rs(t,e,n,r,o){let s=Os[e];if(t.beginPath(),!s)t.arc(n,r,o,0,2*Math.PI);else for(let[i,l]of s)t.lineTo(n+i*o,r+l*o);t.closePath()}function X({kind:t,x:e,y:n,r,look:o}){let s=o?` ${o}`:"";return a("path",{class:`tok${s}`,fill:`var(--${t})`,d:yu(t,e,n,r)})}function Tr({x:t,y:e,h:n}){return a("path",{fill:wu,d:`M${t-n*.4} ${e-n/2}h${n*.28}v${n}h${-n*.28}ZM${t+n*.12} ${e-n/2}h${n*.28}v${n}h${-n*.28}Z`})}function fe({x:t,y:e,r:n,colour:r="var(--lost)",width:o=1.75}){let s=`M${t-n} ${e-n}l${2*n} ${2*n}M${t+n} ${e-n}l${-2*n} ${2*n}`;return a("path",{d:s,stroke:r,"stroke-width":o,fill:"none"})}var Bs={queued:()=>a("rect",{x:"1",y:"1",width:"8",height:"8",fill:"none",stroke:"var(--ink)","stroke-width":"1.5"}),held:()=>a("g",{children:[a("rect",{width:"10",height:"10",fill:"var(--held)"}),a(Tr,{x:5,y:5,h:6})]}),in_hand:()=>a("g",{children:[a("circle",{cx:"5",cy:"5",r:"4",fill:"none",stroke:"var(--ink)","stroke-width":"1.5"}),a("circle",{cx:"5",cy:"5",r:"1.75",fill:"var(--ink)"})]}),delivered:()=>a("path",{d:"M1 5.5L4 8.5L9 1.5",fill:"none",stroke:"var(--ink)","stroke-width":"1.75"}),lost:()=>a(fe,{x:5,y:5,r:3.5,width:2})},vu={full:()=>a("rect",{x:"0",y:"2",width:"10",height:"6",fill:"var(--lost)"}),expired:()=>a("g",{fill:"none",stroke:"var(--lost)",children:[a("circle",{cx:"5",cy:"5",r:"4.25","stroke-width":"1.5"}),a("path",{d:"M5 2.5V5.2L7 6.4","stroke-width":"1.25"})]}),no_connection:()=>a("path",{d:"M0 5H3M7 5H10M6.5 1.5L3.5 8.5",stroke:"var(--lost)","stroke-width":"1.75"}),nobody_listens:()=>a("path",{d:"M1 5h3M6 5h3",stroke:"var(--edge)","stroke-width":"1.5",fill:"none"})};function ku({fate:t}){return Bs[t]()}function $r({reason:t}){return(vu[t]??Bs.lost)()}function Or({children:t,box:e}){return a("svg",{class:"mark",viewBox:e,"aria-hidden":"true",children:t})}function Zt({fate:t}){return a(Or,{box:"0 0 10 10",children:a(ku,{fate:t})})}function Qt({reason:t}){return a(Or,{box:"0 0 10 10",children:a($r,{reason:t})})}function De({kind:t}){return a(Or,{box:"-7 -7 14 14",children:a(X,{kind:t,x:0,y:0,r:5})})}var As=8,Ls=20,Fs=30;function xu(t,e){let n=t.clients.find(c=>c.connections.includes(e));if(n)return n.port;let r=t.rowOf.get(e);if(r?.look==="port")return me(t,"tabs")?.port??null;if(r){let[c,u]=r.port;return t.mode==="narrow"?[c,u-Fs/2]:[c-Fs,u]}let{x:o,y:s,w:i,h:l}=t.opener;return t.mode==="narrow"?null:[o+i,s+l/2]}function Su(t,e){let n=t.rowOf.get(e);if(n)return n.port;let[r]=t.servers;return r?[r.x,t.opener.y+t.opener.h/2]:null}function Ce(t,e,n){let r=xu(t,e),o=Su(t,e);if(!r||!o)return[];let[s,i]=n?[o,r]:[r,o],l=new $(s[0],s[1]);return t.mode!=="narrow"?[l.line(i[0],i[1]).end()]:[l.upright(i[0],i[1]).end()]}function en(t,e,[n],r){let[o,s]=r.bus,i=t.servers.some(u=>u.y>r.y),l=r.x+r.w+7,c=i?[[n,t.lane],[l,t.lane],[l,s+8],[o,s+8],[o,s]]:[[n,t.lane],[o,t.lane],[o,s]];return e.through(c,Ls)}function xt(t,e,n){let r="exit"in e?e.exit:[e.x+e.w/2,e.y+e.h],o=new $(r[0],r[1]);if(!("side"in e)||e.side==="bottom")return en(t,o,r,n);let s=t.width-7,[i,l]=n.bus;if(t.mode==="narrow")return o.through(Rr(t,r,n),12);if(t.servers.some(d=>d.y>n.y))return en(t,o.line(s-6,r[1]).corner(s,r[1],s,r[1]+6),[s,0],n);let u=[[s,r[1]],[s,t.lane],[i,t.lane],[i,l]];return o.through(u,Ls)}function Rr(t,[,e],n){let r=t.gutters.back,[o,s]=n.bus;return o===r?[[r,e],[r,s]]:[[r,e],[r,t.lane],[o,t.lane],[o,s]]}function _u(t,e,n,r){let[o,s]=e.bus,i=o+r;return t.mode==="narrow"?new $(o,s).through([[o,n[1]],n],11).end():new $(i,s).through([[i,n[1]],n],12).end()}function Mu(t,e){let n=new Map;for(let r of e){let o=Me(t,r);if(o&&n.set(`${o.server.name} ${o.end.join()}`,o),n.size>=As)break}return n}function Cu(t,e,n){let r=oe(t,n);if(!r)return[];let{slots:o,rail:s}=r;if(t.mode==="narrow"){let u=o.x+o.w/2;return[new $(u,e.y).line(u,s).end()]}let[i,l]=[e.x-6,o.x-10],c=[[i,e.y+14],[i,t.roof],[l,t.roof],[l,s],[o.x+6,s]];return[new $(e.x,e.y+14).through(c,8).end()]}var Br={trunks:[],strands:[]};function Qe(t,e,n,r){let o=he(t,e)??me(t,"groups");if(!o)return Br;let s=[...Mu(t,n).values()].sort((c,u)=>c.end[1]-u.end[1]),i=r.slice(0,As).flatMap(c=>Cu(t,o,c)),l=s.length||i.length?[...new Set(s.map(({server:c})=>c))]:t.servers.slice(0,1);return{trunks:[...l.map(c=>xt(t,o,c).end()),...i],strands:l.flatMap(c=>{let u=s.filter(h=>h.server===c),d=h=>((u.length-1)/2-h)*t.strand;return u.map((h,m)=>_u(t,c,h.end,d(m)))})}}function Ns(t,e,n){switch(e.hop){case"frame":return Ce(t,e.connection,!1);case"out":return Ce(t,e.connection,!0);case"accept":return Eu(t,e.connection,e.channel,n);case"take":return Pu(t,e.channel,e.worker);case"run":return Tu(t,e.worker,e.consumer);case"send":return qs(t,tn(t,e.consumer),e.channel,n);case"toGroup":case"member":return $u(t,tn(t,e.consumer),e.group);case"fan":{let{trunks:r,strands:o}=Qe(t,e.group,e.connections,e.channels);return[...r,...o]}case"reply":return Ou(t,tn(t,e.consumer),e.connection);case"fall":return Ru(t,e.channel,e.connection,e.reason)}}function tn(t,e){let n=e===null?void 0:qe(t,e);return Ps(n??t.cell)}function Eu(t,e,n,r){let o=oe(t,n),s=e===null?void 0:t.rowOf.get(e),i=s?vt(t,s.server):t.servers[0];if(!o||!i)return e===null?qs(t,tn(t,null),n,r):[];let[l,c]=i.out,[u,d]=s?s.port:[l,c],h=new $(u,d);return s&&h.bend(u+30,d,l-40,c,l,c),h.mark().level(o.slots.x,o.rail).mark(),[h.line(_e(o,r.nextSlot(n)),o.rail).end()]}function Pu(t,e,n){let r=oe(t,e),o=kt(t,n);if(!r||!o)return[];let s=r.slots.x+r.slots.w;return[new $(_e(r,0),r.rail).line(s,r.rail).mark().level(o[0]-17,o[1]).mark().line(...o).end()]}function Tu(t,e,n){let r=kt(t,e),o=qe(t,n);if(!r||!o)return[];let s=t.workers.find(({name:l})=>l===e),i=s?s.x+s.w:r[0];return[new $(i,r[1]).level(o.x,o.y+o.h/2).end()]}function qs(t,[e,n],r,o){let s=oe(t,r);if(!s)return[];let i=t.gutters.back-6,l=s.slots.x-10,c=[[i,n],[i,t.roof],[l,t.roof],[l,s.rail],[_e(s,o.nextSlot(r)),s.rail]];return[new $(e,n).through(c,10).end()]}function $u(t,[e,n],r){let o=he(t,r)??me(t,"groups")??t.noGroup;if(!o)return[];let s=Math.min(20,o.h/2),i=Math.max(o.y+s,Math.min(o.y+o.h-s,n));return[new $(e,n).level(o.x,i).end()]}function Ou(t,e,n){let r=Me(t,n);if(!r)return[];let o=t.gutters.back,i=new $(e[0],e[1]).through([[o,e[1]],[o,e[1]+12]],8),l=en(t,i,[o,e[1]],r.server),[c]=r.server.bus;return[l.through([[c,r.end[1]],r.end],12).end()]}function Ru(t,e,n,r){let{bin:o}=t,s=o.y+16,i=n===null?null:Me(t,n);if(i){let h=i.server.x+(t.mode==="wide"?102:59),m=t.lane+15,p=[[h,m],[o.x+24,m],[o.x+24,s]];return[new $(h,i.end[1]).through(p,10).end()]}let l=oe(t,e);if(!l)return[];let{slots:c,rail:u}=l;if(r==="full"){let h=c.x-10,m=t.lane+15,p=[[h,u],[h,m],[o.x+24,m],[o.x+24,s]];return[new $(c.x,u).through(p,10).end()]}let d=c.x+c.w+10;return[new $(c.x+c.w,u).through([[d,u],[d,s]],10).end()]}var Bu="(invalid name)",Fu=new Map([["websocket.connect","connect"],["websocket.receive","receive"],["websocket.disconnect","disconnect"],["http.request","request"],["http.disconnect","disconnect"]]);function te(t){let e=Fu.get(t);return e!==void 0?e:se(t)?"reply":t.startsWith("http.request.body")?"request":"custom"}function se(t){return t.includes("!")}function et(t){let e=t.indexOf("!"),n=t.indexOf("?"),r=e<0?n:n<0?e:Math.min(e,n);return r<0?t:t.slice(0,r+1)}function Ds(t,e){return e==="invalid_name"?Bu:et(t)}function He(t,e){return`${t} ${e}`}function q(t,e){return t==="default"?e:`${t}/${e}`}function Z(t){return t.startsWith("__main__.")?t.slice(9):t}function St(t){return t.startsWith("(default)")}function Ee(t){return St(t)?t.slice(9).trim():t}function Hs(t){let e=t.lastIndexOf("!");return e<0?t:`!${t.slice(e+1,e+5)}`}function Au(t){let e=/^\(\?s:([\s\S]*)\)(\\Z|\\z)$/.exec(t);try{return e?new RegExp(`^(?:${e[1]})$`,"s"):new RegExp(`^(?:${t})$`)}catch{return/(?!)/}}function _t(t,e){if(t===void 0)return null;for(let[n,r]of t.channelCapacity)if(Nu(n).test(e))return r;return t.capacity}var nn=new Map,Lu=100;function Nu(t){let e=nn.get(t);return e===void 0&&(nn.size>=Lu&&nn.clear(),e=Au(t),nn.set(t,e)),e}var qu=/^(.*) \d+\/\d+$/;function Js(t){return t.ours?qu.exec(t.label)?.[1]??null:null}function Fr(t){let e=new Set;for(let n of t.groups.values())for(let r of n.members.values())r.ghost&&r.connection&&e.add(r.connection);return e}function pe(t){return t.state==="closed"||t.state==="rejected"}function rn(t){let e=Fr(t),n=new Map,r=(o,s,i,{server:l,id:c})=>n.set(o,{key:o,name:s,kind:i,server:l,connections:[c]});for(let o of t.connections.values()){if(o.protocol!=="websocket")continue;let s=Js(o),i=pe(o),l=e.has(o.id);if(s){if(i&&!l)continue;let c=n.get(`crowd ${s}`);c?c.connections.push(o.id):r(`crowd ${s}`,s,"crowd",o)}else if(o.ours||l){let c=`tab ${o.label}`,u=(n.get(c)?.connections??[]).filter(d=>e.has(d));r(c,o.label,l?"ghost":"tab",o),n.get(c).connections.unshift(...u)}else i||r(o.id,o.label,"tab",o)}for(let[o,s]of n)s.key=o;return[...n.values()]}function Ws(t,e,n){let r=new Map,o=new Set;for(let l of t){let c=e.get(l);c===void 0||o.has(c)||(r.set(l,c),o.add(c))}let s=0;for(let l of t)if(!r.has(l)){for(;o.has(s);)s++;r.set(l,s),o.add(s)}if(Math.max(-1,...o)<n)return r;let i=t.filter(l=>r.has(l)).sort((l,c)=>r.get(l)-r.get(c));return new Map(i.map((l,c)=>[l,c]))}function ge(t,e,n){return n||t.length<=e?{shown:[...t],hidden:[]}:{shown:t.slice(0,e-1),hidden:t.slice(e-1)}}var Du=["http.request","websocket.connect","websocket.receive","websocket.disconnect"];function on(t,{channel:e,name:n}){return e?e.capacity:_t(t.layers.get("default"),n)}var sn=t=>t===null||t>16?10:Math.max(1,t);function Hu(t){return t.filter(e=>e.hiddenBy===null||!e.builtin)}function Is(t){let e=Du.indexOf(t.name);return e>=0?e:(t.routed?1e3:1e6)+(t.channel?.since??0)/1e6}function Iu(t){return t.channel?.builtin?!0:!t.routed&&/^(http|websocket)\./.test(t.name)}function an(t,e,n,r){let o=new Map,s=new Set(t.rules.map(m=>q(m.layer,m.channel)));for(let[m,p]of t.channels)o.set(m,{name:m,channel:p,routed:s.has(m)});for(let m of s)o.has(m)||o.set(m,{name:m,channel:null,routed:!0});let i=[...o.values()].sort((m,p)=>Is(m)-Is(p)||(m.name<p.name?-1:1));if(r)return{shown:i,hidden:[]};let l=m=>(m.channel?.queue.length??0)>0,c=m=>(l(m)?8:0)+(m.routed?2:0)+(n.has(m.name)?1:0),u=Math.min(e+4,Math.max(e,n.size)),d=i.filter(m=>l(m)||!Iu(m)).sort((m,p)=>c(p)-c(m)).filter((m,p)=>p<u||l(m)),h=new Set(d);return{shown:i.filter(m=>h.has(m)),hidden:i.filter(m=>!h.has(m)&&!m.channel?.builtin)}}function ln(t,e){let n=e.map(i=>i.name),r=new Map,o=new Set;for(let i of Hu(t.rules)){let l=q(i.layer,i.channel);if(!n.includes(l))continue;let c=i.builtin?`${i.consumer} @ ${l}`:i.consumer,u=r.get(c);if(u)u.channels.includes(l)||u.channels.push(l);else{let{consumer:d,builtin:h}=i;r.set(c,{key:c,name:d,home:l,channels:[l],shut:[],builtin:h})}i.hiddenBy===null&&o.add(`${c} ${l}`)}let s=new Map(n.map(i=>[i,[]]));for(let i of r.values())i.shut=i.channels.filter(l=>!o.has(`${i.key} ${l}`)),i.channels.sort((l,c)=>n.indexOf(l)-n.indexOf(c)),i.home=i.channels[i.channels.length-1>>1],s.get(i.home).push(i);return s}function cn(t,e,n){let r=[...t.workers.values()].filter(l=>!l.builtin||l.state==="busy"),o=r.filter(l=>l.state!=="stopped"),s=r.filter(l=>l.state==="stopped"&&l.reason!=="asked"),i=new Set([...o,...s.slice(-Math.max(0,e-o.length))]);if(o.length>=e)for(let l of s)i.delete(l);return ge(r.filter(l=>i.has(l)),e,n)}function un(t,e,n){let r=[...t.groups].sort(([,o],[,s])=>o.since-s.since);return ge(r,e,n)}function Ju(t,e,n){let r=n?t.connections.get(n):void 0;if(r)return r.label;let o=e.indexOf("!");return o>=0?e.slice(o):e}function Pe(t,e,n){let r=[],o=new Map;for(let{channel:i,connection:l,ghost:c}of e.members.values()){let u=l?t.connections.get(l):void 0,d=u?Js(u):null;if(!d){let p=Ju(t,i,l);r.push({key:i,label:p,count:1,ghost:c,broad:!1});continue}let h=`${d}${c?" ghosts":""}`,m=o.get(h);m?m.count++:o.set(h,{key:h,label:d,count:1,ghost:c,broad:!0})}let s=ge(r,n,!1);return{chips:[...s.shown,...o.values()],more:s.hidden.length}}var zs={mono:.602,sans:.53,bold:.6},Xs=/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f300}-\u{1faff}]/u;function Ar(t){let e=0;for(let n of t)e+=Xs.test(n)?2:1;return e}function _(t,e,n="mono"){return Ar(t)*e*zs[n]}function E(t,e,n,r="mono"){let o=t.length>400?t.slice(0,400):t,s=o.replace(/\s+/g," "),i=Math.floor(e/(n*zs[r]));if(Ar(s)<=i&&o===t)return s;if(Ar(s)<i)return`${s}…`;let l="",c=1;for(let u of s){if(c+=Xs.test(u)?2:1,c>i)break;l+=u}return i>0?`${l}…`:""}var Lr=8,Wu=12;function dn(t,e){let{chips:n}=Pe(t,e,Wu),r=n.filter(o=>!o.broad);return Lr+Math.max(0,...r.map(({label:o})=>_(o,11)))}var J=30,nt=60,Ks=48,Mt={pitch:75,h:67,port:31,room:6},hn={pitch:34,h:28,port:14,room:14},Nr=27,js=36,Gs=240,zu=16,pn=26,rt={channels:8,consumers:6,workers:8,groups:8},ie={h:19,pitch:24,top:29,side:10,slim:6,gap:5};function Xu({width:t,mode:e}){let n=e==="wide",r=n?[152,132,192,120,120,136]:[106,86,150,84,114,92],o=(t-r.reduce((l,c)=>l+c))/5,s=0;return{x:r.map(l=>{let c=s;return s+=l+o,c}),w:r,gutter:o,wide:n}}var tt=(t,e=J)=>t.reduce((n,{y:r,h:o})=>Math.max(n,r+o),e);function Us(t,e,n){let r=Xu(e),{x:o,w:s}=r,i=Ue=>e.unfolded.has(Ue),l=[],c=an(t,rt.channels,ju(n),i("channels")),u=ln(t,c.shown),d=i("consumers")?Number.POSITIVE_INFINITY:rt.consumers,h=Ku(t,c.shown,u,r,d),m=Gu(h,u,r,d,l),p=tt([...m,...l],J),g=tt(h,J);(c.hidden.length||i("channels"))&&l.push(Ct("channels",c.hidden.length,o[2],g+6,s[2],i("channels")));let{workers:b,hidden:y}=Vu(t,h,r,i("workers"));(y||i("workers")&&b.length>rt.workers)&&l.push(Ct("workers",y,o[3],tt(b)+8,s[3],i("workers")));let v=ed(t,h,m,r,Zu(n,h),i("groups"),l),{clients:k,servers:P,opener:C}=id(t,e,r,n,g,l),S={x:o[4],y:p+22,w:s[4],h:22,stands:e.cell},N=v.length?null:od(h,r),H=[...k,C,...P,...h,...b,...v],re=[...e.cell?[S]:[],...N?[N]:[]],Ae=tt([...H,...l,...re],J+Gs),V=Math.max(Ae,p+zu)+16,W={x:o[2],y:V+14,w:o[4]+s[4]-o[2],h:48},D={mode:e.mode,width:e.width,height:W.y+W.h+4,headings:["clients","server","channels","workers","consumers","groups"].map((Ue,ke)=>({key:Ue,x:o[ke],y:14})),clients:k,typing:null,opener:C,servers:P,channels:h,workers:b,consumers:m,groups:v,noGroup:N,more:l,cell:S,bin:W,legend:{x:0,y:V+20,w:o[1]+s[1]-22,h:40},lane:V,roof:23,gutters:{back:o[4]+s[4]+r.gutter/2,take:0},rowOf:new Map,strand:e.theme==="projector"?2.8:2.2};return ld(t,D),D}function ju(t){return new Set(t?.channels.map(({name:e})=>e))}function Ct(t,e,n,r,o,s){return{fold:t,count:e,x:n,y:r,w:o,h:22,unfolded:s,port:[n+8,r+11]}}function Ku(t,e,n,{x:r,w:o},s){let i=J;return e.map(l=>{let c=i,u=Math.min(n.get(l.name)?.length??0,s);i+=nt+Math.max(0,u-1)*Ks;let d=c+Nr,h={x:r[2],y:c,w:o[2],h:50},m={...h,y:d-8,h:16},p=sn(on(t,l));return{...h,name:l.name,routed:l.routed,slots:m,count:p,rail:d,nameRoom:h.w}})}function Gu(t,e,{x:n,w:r},o,s){return t.flatMap(({name:i,rail:l})=>{let c=h=>({x:n[4],y:l-16+h*Ks,w:r[4],h:32}),{shown:u,hidden:d}=ge(e.get(i)??[],o,!1);if(d.length){let{x:h,y:m,w:p}=c(u.length);s.push(Ct("consumers",d.length,h,m+5,p,!1))}return u.map((h,m)=>({...h,...c(m)}))})}function Uu(t,e){let n=t.map(({rail:i})=>i),r=n[e],o=n[e+1];return r!==void 0&&o!==void 0?(r+o)/2:(n.at(-1)??J+Nr-nt)+nt/2+nt*(e-Math.max(n.length-1,0))}function Vu(t,e,{x:n,w:r},o){let{shown:s,hidden:i}=cn(t,rt.workers,o),l=e.length>=3&&s.length<e.length?1:0;return{workers:s.map(({name:u},d)=>({name:u,x:n[3],y:Uu(e,l+d)-js/2,w:r[3],h:js})),hidden:i.length}}var Vs=t=>t?ie.side:ie.slim;function Ys(t,e,n){return(t-2*Vs(n)-(e-1)*ie.gap)/e}function Yu(t,e){return t<=2?e?12:6:t<=4?6:4}function Zu(t,e){let n=r=>r.map(({rail:o})=>o).join();return!t||n(t.channels)!==n(e)?new Map:new Map(t.groups.map(({name:r,y:o})=>[r,o]))}function Qu(t,e,n){for(let{consumer:r,to:o,what:s}of t.edges.values()){if(o!==e||s!=="send")continue;let i=n.find(({name:l})=>l===r);if(i)return i.y+i.h/2}return null}function ed(t,e,n,r,o,s,i){let{shown:l,hidden:c}=un(t,rt.groups,s),u=l.length>1,d=r.w[5]-(u?16:0),h=l.map(([b,y])=>{let v=r.wide&&dn(t,y)<=Ys(d,2,!0),k=Pe(t,y,Yu(l.length,v));return td(b,k,r.x[5],d,v,r.wide)}),m=e.map(({rail:b})=>b),p=u?J:m[2]??m.at(-1)??J+3*nt;nd(h,b=>{let y=Qu(t,b.name,n)??p;return o.get(b.name)??y-b.h/2});let g=tt(h,J);if((c.length||s&&l.length>rt.groups)&&i.push(Ct("groups",c.length,r.x[5],g+8,d,s)),!u)return h;for(let b of h)b.y+b.h<g&&(b.side="right",b.exit=[b.x+b.w,b.y+Math.min(17,b.h/2)]);return h}function td(t,{chips:e,more:n},r,o,s,i){let l=e.filter(v=>!v.broad),c=s&&l.length+(n?1:0)>1?2:1,u=Vs(i),d=Ys(o,c,i),h=v=>({x:r+u+v%c*(d+ie.gap),y:ie.top+Math.floor(v/c)*ie.pitch,w:d,h:ie.h}),m=l.map((v,k)=>({...v,...h(k)})),p=n?{...h(l.length),count:n}:null,g=Math.ceil((l.length+(n?1:0))/c);for(let v of e)v.broad&&m.push({...v,x:r+u,y:ie.top+g++*ie.pitch,w:o-2*u,h:ie.h});let b=ie.top+Math.max(1,g)*ie.pitch+5,y=[r+o/2,b];return{name:t,x:r,y:0,w:o,h:b,chips:m,more:p,exit:y,side:"bottom"}}function nd(t,e){let n=t.map(o=>({box:o,top:e(o)})).sort((o,s)=>o.top-s.top),r=J;for(let{box:o,top:s}of n)rd(o,Math.max(r,s)),r=o.y+o.h+12}function rd(t,e){t.y+=e;for(let n of t.chips)n.y+=e;t.more&&(t.more.y+=e),t.exit=[t.exit[0],t.exit[1]+e]}function od(t,{x:e,w:n}){let r=t[2]?.rail??J+2*nt+Nr;return{x:e[5],y:r-32,w:n[5],h:64}}function sd(t,e){let r=[...new Set([...t.servers.keys(),...e.map(({server:i})=>i)])].map(i=>[i,e.filter(({server:l})=>l===i)]),o=i=>t.servers.get(i)?.state!=="stopped",s=r.filter(([i,l])=>l.length||t.servers.has(i)&&o(i));return s.length?s:r.slice(-1)}function id(t,e,n,r,o,s){let{x:i,w:l}=n,c=rn(t),u=sd(t,c),d=c.length<=Mt.room?Mt:hn,h=ge(c,hn.room,e.unfolded.has("tabs")),m=new Set(h.shown),p=new Map(r?.clients.map(S=>[S.key,S.slot])),g=[],b=[],y=u.length>1?J+4:J;for(let[S,N]of u){let H=N.filter(ke=>m.has(ke)),re=H.map(({key:ke})=>ke),Ae=Ws(re,d===Mt?p:new Map,Mt.room),le=d===Mt?"tab":"line";for(let ke of H){let zo=Ae.get(ke.key),Xo=y+zo*d.pitch,Ic=[i[0]+l[0],Xo+d.port];g.push({...ke,look:le,slot:zo,x:i[0],y:Xo,w:l[0],h:d.h,port:Ic})}let V=Math.max(-1,...Ae.values())+1,W=u.length===1?Math.max(Gs,o-J):96,D=V*d.pitch+(d===hn?pn:0),Ue=Math.max(W,D);b.push(ad(S,i[1],y,l[1],Ue,n)),y+=Math.max(V*d.pitch,u.length===1?0:Ue)+(u.length===1?0:16)}let v=tt(g,J-8)+8,k=e.unfolded.has("tabs")&&c.length>hn.room;if(h.hidden.length||k){let S=Ct("tabs",h.hidden.length,i[0],v,l[0],k);s.push({...S,port:[i[0]+l[0],v+11]})}let P=h.hidden.length||k?v+30:v,C={x:i[0],y:P,w:l[0],h:c.length?28:62};b.length===1&&(b[0].h=Math.max(b[0].h,C.y+C.h-J));for(let S of b)S.bus=[S.bus[0],S.y+S.h];for(let S of b)S.foot&&(S.foot.y=S.y+S.h-pn);return{clients:g,servers:b,opener:C}}function ad(t,e,n,r,o,{wide:s}){return{name:t,x:e,y:n,w:r,h:o,rows:[],out:[e+r,n+16],bus:[e+r-16,n+o],foot:{x:e,y:n+o-pn,w:r-(s?28:22),h:pn}}}function ld(t,e){let n=s=>e.servers.find(i=>i.name===s),r=(s,i,l)=>{n(s)?.rows.push(i);for(let c of l)e.rowOf.set(c,{...i,connection:c,server:s})};for(let s of e.clients){let i=n(s.server);if(!i)continue;let l=s.look==="tab"?"full":"line",c=[i.x,s.port[1]],u=s.connections.at(-1);r(s.server,{client:s.key,connection:u,port:c,look:l},s.connections)}let o=e.more.find(s=>s.fold==="tabs");for(let s of t.connections.values()){if(e.rowOf.has(s.id))continue;let i=n(s.server)??e.servers[0];if(!i)continue;let l=s.protocol!=="websocket",c=l||!o?i.foot?i.foot.y+13:i.y+8:o.port[1],u={client:"",connection:s.id,port:[i.x,c],look:l?"page":"port"};e.rowOf.set(s.id,{...u,server:i.name})}}var mn=6,qr=42,Zs=40,ot=44,Hr=20,Dr=40,Et=34,Pt=26,st={channels:7,consumers:4,workers:8,groups:6};function Qs(t,e,n){let r={y:20,more:[],headings:[]},{width:o}=e,s={x:o-128,y:0,w:128,h:30},{clients:i,typing:l,servers:c}=cd(t,e,r),{channels:u,consumers:d}=fd(t,e,n,r),h=wd(t,e,r),{groups:m,noGroup:p}=yd(t,e,r),g=r.headings.find(({key:k})=>k==="workers").y,b={x:o-Pt-90,y:g-17,w:90,h:22,stands:e.cell},y={x:0,y:r.y+16,w:o,h:44},v={mode:"narrow",width:o,height:y.y+y.h+4,headings:r.headings,clients:i,typing:l,opener:s,servers:c,channels:u,workers:h,consumers:d,groups:m,noGroup:p,more:r.more,cell:b,bin:y,legend:null,lane:(c[0]?.y??0)+ot+10,roof:0,gutters:{back:o-5,take:o-16},rowOf:new Map,strand:2};return md(t,v),v}function fn(t,e,n){t.y+=n,t.headings.push({key:e,x:0,y:t.y}),t.y+=8}function gn(t,e,n,r){let o=[8,t.y+11];t.more.push({fold:e,count:n,x:0,y:t.y,w:120,h:22,unfolded:r,port:o}),t.y+=26}function cd(t,e,n){let r=rn(t);fn(n,"clients",0),n.y+=8;let s=r.some(({kind:p,connections:g})=>p!=="crowd"&&t.connections.get(g[0])?.ours)?{x:0,y:n.y,w:e.width,h:Zs}:null;s&&(n.y+=Zs+8);let i=Math.max(4,Math.floor(e.width/110)),l=e.unfolded.has("tabs"),{shown:c,hidden:u}=ge(r,2*i,l),h=ud(t,c).map((p,g)=>dd(p,g,i,e.width,n.y));h.length&&(n.y=Math.max(...h.map(({y:p,h:g})=>p+g))+2),(u.length||l&&r.length>2*i)&&(n.y+=4,gn(n,"tabs",u.length,l),n.y-=4),hd(h,n.y),n.y+=20;let m=pd(t,e,n);return{clients:h,typing:s,servers:m}}function ud(t,e){let n=[...t.servers.keys()];return[...e].sort((r,o)=>n.indexOf(r.server)-n.indexOf(o.server))}function dd(t,e,n,r,o){let s=(r-mn*n)/n,i=e%n*(s+mn),l=o+Math.floor(e/n)*(qr+mn);return{...t,look:"cell",slot:e,x:i,y:l,w:s,h:qr,port:[i+s/2,l+qr]}}function hd(t,e){for(let n of t)t.some(o=>o.x===n.x&&o.y>n.y)&&(n.port=[n.x+n.w+mn/2,Math.min(e,n.y+n.h-8)])}function pd(t,e,n){let o=[...t.servers.values()].filter(c=>c.state!=="stopped").map(({name:c})=>c),s=[...t.servers.keys()].at(-1);!o.length&&s&&o.push(s);let{y:i}=n,l=(e.width-8*Math.max(0,o.length-1))/Math.max(1,o.length);return n.y+=ot,o.map((c,u)=>{let d=u*(l+8),h=o.length===1?[e.width-5,i+ot]:[d+l-16,i+ot];return{name:c,x:d,y:i,w:l,h:ot,rows:[],out:[d+12,i+ot],bus:h,foot:null}})}function md(t,e){for(let n of t.connections.values()){let r=e.servers.find(({name:u})=>u===n.server)??e.servers[0];if(!r)continue;let o=e.clients.find(({connections:u})=>u.includes(n.id)),s=e.more.find(u=>u.fold==="tabs"),i=o?.port[0]??(s&&n.protocol==="websocket"?60:r.x+r.w/2),l=Math.max(r.x+12,Math.min(r.x+r.w-24,i)),c={client:o?.key??"",connection:n.id,port:[l,r.y],look:n.protocol==="websocket"?"port":"page"};o?.connections.at(-1)===n.id&&r.rows.push(c),e.rowOf.set(n.id,{...c,server:r.name})}}function fd(t,e,n,r){fn(r,"channels",30),r.y+=4;let o=e.unfolded.has("channels"),s=new Set(n?.channels.map(({name:h})=>h)),i=an(t,st.channels,s,o),l=ln(t,i.shown),c=[],u=e.unfolded.has("consumers")?Number.POSITIVE_INFINITY:st.consumers,d=i.shown.map(h=>{let{shown:m,hidden:p}=ge(l.get(h.name)??[],u,!1),g=m.length+(p.length?1:0),b=gd(t,h,g,e.width,r.y);return c.push(...m.map((y,v)=>({...y,...ei(b,v)}))),r.y+=b.h+6,p.length&&bd(r,b,m.length,p.length),b});return(i.hidden.length||o)&&gn(r,"channels",i.hidden.length,o),{channels:d,consumers:c}}function gd(t,e,n,r,o){let s=Math.max(152,Math.min(r*.4,200)),i=o+8;return{name:e.name,routed:e.routed,x:0,y:o,w:r-Pt,h:18+Math.max(1,n)*Hr,slots:{x:s,y:i-7,w:r-Pt-s,h:14},count:sn(on(t,e)),rail:i,nameRoom:s-6}}function ei(t,e){return{x:0,y:t.y+17+e*Hr,w:t.nameRoom,h:Hr}}function bd(t,e,n,r){let o=ei(e,n),s=[o.x+8,o.y+8];t.more.push({...o,fold:"consumers",count:r,unfolded:!1,port:s})}function wd(t,e,n){fn(n,"workers",14),n.y+=7;let r=e.unfolded.has("workers"),{shown:o,hidden:s}=cn(t,st.workers,r),i=e.width-Pt,l=Math.max(1,Math.min(Math.max(o.length,3),Math.floor((i+8)/102))),c=(i-8*(l-1))/l,u=n.y,d=o.map(({name:h},m)=>({name:h,x:m%l*(c+8),y:u+Math.floor(m/l)*(Dr+8),w:c,h:Dr}));return n.y=Math.max(u+Dr,...d.map(h=>h.y+h.h))+4,(s.length||r&&o.length>st.workers)&&gn(n,"workers",s.length,r),d}function yd(t,e,n){fn(n,"groups",20);let r=e.unfolded.has("groups"),{shown:o,hidden:s}=un(t,st.groups,r),i=e.width-Pt,l=o.map(([u,d])=>{let h=vd(t,u,d,i,n.y);return n.y+=Et+8,h});if((s.length||r&&o.length>st.groups)&&gn(n,"groups",s.length,r),l.length)return{groups:l,noGroup:null};let c={x:0,y:n.y,w:i,h:Et};return n.y+=Et+8,{groups:l,noGroup:c}}function vd(t,e,n,r,o){let s=Math.min(_(e,12)+24,r/3),i=Math.max(54,Math.min(96,dn(t,n))),l=Math.max(2,Math.floor((r-s-6)/(i+4))),{chips:c,more:u}=Pe(t,n,l),d=c.slice(0,u?l-1:l),h=u+c.slice(d.length).reduce((b,y)=>b+y.count,0),m=d.length+(h?1:0),p=Math.min(96,(r-s-10-4*Math.max(0,m-1))/Math.max(1,m)),g=b=>({x:s+b*(p+4),y:o+8,w:p,h:18});return{name:e,x:0,y:o,w:r,h:Et,chips:d.map((b,y)=>({...b,...g(y)})),more:h?{...g(d.length),count:h}:null,exit:[r,o+Et/2],side:"right"}}function ri(t,e,n=null){let r=n&&n.mode===e.mode?n:null,o=e.mode==="narrow"?Qs(t,e,r):Us(t,e,r);return!n||ni(o)!==ni(n)?o:(n.rowOf=o.rowOf,n)}var bn=({x:t,y:e,w:n,h:r})=>[t+n/2,e+r/2];var ti=new WeakMap;function ni(t){let e=ti.get(t);return e===void 0&&(e=JSON.stringify({...t,rowOf:null}),ti.set(t,e)),e}function oi(t,e,n){switch(e.hop){case"frame":return Ce(t,e.connection,!1);case"out":return Ce(t,e.connection,!0);case"accept":return kd(t,e.connection,e.channel,n);case"take":return xd(t,e.channel,e.worker);case"run":return[];case"send":return Sd(t,Ir(t,e.consumer,n),e.channel,n);case"toGroup":case"member":return _d(t,Ir(t,e.consumer,n),e.group);case"fan":{let{trunks:r,strands:o}=Qe(t,e.group,e.connections,e.channels);return[...r,...o]}case"reply":return Md(t,Ir(t,e.consumer,n),e.connection);case"fall":return Cd(t,e.channel,e.connection)}}function Ir(t,e,n){let r=e===null?null:n.workerOf(e);return t.workers.find(({name:o})=>o===r)??(e===null?t.cell:qe(t,e)??t.cell)}function kd(t,e,n,r){let o=oe(t,n),s=e===null?void 0:t.rowOf.get(e),i=s?vt(t,s.server):t.servers[0];if(!o||!i)return[];let l=s?.port[0]??i.x+i.w/2;return[new $(l,i.y+i.h).mark().mark().upright(o.slots.x-4,o.slots.y-6).corner(o.slots.x-4,o.rail,o.slots.x+6,o.rail).line(_e(o,r.nextSlot(n)),o.rail).end()]}function xd(t,e,n){let r=oe(t,e),o=t.workers.find(({name:d})=>d===n),s=kt(t,n);if(!r||!s)return[];let i=t.gutters.take,l=(o?.y??s[1])-7,c=[[i,r.rail],[i,l],[s[0],l],[s[0],o?.y??s[1]]],u=new $(_e(r,0),r.rail);return u.line(r.slots.x+r.slots.w,r.rail).mark(),[u.through(c,12).mark().line(...s).end()]}function Sd(t,e,n,r){let o=oe(t,n);if(!o)return[];let s=_e(o,r.nextSlot(n));return[new $(bn(e)[0],e.y).upright(s,o.rail+8).line(s,o.rail).end()]}function _d(t,e,n){let r=he(t,n)??me(t,"groups")??t.noGroup;return r?[new $(e.x+20,e.y+e.h).upright(r.x+24,r.y).end()]:[]}function Md(t,e,n){let r=Me(t,n);if(!r)return[];let o=e.y+e.h+4,s=[bn(e)[0],o],i=Rr(t,s,r.server),[l]=r.server.bus;return[new $(bn(e)[0],e.y+e.h).line(...s).through([...i,[l,r.end[1]],r.end],11).end()]}function Cd(t,e,n){let r=n===null?null:Me(t,n),o=r?null:oe(t,e),s=r?.end??(o&&[o.slots.x+o.slots.w,o.rail]);if(!s)return[];let i=t.gutters.take+2;return[new $(s[0],s[1]).through([[i,s[1]],[i,t.bin.y+14]],14).end()]}function Te(t,e,n=Yt){return(t.mode==="narrow"?oi(t,e,n):Ns(t,e,n)).filter(o=>o.length>0)}function Jr(t){return Object.values(t).map(e=>Array.isArray(e)?e.join(","):String(e)).join("|")}function Ed(t,e,n){let r=new $(e.slots.x+e.slots.w,e.rail),o=n.x-(t.mode==="wide"?40:22),s=n.y+n.h/2;return Math.abs(s-e.rail)<.5?r.line(n.x,s).end():r.line(o,e.rail).level(n.x,s).end()}function si(t){let e=t.slots.x+t.slots.w;return{d:`M${e} ${t.rail}H${e+12}`,end:[e+17,t.rail]}}function ii(t){let e=[],n=(r,o,s,i)=>{let[l]=i;l&&e.push({key:`${r} ${o} ${s}`,d:l.d,what:r,from:o,to:s})};for(let r of t.clients){let o=r.connections.at(-1);n("wire",r.key,o,Ce(t,o,!1))}if(t.mode==="narrow"){for(let r of t.groups.length?t.groups:[])for(let o of t.servers)n("back",r.name,o.name,[xt(t,r,o).end()]);return e}for(let r of t.servers)for(let o of t.channels)/^(http|websocket)\./.test(o.name)&&n("accept",r.name,o.name,[new $(...r.out).level(o.slots.x,o.rail).end()]);for(let r of t.consumers)for(let o of r.channels){let s=yt(t,o);s&&n("route",o,r.key,[Ed(t,s,r)])}for(let r of t.servers){for(let o of t.groups)n("back",o.name,r.name,[xt(t,o,r).end()]);t.noGroup&&n("back","",r.name,[xt(t,t.noGroup,r).end()])}return e}var Tt=.75,Pd=new Set(["frame","accept","take","run","toGroup","out"]),ai=500;function ci(t,e){let n=getComputedStyle(t),r=s=>n.getPropertyValue(`--${s}`).trim(),o=s=>r(s);return{bg:r("bg"),ink:r("ink"),tokline:r("tokline"),mono:r("mono"),live:Number(r("live"))||2.5,fan:e==="projector"?1.3:1,kinds:{connect:o("connect"),receive:o("receive"),disconnect:o("disconnect"),request:o("request"),reply:o("reply"),custom:o("custom")}}}function Wr(t){let e=Math.max(0,Math.min(1,t));return e<.5?4*e*e*e:1-(-2*e+2)**3/2}function Td(t,e=1){let n=t<=4?2*Math.max(1,t):8+2*Math.log2(t/4);return Math.min(14,n)*e}function zr(t,e){let n=t.ends-t.begins;return n>0?(e-t.begins)/n:e<t.begins?-1:2}var $d=6,Od={frame:-3,out:3},wn=8,yn=class{constructor(e,n,r){this.canvas=e;this.where=n;this.count=r;this.pen=e.getContext("2d")}canvas;where;count;pen;curves=new Map;fans=new Map;at=null;scale=1;inks=null;clean=!0;fit(e,n,r,o){let s=Math.round((e.width+2*wn)*n*r),i=Math.round((e.height+2*wn)*n*r);(this.canvas.width!==s||this.canvas.height!==i)&&(this.canvas.width=s,this.canvas.height=i,this.clean=!0),this.at!==e&&(this.curves.clear(),this.fans.clear()),this.at=e,this.scale=n*r,this.inks=o}draw(e,n,r){let{at:o,inks:s,pen:i}=this;if(!o||!s)return!1;let l=e.flights.filter(u=>Rd(u,n));if(this.clean||(i.setTransform(1,0,0,1,0,0),i.clearRect(0,0,this.canvas.width,this.canvas.height),this.clean=!0),!l.length&&!e.streams.length&&!e.roads.length)return!1;this.clean=!1;let{scale:c}=this;i.setTransform(c,0,0,c,wn*c,wn*c),i.lineJoin="round",i.lineCap="round",this.streams(e.streams,s);for(let u of e.roads)this.whole(u,s);if(r)for(let u of l)this.still(u,s);if(r)return!0;for(let{road:u}of l)Pd.has(u.hop)&&this.active(u,s);for(let u of l)u.road.hop==="fan"&&this.fan(u,n,o,s);for(let u of l)u.road.hop!=="fan"&&this.token(u,n,o,s);return!0}road(e){let n=e.hop==="accept"||e.hop==="send"?this.where.nextSlot(e.channel):"consumer"in e&&e.consumer?this.where.workerOf(e.consumer):"",r=`${Jr(e)}|${n}`,o=this.curves.get(r);return o||(this.curves.size>ai&&this.curves.clear(),o=Te(this.at,e,this.where),o.length&&this.curves.set(r,o)),o}fanOf(e){if(e.hop!=="fan")return Br;let n=Jr(e),r=this.fans.get(n);return r||(this.fans.size>ai&&this.fans.clear(),r=Qe(this.at,e.group,e.connections,e.channels),r.trunks.length&&this.fans.set(n,r)),r}line(e,n,r,o=0,s=1){let{pen:i}=this;i.beginPath(),Es(i,e,o,s),i.lineWidth=n,i.strokeStyle=r,i.stroke()}streams(e,n){let r=this.flows(e);for(let{fan:o,...s}of r)o.trunks.length?this.trunks(o,$d,1,1,n):this.current(s,n);for(let{curve:o,aside:s,rate:i}of r){let[l,c]=Y(o,(o.bare[0]+o.bare[1])/2);this.badge([l,c+s*3.5],`${this.count(Math.round(i))}/s`,n)}}flows(e){let n=new Map;for(let{kind:r,road:o,perSecond:s}of e){let i=this.fanOf(o),l=i.trunks[0]??this.road(o)[0];if(!l)continue;let c=n.get(l.bareD);c?c.rate+=s:n.set(l.bareD,{curve:l,kind:r,fan:i,aside:Od[o.hop]??0,rate:s})}return[...n.values()]}current({curve:e,kind:n,aside:r},o){let{pen:s}=this;s.save(),s.translate(0,r),this.line(e,6,o.tokline,...e.bare),this.line(e,4,o.kinds[n],...e.bare),s.restore()}whole(e,n){let r=this.fanOf(e),o=e.hop==="fan"?e.connections.length+e.channels.length:1;r.trunks.length?this.trunks(r,o,1,1,n):this.active(e,n);let[s]=r.trunks;s&&o>1&&this.badge(Y(s,.5),`×${this.count(o)}`,n)}still({kind:e,road:n,count:r},o){let s=this.fanOf(n),[i]=s.trunks.length?s.trunks:this.road(n);if(!i)return;let l=r>1?`×${this.count(r)}`:"";if(s.trunks.length){this.trunks(s,r,1,1,o),l&&this.badge(Y(i,.5),l,o);return}let c=Y(i,1);this.active(n,o),this.shape(e,c,5,o),l&&this.badge(li(c),l,o)}active(e,n){let[r]=this.road(e);r&&r.bare[1]>r.bare[0]&&this.line(r,n.live,n.ink,...r.bare)}token(e,n,r,o){let[s]=this.road(e.road);if(!s)return;let i=Y(s,Wr(zr(e,n))),l=r.mode==="narrow"||e.road.hop==="member"?5:6.5;this.halo(i,l+3.5,o),this.shape(e.kind,i,l,o),e.count>1&&this.badge(li(i),`×${this.count(e.count)}`,o)}halo([e,n],r,o){this.pen.beginPath(),this.pen.arc(e,n,r,0,2*Math.PI),this.pen.fillStyle=o.bg,this.pen.fill()}shape(e,[n,r],o,s){let{pen:i}=this;Rs(i,e,n,r,o),i.fillStyle=s.kinds[e],i.fill(),i.lineWidth=1.25,i.strokeStyle=s.tokline,i.stroke()}fan(e,n,r,o){let s=this.fanOf(e.road),i=zr(e,n),l=Wr(i/Tt),c=Wr((i-Tt)/(1-Tt));this.trunks(s,e.count,l,c,o),i<Tt&&this.outline(e.road,r,o);let u=s.trunks.map(p=>Y(p,l));if(i<Tt)for(let p of u)this.stack(e,p,r,o);else for(let p of s.strands){let g=Y(p,c);this.halo(g,8,o),this.shape(e.kind,g,5,o)}let[d]=u;if(e.count<2||!d)return;let[h,m]=r.mode==="narrow"?[-22,18]:[20,-12];this.badge([d[0]+h,d[1]+m],`×${this.count(e.count)}`,o)}outline(e,n,r){let o=e.hop==="fan"?he(n,e.group):void 0;o&&(this.pen.beginPath(),this.pen.roundRect(o.x,o.y,o.w,o.h,16),this.pen.lineWidth=2,this.pen.strokeStyle=r.ink,this.pen.stroke())}stack({kind:e,count:n},[r,o],s,i){let l=s.mode==="narrow"?6:7.5;this.halo([r,o],2*l,i);for(let c=Math.min(3,n)-1;c>=0;c--)this.shape(e,[r-c*3,o],l,i)}trunks({trunks:e,strands:n},r,o,s,i){let l=Td(r,i.fan),c=Math.min(l,1.8*i.fan),u=(d,h,m,p)=>{if(p>0)for(let g of d)this.line(g,h,m,0,p)};this.pen.lineCap="butt",u(e,l+2,i.tokline,o),u(n,c+2,i.tokline,s),u(e,l,i.kinds.reply,o),u(n,c,i.kinds.reply,s),this.pen.lineCap="round"}badge([e,n],r,o){let{pen:s,at:i}=this,l=Math.max(24,r.length*6.6+10),c=Math.max(l/2,Math.min((i?.width??e)-l/2,e)),u=Math.max(8,n);s.beginPath(),s.roundRect(c-l/2,u-8,l,16,8),s.fillStyle=o.ink,s.fill(),s.fillStyle=o.bg,s.font=`600 11px ${o.mono}`,s.textAlign="center",s.textBaseline="middle",s.fillText(r,c,u+.5)}},li=([t,e])=>[t+16,e-14];function Rd(t,e){let n=zr(t,e);return n>=0&&n<1}function Bd(t,e){let n=Object.keys(t);if(n.length!==Object.keys(e).length)return!1;let[r,o]=[t,e];return n.every(s=>Object.is(r[s],o[s]))}function L(t){return class extends ee{shouldComponentUpdate(e){return!Bd(this.props,e)}render(){return t(this.props)}}}var Xr=new Set(["nobody_listens"]),Fd=4,jr=14;function Ad(t,e,n,r){let o=Math.max(_(n("bin"),12,"bold"),_(r.count(t.totals.lost),12));return Math.max(e?78:88,20+o+18)}function ui(t,e,n,r,o,s){let i=[],l=[...t.totals.lostBy].filter(([,p])=>p>0);l.sort(([p],[g])=>Number(Xr.has(p))-Number(Xr.has(g)));let c=e.x+Ad(t,n,o,s),u=c,d=0,h=r?_(o("bin.show"),11,"sans")+24:0,m=e.x+e.w-24-h;for(let[p,g]of l){let b=t.bin.filter(H=>H.reason===p).slice(0,Fd),y=`reason.${p}`,v=o(y)===y?p.replaceAll("_"," "):o(y),k=b.length*jr+4+_(s.count(g),12),P=n?12:20,C=Math.max(k,15+_(v,11,"sans"))+P,S=u+C>m,N=S?Math.max(10,4+_(s.count(g),12))+P:C;if(u+N>m){d+=g;continue}i.push({reason:p,count:g,kinds:S?[]:b.map(({kind:H})=>H),word:v,bare:S,x:u,w:N}),u+=N}return{heaps:i,rest:d,start:c}}function di({box:t,heaps:e,rest:n,start:r,lost:o,picked:s,say:i,numbers:l}){let c=e.some(({reason:g})=>!Xr.has(g))||n>0,u=(e.at(-1)?.x??0)+(e.at(-1)?.w??0),{x:d,y:h,w:m,h:p}=t;return a("g",{"data-actor":"bin","data-lost":o,class:s===""?"picked":"",children:[a("path",{class:c?"vessel bad":"vessel",d:`M${d} ${h}L${d+8} ${h+p}H${d+m-8}L${d+m} ${h}`}),a("text",{x:d+20,y:h+21,class:c?"tb tlost":"tb",children:i("bin")}),a("text",{x:d+20,y:h+38,class:c?"tm tb tlost":"tm tb",children:l.count(o)}),o===0&&a("text",{x:r,y:h+30,class:"t1",children:i("bin.empty")}),e.map(g=>a(Ld,{...g,word:g.bare?"":g.word,kinds:g.kinds.join(),y:h,text:l.count(g.count),picked:s===g.reason},g.reason)),n>0&&a("text",{x:u,y:h+30,class:"tm t1i tb",children:["+",l.count(n)]})]})}var Ld=L(function({reason:e,kinds:n,word:r,x:o,y:s,text:i,picked:l}){let c=n?n.split(","):[],u=e==="expired"?"near":"dim";return a("g",{"data-heap":e,"data-count":i,class:l?"picked":"",children:[c.map((d,h)=>a(X,{kind:d,x:o+5+h*jr,y:s+16,r:4.5,look:u},h)),a("text",{x:o+c.length*jr+4,y:s+20,class:"tm tb",children:i}),a("g",{transform:`translate(${o} ${s+29.5})`,children:a($r,{reason:e})}),a("text",{x:o+15,y:s+38,class:`t1i${l?" tb":""}`,children:r})]})}),hi=L(function({box:e,say:n}){let r=Math.min(100,e.w/3);return a("g",{"data-actor":"legend",children:$s.map((o,s)=>{let i=e.x+6+s%3*r,l=e.y+11+Math.floor(s/3)*19;return a("g",{children:[a(X,{kind:o,x:i,y:l,r:5}),a("text",{x:i+11,y:l+4,class:"t1i",children:n(`kind.${o}`)})]},o)})})});function Nd(t,e){if(e.kind==="ghost")return"ghost";let n=t.find(r=>!pe(r));return e.kind==="crowd"?n?.state??"ghost":t.at(-1).state}function qd(t,e,n,r,o){if(e==="ghost"){let s=o.seconds(n-(t.closedAt??n));return r("flow.gone",{time:s})}return e==="rejected"?r("flow.rejected",{status:String(t.status??"")}):!pe(t)||t.code===null?"":r("flow.closed",{code:String(t.code)})}function pi(t,e,n,r,o){let s=e.connections.flatMap(h=>t.connections.get(h)??[]),i=s.at(-1);if(!i)return null;let l=Dd(s).filter(h=>!h.incoming),c=Nd(s,e),d=(e.kind==="crowd"?s:s.slice(0,-1)).filter(pe).length;return{box:e,name:e.name,path:i.path,state:c,ours:i.ours,before:l.at(-2)?.text??"",last:l.at(-1)?.text??"",count:e.kind==="crowd"?s.length-d:1,ghosts:d,end:e.kind==="crowd"?"":qd(i,c,n,r,o)}}function Dd(t){let e=[];for(let{frames:n}of t)(n.at(-1)?.at??-1)>(e.at(-1)?.at??-2)&&(e=n);return e}var vn=20,mi=L(function(e){let{box:n,state:r,picked:o}=e,s=r!=="open"&&r!=="opening";return a("g",{"data-actor":"client","data-name":e.name,"data-state":r,class:`${o?"picked":""}${s?" gone":""}`,children:n.kind==="crowd"?a(jd,{...e}):a(Hd,{...e})})});function Hd(t){return t.box.look==="tab"?a(Id,{...t}):t.box.look==="line"?a(zd,{...t}):a(Xd,{...t})}function Id(t){let{box:e,name:n,path:r,state:o}=t,s=o!=="open"&&o!=="opening",{x:i,y:l,w:c,h:u}=e,d=c>120,h=Math.min(Math.max(d?70:58,_(n,12,"mono")+20),c*.66),m=c-h-24,p=r.length<=2||_(r,11)<=m||m>70;return a(w,{children:[a("path",{class:"box outline",d:`M${i} ${l+u-4}q0 4 4 4H${i+c-4}q4 0 4-4V${l+vn+3}q0-3-3-3H${i+h}V${l+4}q0-4-4-4H${i+4}q-4 0-4 4Z`}),a("text",{x:i+9,y:l+15,class:"tm tb name",children:E(n,h-14,12)}),p&&a("text",{x:i+c-18,y:l+14,"text-anchor":"end",class:"tm t1",children:E(r,m,11)}),s?a(Wd,{...t}):a(Jd,{...t})]})}function Jd({box:t,before:e,last:n,state:r,say:o,ours:s,live:i,ghosts:l}){let{x:c,y:u,w:d,h}=t,m=d-16,p=r==="opening"?o("state.opening"):"";return a(w,{children:[l?a("text",{x:c+9,y:u+33,class:"t1","data-ghosts":l,children:E(o("flow.ghosts",{n:l}),m,11,"sans")}):a("text",{x:c+9,y:u+33,class:"tm t1",children:E(e,m,11)}),a("text",{x:c+9,y:u+45.5,class:n?"tm":"t1",children:n?E(n,m,12):p}),s&&i&&a("path",{class:"div",d:`M${c+9} ${u+h-4.5}H${c+d-9}`})]})}function Wd({box:t,end:e,state:n,say:r}){let{x:o,y:s}=t,i=n==="ghost";return a(w,{children:[a("text",{x:o+9,y:s+33,class:"t1i tb",children:r(i?"flow.ghost":`state.${n}`)}),a("text",{x:o+9,y:s+46,class:"t1",children:E(e,t.w-14,11,"sans")})]})}function zd({box:t,name:e,last:n,end:r,ours:o,live:s,state:i}){let{x:l,y:c,w:u,h:d}=t,h=Kr(t,e),m=r?o&&s?"":r:o&&s&&i==="open"?"":n;return a(w,{children:[a("rect",{x:l,y:c,width:u,height:d,rx:4,class:"box outline"}),a("text",{x:l+9,y:c+18,class:"tm tb name",children:E(e,h-12,12)}),m&&a("text",{x:l+h+4,y:c+18,class:r?"t1":"tm t1i",children:E(m,u-h-24,11,r?"sans":"mono")})]})}function Kr(t,e){return Math.min(t.w*.5,_(e,12)+18)}function Xd({box:t,name:e,last:n,end:r,state:o,say:s}){let{x:i,y:l,w:c,h:u}=t,d=o==="ghost"?s("flow.ghost"):r;return a(w,{children:[a("rect",{x:i,y:l,width:c,height:u,rx:3,class:"box outline"}),a("text",{x:i+8,y:l+17,class:"tm name",children:E(e,c-12,12)}),a("text",{x:i+8,y:l+33,class:r?"t1":"tm t1i",children:r?E(d,c-12,11,"sans"):E(n,c-12,11)})]})}function jd({box:t,name:e,last:n,count:r,ghosts:o,say:s}){let{x:i,y:l,w:c,h:u}=t,d=u<40,h=t.look==="cell",m=d||h?2:4,[p,g]=[c-2*m,u-2*m];return a(w,{children:[[2,1,0].map(b=>a("rect",{x:i+b*m,y:l+b*m,width:p,height:g,rx:4,class:b?"box":"box outline"},b)),a("text",{x:i+9,y:l+16,class:"tm tb name",children:E(e,h?p-12:p-52,12)}),a("text",{x:h?i+9:i+p-8,y:l+(h?31:16),"text-anchor":h?"start":"end",class:h?"tm t1i":"tm tb",children:s("flow.times",{n:r})}),!d&&!h&&a("text",{x:i+9,y:l+34,class:"tm t1i",children:E(n,p-16,11)}),!d&&!h&&o>0&&a("text",{x:i+9,y:l+50,class:"t1",children:s("flow.ghosts",{n:o})})]})}async function kn(t,e){try{return await e.ownerDocument.defaultView.navigator.clipboard.writeText(t),!0}catch{return Kd(t,e)}}function Kd(t,e){let n=e.ownerDocument,r=n.createElement("textarea");r.value=t,r.style.cssText="position:fixed;top:0;left:-999px",e.getRootNode().appendChild(r),r.select();try{return n.execCommand("copy")}finally{r.remove(),e.focus()}}function xn({currentTarget:t}){let e=t.ownerDocument;return String(e.getSelection()??"")!==""}var Gd=.9;function Ud(t,e,n,r){let o=t.layers.get(e.layer)?.expiry??null,s="";for(let i of e.queue.slice(0,n.count)){let l=t.messages.get(i),c=o!==null&&r-(l?.acceptedAt??r)>Gd*o;s+=l?.state==="held"?"h":c?"n":"q"}return s}function Vd(t,e,n,r){let o=t.messages.get(e.queue[0]??"");if(!o)return null;let s=Math.max(0,n-o.acceptedAt),i=t.layers.get(e.layer)?.expiry??null;return r&&i!==null?Math.max(0,i-s):s}function Yd(t,e,n,r,o){if(n)return{age:r("flow.held",{n}),time:""};if(t===null)return{age:"",time:""};let s=o.seconds(t);return{age:r(e?"flow.expires":"flow.oldest",{time:s}),time:s}}function Zd(t){let e=0;for(let n of t?.lost.values()??[])e+=n;return e}function fi(t,e,n,r,o,s,i){let{name:l}=e,c={delivered:r?.delivered??0,lost:Zd(r)};if(!n)return{box:e,name:l,kind:"custom",slots:"",waiting:0,held:0,capacity:null,age:"",time:"",near:!1,...c};let u=Ud(t,n,e,o),d=r?.held??u.split("h").length-1,h=u.startsWith("n");return{box:e,name:l,kind:n.kind,slots:u,waiting:n.queue.length,held:d,capacity:n.capacity,...Yd(Vd(t,n,o,h),h,d,s,i),near:h,...c}}var gi=L(function(e){let{box:n,capacity:r,waiting:o,picked:s}=e,i=r!==null&&o>=r;return a("g",{"data-actor":"channel","data-name":e.name,"data-waiting":o,"data-state":i?"full":o?"busy":"empty",class:s?"picked":"",children:[!n.routed&&a(Qd,{...e}),a(eh,{...e}),a(th,{...e,full:i}),a(oh,{...e,full:i})]})});function Qd({box:t,narrow:e,say:n,waiting:r,lost:o}){let{d:s,end:i}=si(t),l=r||o?"var(--lost)":"var(--edge)";return e?a("text",{x:0,y:t.rail+22,class:"t1",children:n("flow.noroute")}):a(w,{children:[a("path",{d:s,class:"route ghost"}),a(fe,{x:i[0],y:i[1],r:4,colour:l})]})}function eh({box:t,name:e,narrow:n,delivered:r,lost:o,numbers:s}){if(n)return a("text",{x:t.x,y:t.rail+4,class:"tm t1i name",children:E(e,t.nameRoom,11)});let i=`${r?`✓ ${s.count(r)}`:""}${o?` ✕${s.count(o)}`:""}`,l=t.w-_(i,11)-10,c=i!==""&&_(e,12)<=l;return a(w,{children:[a("text",{x:t.x,y:t.y+11,class:"tm name",children:E(e,c?l:t.w,12)}),c&&a("text",{x:t.x+t.w,y:t.y+11,"text-anchor":"end",class:"tm t1",children:[r?`✓ ${s.count(r)}`:"",o?a("tspan",{class:"tlost",children:` ✕${s.count(o)}`}):null]})]})}function th(t){let{box:e,full:n}=t,{x:r,y:o,w:s,h:i}=e.slots,l=s/e.count,c=Array.from({length:e.count-1},(d,h)=>`M${r+(h+1)*l} ${o}v${i}`),u=t.capacity!==null&&t.capacity<=16;return a(w,{children:[a("rect",{x:r,y:o,width:s,height:i,class:"slot"}),a("path",{d:c.join(""),class:"div"}),u?a(nh,{...t,step:l}):a(rh,{...t,step:l}),a("rect",{x:r,y:o,width:s,height:i,class:n?"rim st-full":"rim outline"})]})}function nh({box:t,slots:e,kind:n,step:r,narrow:o}){let{x:s,y:i,w:l,h:c}=t.slots,u=Math.min(o?4:5,r*.42);return a(w,{children:[...e].map((d,h)=>{let m=s+l-r*(h+.5),p=i+c/2;return d==="h"?a(bi,{x:m,y:i,w:r,h:c,kind:n},h):a(X,{kind:n,x:m,y:p,r:u,look:d==="n"?"near":void 0},h)})})}function bi({x:t,y:e,w:n,h:r,kind:o}){let s=n>15;return a(w,{children:[a("rect",{x:t-n/2,y:e,width:n,height:r,fill:"var(--held)",stroke:"var(--ink)"}),s&&a(X,{kind:o,x:t-n*.2,y:e+r/2,r:4.2}),a(Tr,{x:s?t+n*.27:t,y:e+r/2,h:8})]})}function rh({box:t,kind:e,waiting:n,held:r,capacity:o,slots:s,step:i}){if(!n)return null;let{x:l,y:c,w:u,h:d}=t.slots,h=o===null?Math.min(1,n/100):Math.min(1,n/o),m=Math.max(2,u*h),p=l+u-m,g=s.startsWith("n")?"near":void 0;return a(w,{children:[a("rect",{x:p,y:c,width:m,height:d,fill:`var(--${e})`,class:"level"}),a("path",{d:`M${p} ${c}v${d}`,stroke:"var(--tokline)","stroke-width":"1.25"}),r?a(bi,{x:l+u-i/2,y:c,w:i,h:d,kind:e}):a(X,{kind:e,x:l+u-i/2,y:c+d/2,r:5,look:g})]})}function oh(t){let{box:e,full:n,say:r,numbers:o,waiting:s,capacity:i,held:l,age:c,time:u,narrow:d}=t,h=i===null?o.count(s):`${o.count(s)} / ${o.count(i)}`,m=d?e.slots.x:e.x,p=d?e.rail+19:e.y+47;if(d&&!s)return null;let g=e.slots.x+e.slots.w,b=n?`${r("flow.full")} ${h}`:h,y=e.slots.w-_(b,11,n?"bold":"mono")-6;return a(w,{children:[a("text",{x:m,y:p,class:n?"t1 tb tlost":"tm t1",children:b}),a("text",{x:g,y:p,"text-anchor":"end",class:l?"t1 tb theld":"t1i",children:[c,u].find(k=>_(k,11,"sans")<=y)??""})]})}var yi=L(function(e){let{box:n,members:r,narrow:o,picked:s,numbers:i}=e,l=i.count(r),c=o?n.y+22:n.y+19,u=o?(n.chips[0]?.x??110)-12:n.w-28-_(l,11);return a("g",{"data-actor":"group","data-name":n.name,"data-members":r,class:s?"picked":"",children:[a("rect",{x:n.x,y:n.y,width:n.w,height:n.h,rx:16,class:"box outline"}),a("text",{x:n.x+12,y:c,class:"tm tb name",children:E(n.name,u,12)}),!o&&a("text",{x:n.x+n.w-12,y:c,"text-anchor":"end",class:"tm t1i",children:l}),n.chips.map(d=>a(wi,{box:d,ghost:d.ghost,text:d.count>1?`${d.label} ×${i.count(d.count)}`:d.label},d.key)),n.more&&a(wi,{box:n.more,ghost:!1,text:`+${i.count(n.more.count)}`})]})});function wi({box:t,text:e,ghost:n}){return a(w,{children:[a("rect",{x:t.x,y:t.y,width:t.w,height:t.h,rx:t.h/2,class:n?"box ghost":"box"}),a("text",{x:t.x+t.w/2,y:t.y+t.h/2+4,"text-anchor":"middle",class:n?"tm t1":"tm t1i",children:E(e,t.w-Lr,11)})]})}function vi({box:t,say:e}){return a("g",{"data-actor":"no-group",children:[a("rect",{x:t.x,y:t.y,width:t.w,height:t.h,rx:16,class:"box ghost"}),a("text",{x:t.x+t.w/2,y:t.y+t.h/2+4,"text-anchor":"middle",class:"t1",children:E(e("flow.nogroup"),t.w-12,11,"sans")})]})}var ki=new WeakMap;function sh(t){let e=ki.get(t);return e||(e=ii(t),ki.set(t,e)),e}function xi({at:t,state:e,say:n}){let r=ih(e);return a("g",{children:[sh(t).map(o=>o.what==="wire"?a(lh,{at:t,state:e,route:o},o.key):a(Sn,{d:o.d,look:ah(o,t,e,r)},o.key)),a(uh,{at:t}),a(dh,{at:t,state:e,say:n}),a(mh,{at:t,state:e})]})}var Sn=L(function({d:e,look:n}){return a("path",{d:e,class:`route ${n}`})});function ih(t){let e=new Set;for(let n of t.ledger.values())n.accepted>0&&e.add(q(n.layer,n.key));return e}function ah(t,e,n,r){if(t.what==="accept")return r.has(t.to)?"used":"";if(t.what==="back")return"back";let o=e.consumers.find(({key:i})=>i===t.to);if(o?.shut.includes(t.from))return"shut";let s=n.channels.get(t.from)?.name??t.from;return n.usedRoutes.has(`${s} → ${o?.name}`)?"used":""}function lh({at:t,state:e,route:n}){let r=e.connections.get(n.to),o=t.clients.find(({key:l})=>l===n.from);if(!r||!o)return null;let[s]=Te(t,{hop:"frame",connection:n.to});return s?o.connections.map(l=>e.connections.get(l)).every(l=>l===void 0||pe(l))?a(ch,{curve:s,lost:o.kind!=="tab"}):a(Sn,{d:n.d,look:"used"}):null}var ch=L(function({curve:e,lost:n}){let[r,o]=Y(e,.5);return a(w,{children:[a("path",{d:e.d,class:"route ghost"}),a("circle",{cx:r,cy:o,r:6.5,class:"halo"}),a(fe,{x:r,y:o,r:4,colour:n?"var(--lost)":"var(--edge)"})]})}),uh=L(function({at:e}){if(e.mode==="narrow")return null;let{x:n,w:r}=e.bin,o=[n+r*.37,n+r*.74].map(s=>`M${s+5} ${e.lane-4}l-5 4l5 4`);return a("path",{d:o.join(""),class:"arrow"})});function dh({at:t,state:e,say:n}){return t.mode==="narrow"?null:a(w,{children:[...e.edges.values()].map(({consumer:r,what:o,to:s})=>{let i=hh(t,r,o,s);if(!i)return null;let l=o==="add"||o==="discard";return a("g",{children:[a(Sn,{d:i.d,look:l?"add":"used"}),l&&t.mode==="wide"&&a(ph,{curve:i,text:n(`flow.${o}`)})]},`${r} ${o} ${s}`)})})}function hh(t,e,n,r){if(qe(t,e)){if(n==="channel")return Te(t,{hop:"send",consumer:e,channel:r},Yt)[0];if(he(t,r))return Te(t,{hop:"toGroup",consumer:e,group:r})[0]}}function ph({curve:t,text:e}){let[n,r]=Y(t,0),[,o]=Y(t,1);return a("text",{x:n+5,y:o>=r?r-4:r+13,class:"t1",children:e})}function mh({at:t,state:e}){let n=[];for(let{name:r}of t.workers){let o=e.workers.get(r),s=e.messages.get(o?.message??"");if(!o||!s)continue;let i=(c,u)=>{let[d]=u;d&&n.push(a(Sn,{d:d.bareD,look:"live"},`${r} ${c}`))},l=q(s.layer,s.channel);yt(t,l)&&i("take",Te(t,{hop:"take",channel:l,worker:r})),o.consumer&&o.run&&t.mode!=="narrow"&&i("run",Te(t,{hop:"run",worker:r,consumer:o.consumer}))}return a(w,{children:n})}var _n=8;function fh(t,e,n){let r=t.connections.get(e.connection),o=r?.replyChannel??"",s=o.lastIndexOf("!");return{row:e,name:s<0?"":`!${o.slice(s+1,s+5)}`,waiting:r?.queue.length??0,inHand:(r?.inHand.length??0)>0,gone:n.has(e.connection)||r!==void 0&&pe(r)}}function gh(t,e){let n=[];for(let r of t.connections.values())r.protocol!=="websocket"&&r.server===e&&!pe(r)&&n.push(`${r.method??"GET"} ${r.path}`);return n}function _i({box:t,state:e,narrow:n,wide:r,named:o,picked:s,say:i}){let l=e.servers.get(t.name),c=Fr(e),u=t.rows.map(g=>fh(e,g,c)),d=gh(e,t.name),h=Gr(l?.address??null),p=l!==void 0&&l.state!=="running"?i(`state.${l.state}`):"";return a("g",{"data-actor":"server","data-name":t.name,"data-state":l?.state??"running",class:`${s?"picked":""}${l?.state==="stopped"?" gone":""}`,children:[a(bh,{box:t,title:Si(t,n,o,h,p),narrow:n,named:o}),u.map(g=>n?a(kh,{...g,box:t},g.row.client):a(wh,{...g,wide:r,box:t},g.row.client)),n?a(Mi,{x:t.x+34+_(Si(t,n,o,h,p),11),y:t.y+13,texts:d,room:t.w/3}):t.foot&&a(xh,{box:t,pages:d,wide:r}),!n&&a("path",{d:`M${t.out[0]} ${t.out[1]-5}v10l6-5z`,fill:"var(--ink)"})]})}function Gr(t){return t?t.slice(t.lastIndexOf(":")):""}function Si(t,e,n,r,o){return e?[t.name,r,o].filter(Boolean).join(" "):[n?`${t.name} ${r}`:"",o].filter(Boolean).join(" ")}var bh=L(function({box:e,title:n,narrow:r,named:o}){let[s,i]=r?[e.x+10,e.y+17]:o?[e.x,e.y-4]:[e.x+10,e.y+e.h-10];return a(w,{children:[a("rect",{x:e.x,y:e.y,width:e.w,height:e.h,class:"box outline"}),n&&a("text",{x:s,y:i,class:"tm t1i",children:E(n,e.w-20,11)})]})}),wh=L(function({row:e,name:n,waiting:r,inHand:o,gone:s,wide:i,box:l}){let c=e.port[1],u=l.x,d=s?" ghost":"",h=e.look==="full",m=i?54:48,p=h?u+12:u+50,g=h?c+3:c-5;return a("g",{"data-actor":"reply","data-name":e.connection,"data-waiting":r,children:[a("path",{d:`M${u} ${c-5}a5 5 0 0 1 0 10`,class:`box${d}`}),a("text",{x:u+12,y:h?c-1:c+4,class:s?"tm t1":"tm t1i",children:n}),(h||r>0)&&a(yh,{x:p,y:g,w:h?m:40,waiting:r,ghost:d}),o&&a(vh,{x:p+m+10,y:g+5})]})});function yh({x:t,y:e,w:n,waiting:r,ghost:o}){let s=n/_n,i=Array.from({length:_n-1},(c,u)=>`M${t+(u+1)*s} ${e}v10`),l=Math.min(r,_n);return a(w,{children:[a("rect",{x:t,y:e,width:n,height:10,class:`slot${o}`}),a("path",{d:i.join(""),class:"div"}),Array.from({length:l},(c,u)=>a(X,{kind:"reply",x:t+(u+.5)*s,y:e+5,r:3.2},u)),r>_n&&a("text",{x:t,y:e+20,class:"tm t1i",children:r})]})}function vh({x:t,y:e}){return a(w,{children:[a("circle",{cx:t,cy:e,r:6.5,fill:"var(--bg)",stroke:"var(--ink)","stroke-width":"1.25"}),a(X,{kind:"reply",x:t,y:e,r:3.2})]})}var kh=L(function({row:e,waiting:n,inHand:r,gone:o,box:s}){let[i]=e.port;return a("g",{"data-actor":"reply","data-name":e.connection,"data-waiting":n,children:[a("circle",{cx:i,cy:s.y,r:4,class:o?"box ghost":"box"}),(n>0||r)&&a(X,{kind:"reply",x:i,y:s.y+33,r:5}),n>1&&a("text",{x:i+9,y:s.y+37,class:"tm t1i",children:n})]})});function xh({box:t,pages:e,wide:n}){if(!e.length||!t.foot)return null;let{x:r,y:o,w:s}=t.foot;return a(w,{children:[a("path",{d:`M${r} ${o+1.5}H${r+s}`,class:"div"}),a(Mi,{x:r+19,y:o+13.5,texts:e,room:n?s-34:34})]})}function Mi({x:t,y:e,texts:n,room:r}){let[o]=n;if(o===void 0)return null;let s=n.length>1?` +${n.length-1}`:"";return a("g",{"data-actor":"page","data-waiting":n.length,children:[a("circle",{cx:t,cy:e,r:8,fill:"var(--bg)",stroke:"var(--ink)","stroke-width":"1.25"}),a(X,{kind:"request",x:t,y:e,r:4}),r>0&&a("text",{x:t+14,y:e+4,class:"tm t1i",children:[E(o,r-s.length*6.6,11),s]})]})}function Sh(t){return Math.max(1,Math.min(6,1+Math.floor(Math.log10(Math.max(t,1e-4)/1e-4))))}function _h(t,e,n,r,o){if(t.state==="stopped")return r(`flow.stopped.${t.reason==="killed"?"killed":"other"}`);if(t.message===null)return r(t.state==="stopping"?"flow.stopping":"flow.idle");let s=t.alarm===null?o.seconds(e):o.whole(e),i=t.alarm?.line;return n&&i!=null?r("flow.busy.line",{time:s,line:i}):n?r(t.run===null?"flow.inhand":"flow.busy",{time:s}):s}function Mh(t,e,n){return t.zombies>0?n("flow.zombies",{words:e,count:t.zombies}):e}function Ci(t,e,n,r,o,s,i){let l=n.message===null?void 0:t.messages.get(n.message),c=Math.max(0,r-(n.busySince??r));return{box:e,name:e.name,state:n.state,kind:n.message===null?null:l?.kind??"custom",consumer:Ee(n.consumer??""),words:Mh(n,_h(n,c,o,s,i),s),ticks:n.run===null?0:Sh(c),alarm:n.alarm!==null}}var Ei=L(function(e){let{box:n,state:r,kind:o,picked:s}=e,i=r==="stopped",l=i?" ghost":e.alarm?" alarm":o?" busy":"";return a("g",{"data-actor":"worker","data-name":e.name,"data-state":r,"data-alarm":e.alarm?"":void 0,class:`${s?"picked":""}${i?" gone":""}`,children:[a("rect",{x:n.x,y:n.y,width:n.w,height:n.h,rx:n.h/2,class:`box outline${l}`}),e.mode==="narrow"?a(Ph,{...e}):a(Ch,{...e})]})});function Pi({x:t,y:e,kind:n,stopped:r}){return a(w,{children:[a("circle",{cx:t,cy:e,r:9,class:r?"slot ghost":"slot"}),r&&a(fe,{x:t,y:e,r:4}),n&&a(X,{kind:n,x:t,y:e,r:5.5})]})}function Ti(t,e){let[n,r]=t.split(":");return!n||!r?t:e?`${n[0]}${r}`:`${n} ${r}`}function Ch({box:t,name:e,state:n,kind:r,words:o,ticks:s,mode:i}){let l=t.y+t.h/2,c=i==="wide",u=t.x+(c?88:54);return a(w,{children:[a(Pi,{x:t.x+17,y:l,kind:r,stopped:n==="stopped"}),a("text",{x:t.x+32,y:t.y+15,class:"tb",children:Ti(e,!c)}),a("text",{x:t.x+32,y:t.y+29,class:r?"t1i":"t1",children:E(o,t.w-34,11,"sans")}),s>0&&a(Eh,{x:u,y:t.y+7,on:s})]})}function Eh({x:t,y:e,on:n}){let r=(o,s)=>Array.from({length:s-o},(i,l)=>`M${t+1+(o+l)*3.5} ${e}v8`).join("");return a(w,{children:[a("path",{d:r(0,n),stroke:"var(--ink)","stroke-width":"2"}),a("path",{d:r(n,6),stroke:"var(--line)","stroke-width":"2"})]})}function Ph({box:t,name:e,state:n,kind:r,words:o,consumer:s}){let i=t.y+t.h/2,l=t.x+27,c=t.w-34,u=r&&s?E(s,c,11):"";return a(w,{children:[a(Pi,{x:t.x+14,y:i,kind:r,stopped:n==="stopped"}),a("text",{x:l,y:t.y+17,class:"tm t1i",children:E(_(e,11)>c?Ti(e,!0):e,c,11)}),a("text",{x:l,y:t.y+31,class:u?"tm t1i tb":"t1",children:u||E(o,c,11,"sans")})]})}function $i(t,e){return{box:t,name:t.name,builtin:t.builtin,hiddenBy:e?.hiddenBy?.number??null,running:e?.running??0,runs:e?.runs??0,raised:e?.raised??0}}function Oi(t,e){let n=Ee(t);if(_(n,12)<=e)return{text:n,small:!1};let r=n.slice(n.lastIndexOf(".")+1);return _(r,12)<=e?{text:r,small:!1}:{text:E(r,e,11),small:!0}}function Th({builtin:t,hiddenBy:e,runs:n,say:r,mode:o}){return e!==null?r(o==="wide"?"flow.hidden":"flow.hidden.short",{rule:e}):n?r("flow.runs",{n}):t?r("flow.builtin"):""}var Ri=L(function(e){let{running:n,picked:r,raised:o,mode:s}=e;return a("g",{"data-actor":"consumer","data-name":e.name,"data-state":n?"running":"idle","data-runs":e.runs,"data-raised":o,"data-hidden":e.hiddenBy??void 0,class:`${e.hiddenBy===null?"":"gone "}consumer${r?" picked":""}${n?" running":""}`,children:s==="narrow"?a(Rh,{...e}):a($h,{...e})})});function $h(t){let{box:e,name:n,builtin:r,raised:o,say:s,mode:i}=t,{x:l,y:c,w:u}=e,d=e.h/2,h=i==="wide"?7:6,{text:m,small:p}=Oi(n,u-2*h-4),g=c+e.h+12;return a(w,{children:[a("path",{class:`box outline${r?" built":""}`,d:`M${l} ${c+d}l${h} ${-d}H${l+u-h}l${h} ${d}l${-h} ${d}H${l+h}Z`}),a("text",{x:l+u/2,y:c+d+4,"text-anchor":"middle",class:`on tm name${r?" t1i":" tb"}${p||i!=="wide"?" small":""}`,children:m}),o?a(Oh,{x:l+8,y:g,text:s("flow.raised",{n:o})}):a("text",{x:l+8,y:g,class:"t1",children:Th(t)})]})}function Oh({x:t,y:e,text:n}){return a(w,{children:[a(fe,{x:t+4,y:e-4,r:3}),a("text",{x:t+12,y:e,class:"t1 tlost tb",children:n})]})}function Rh({box:t,name:e,raised:n,builtin:r,running:o,hiddenBy:s,say:i}){let{text:l}=Oi(e,t.w-30),c=s!==null,u=24+_(l,12),d=t.y+12,h=o?" tb run":r?"":" tb name";return a(w,{children:[a("path",{d:`M${t.x+2} ${d-4}h8m-3.5-3.5l3.5 3.5l-3.5 3.5`,class:c?"route shut":"route used"}),a("text",{x:t.x+16,y:d,class:`tm t1i${h}`,children:l}),c&&a("text",{x:t.x+u,y:d,class:"t1",children:i("flow.hidden.short")}),n>0&&!c&&a(fe,{x:t.x+u,y:d-4,r:3})]})}function $e(t,e,n){return t!==null&&t.what===e&&"name"in t&&t.name===n}function Bi(t){let{at:e}=t;return a("svg",{viewBox:`0 0 ${e.width} ${e.height}`,"aria-hidden":"true",class:"figure",children:[a(Bh,{...t}),a(xi,{...t}),a(Fh,{...t}),a(Ah,{...t}),a(Lh,{...t}),a(Nh,{...t}),a(qh,{...t}),a(Dh,{...t}),a(Hh,{...t}),a(Ih,{...t})]})}function Bh({at:t,state:e,say:n}){let r=t.mode==="wide",[o]=t.servers,s=t.mode!=="narrow"&&t.servers.length===1?o:void 0,i=l=>n(l==="server"&&!r?"server.short":l);return a(w,{children:[t.headings.map(({key:l,x:c,y:u})=>a("text",{x:c,y:u,class:"col",children:i(l)},l)),s&&a("text",{x:Math.max(s.x+s.w,s.x+_(i("server"),12,"bold")*.86+44),y:14,"text-anchor":"end",class:"tm t1i",children:Gr(e.servers.get(s.name)?.address??null)})]})}function Fh({clients:t,say:e,live:n,selection:r}){return a(w,{children:t.map(o=>{let s=o.box.connections.some(i=>$e(r,"connection",i));return a(mi,{...o,picked:s,say:e,live:n},o.box.key)})})}function Ah({at:t,state:e,say:n,selection:r}){return a(w,{children:t.servers.map(o=>a(_i,{box:o,state:e,narrow:t.mode==="narrow",wide:t.mode==="wide",named:t.servers.length>1,picked:$e(r,"server",o.name),say:n},o.name))})}function Lh({at:t,state:e,now:n,say:r,numbers:o,selection:s}){let i=l=>{let c=e.channels.get(l);return c&&e.ledger.get(He(c.layer,et(c.name)))};return a(w,{children:t.channels.map(l=>a(gi,{...fi(e,l,e.channels.get(l.name),i(l.name),n,r,o),narrow:t.mode==="narrow",picked:$e(s,"channel",l.name),say:r,numbers:o},l.name))})}function Nh({at:t,state:e,now:n,say:r,numbers:o,selection:s}){return a(w,{children:t.workers.map(i=>{let l=e.workers.get(i.name);if(!l)return null;let c=Ci(e,i,l,n,t.mode==="wide",r,o),u=$e(s,"worker",i.name);return a(Ei,{...c,mode:t.mode,picked:u,say:r},i.name)})})}function qh({at:t,state:e,say:n,selection:r}){return a(w,{children:t.consumers.map(o=>a(Ri,{...$i(o,e.consumers.get(o.name)),mode:t.mode,picked:$e(r,"consumer",o.name),say:n},o.key))})}function Dh({at:t,state:e,say:n,numbers:r,selection:o}){return a(w,{children:[t.groups.map(s=>a(yi,{box:s,members:e.groups.get(s.name)?.members.size??0,narrow:t.mode==="narrow",picked:$e(o,"group",s.name),say:n,numbers:r},s.name)),t.noGroup&&a(vi,{box:t.noGroup,say:n})]})}function Hh({at:t,say:e}){if(!t.cell.stands)return null;let{x:n,y:r,w:o,h:s}=t.cell;return a("g",{"data-actor":"cell",children:[a("rect",{x:n,y:r,width:o,height:s,class:"box built"}),a("text",{x:n+8,y:r+15,class:"tm t1i",children:E(`[ ] ${e("flow.cell")}`,o-12,11)})]})}function Ih({at:t,state:e,say:n,numbers:r,bin:o,selection:s}){let i=s?.what==="bin"?s.reason??"":null;return a(w,{children:[a(di,{box:t.bin,...o,lost:e.totals.lost,picked:i,say:n,numbers:r}),t.legend&&a(hi,{box:t.legend,say:n}),t.more.map(({fold:l,x:c,y:u,h:d,count:h,unfolded:m})=>a("text",{x:c+2,y:u+d/2+4,class:"t1i","data-more":l,children:m?n("flow.fewer"):n(`flow.more.${l}`,{n:h})},`${l} ${u}`))]})}function Oe({x:t,y:e,w:n,h:r}){let o=s=>`calc(${Math.round(s*100)/100} * var(--u))`;return{left:o(t),top:o(e),width:o(n),height:o(r)}}function Mn({box:t,name:e,picked:n,title:r,onPress:o,kind:s}){return a("button",{type:"button",class:"hit","data-hit":s,style:Oe(t),"aria-label":e,"aria-pressed":n,title:r,onClick:o})}function it({say:t,selection:e,select:n},r,o,s,i,l=""){let c=$e(e,r,o),[u=o,...d]=i;return a(Mn,{kind:r,box:s,name:[u,t(`what.${r}`).toLowerCase(),...d].filter(Boolean).join(", "),title:l,picked:c,onPress:()=>n(c?null:{what:r,name:o})},`${r} ${o} ${s.y}`)}function Fi(t){return a(w,{children:[t.clients.map(e=>it(t,"connection",e.box.connections.at(-1),e.box,zh(t,e))),t.clients.map(e=>a(Wh,{look:e,select:t.select},`said ${e.box.key}`))]})}var Jh={tab:{before:23,last:36},cell:{before:null,last:23}};function Wh({look:t,select:e}){let{box:n,before:r,last:o,state:s}=t;if(n.kind!=="tab"||n.look==="line"||s!=="open"||!o)return null;let i=Jh[n.look],l=i.before??i.last,c=u=>{xn(u)||e({what:"connection",name:n.connections.at(-1)})};return a("div",{class:`said ${n.look}`,"aria-hidden":"true",style:Oe({x:n.x+8,y:n.y+l,w:n.w-11,h:i.last+14-l}),onClick:c,children:[i.before!==null&&a("div",{class:"before",children:r}),a("div",{children:o})]})}function Ai(t){let{at:e,say:n}=t;return a(w,{children:[e.servers.map(r=>it(t,"server",r.name,r,[r.name])),e.channels.map(r=>it(t,"channel",r.name,Xh(t,r),[r.name,jh(t,r.name)])),e.workers.map(r=>it(t,"worker",r.name,r,[r.name,Kh(t,r.name)])),e.consumers.map(r=>it(t,"consumer",r.name,r,[Ee(r.name)],n("flow.source"))),e.groups.map(r=>it(t,"group",r.name,r,[r.name,Gh(t,r.name)],Uh(t,r.name))),a(Yh,{...t}),a(Zh,{...t})]})}function zh({say:t},{name:e,state:n,path:r,last:o}){return[e,r,t(n==="ghost"?"flow.ghost":`state.${n}`),o]}function Xh({at:t},e){return t.mode!=="narrow"?e:{x:e.slots.x,y:e.y-2,w:e.slots.w,h:e.h+2}}function jh({state:t,say:e},n){return e("flow.waiting",{n:t.channels.get(n)?.queue.length??0})}function Kh({state:t,say:e},n){let r=t.workers.get(n);return r?r.state==="stopped"?e("flow.stopped.other"):r.consumer&&r.run?Ee(r.consumer):e("flow.idle"):""}function Gh({state:t,say:e},n){return e("flow.members",{n:t.groups.get(n)?.members.size??0})}function Uh({state:t,say:e},n){let r=t.groups.get(n);if(!r)return"";let{chips:o,more:s}=Pe(t,r,Vh);return[...o.map(({label:l,count:c,ghost:u})=>{let d=c>1?`${l} ×${c}`:l;return u?`${d} (${e("flow.ghost")})`:d}),...s?[`+${s}`]:[]].join(", ")}var Vh=30;function Yh({at:t,say:e,toggle:n}){return a(w,{children:t.more.map(r=>a(Mn,{kind:"more",box:r,name:r.unfolded?e("flow.fewer"):e(`flow.more.${r.fold}`,{n:r.count}),onPress:()=>n(r.fold)},`${r.fold} ${r.y}`))})}function Zh({at:t,say:e,bin:n,selection:r,select:o,showInTable:s,state:i}){let l=r?.what==="bin"?r:null,c=b=>o(l&&l.reason===b?null:{what:"bin",reason:b}),{x:u,y:d,h,w:m}=t.bin,p={x:u+12,y:d+2,w:60,h:h-4},g=i.totals.lost;return a(w,{children:[a(Mn,{kind:"bin",box:p,name:`${e("bin")}, ${e("flow.losses",{n:g})}`,picked:l?.reason===null,onPress:()=>c(null)}),n.heaps.map(b=>a(Mn,{kind:"heap",box:{x:b.x-6,y:d+2,w:b.w-4,h:h-4},name:`${b.word}, ${e("flow.losses",{n:b.count})}`,picked:l?.reason===b.reason,onPress:()=>c(b.reason)},b.reason)),g>0&&t.mode==="wide"&&a("button",{type:"button",class:"link show",style:Oe({x:u+m-190,y:d+24,w:172,h:18}),onClick:()=>s("lost"),children:e("bin.show")})]})}var Qh=`@box.consumer("websocket.connect")
def ws_add(message):
    Group("chat").add(message.reply_channel)

@box.consumer("websocket.receive")
def ws_message(message):
    Group("chat").send({"text": "[user] %s" % message["text"]})`,Cn='alice = box.connect("/", name="alice")';function Li(t){return t.totals.accepted===0&&t.connections.size===0&&t.skipped===0}function Ni(t){return t.rules.some(e=>!e.builtin)}function qi({consumers:t,live:e,open:n,say:r}){let o=t?Cn:Qh;return a("section",{class:"invite","aria-label":r("empty.title"),children:[a("div",{class:"top",children:[a("h2",{children:r("empty.title")}),t&&a(w,{children:[a("span",{children:r("empty.cell")}),a("code",{children:Cn}),a(En,{text:Cn,say:r})]})]}),a("ol",{class:t?"":"coded",children:[t?a($t,{number:1,title:r("empty.1"),text:r("empty.1.text"),children:a("button",{type:"button",class:"btn pri",disabled:!e,onClick:n,children:r("flow.open.long")})}):a($t,{number:1,title:r("flow.first"),text:r("flow.first.text"),children:[a("pre",{children:a("code",{children:o})}),a(En,{text:o,say:r,filled:!0})]}),t?a($t,{number:2,title:r("empty.2"),text:r("empty.2.text")}):a($t,{number:2,title:r("empty.1"),text:r("empty.1.text"),children:a("code",{class:"one",children:Cn})}),a($t,{number:3,title:r("empty.3"),text:r("empty.3.text")})]})]})}function $t({number:t,title:e,text:n,children:r}){return a("li",{children:[a("b",{children:t}),a("div",{children:[a("strong",{children:e}),a("p",{children:n}),r&&a("div",{class:"go",children:r})]})]})}var En=class extends ee{state={done:!1};copy=({currentTarget:e})=>{let n=e;kn(this.props.text,n).then(r=>{r?this.setState({done:r}):this.choose(n)})};choose(e){let n=e.parentElement?.querySelector("code");n&&n.ownerDocument.getSelection()?.selectAllChildren(n)}render(){let{say:e,filled:n}=this.props;return a("button",{type:"button",class:n?"btn pri":"btn",onClick:this.copy,children:e(this.state.done?"row.copied":"flow.copy")})}};var ep=({ours:t,box:e})=>t&&e.kind!=="crowd",Tn=({state:t})=>t==="open"||t==="opening";function Pn(t){return t.then(()=>!0,()=>!1)}var $n=class extends ee{state={fresh:null,chosen:null};open=e=>{Pn(this.props.deeds.openTab(e,null).then(n=>{this.setState({fresh:n,chosen:n})}))};settled=()=>this.setState({fresh:null});act={send:(e,n)=>Pn(this.props.deeds.send(e,n)),close:e=>{Pn(this.props.deeds.closeTab(e))},reopen:e=>{Pn(this.props.deeds.reopenTab(e))}};render(){let{at:e,clients:n,live:r,say:o,empty:s}=this.props,i=n.filter(ep),{fresh:l}=this.state;return a(w,{children:[e.typing?this.typing(e.typing,i):null,e.mode!=="narrow"&&i.map(c=>a(np,{look:c,act:this.act,live:r,say:o,focus:c.name===l?this.settled:null},c.box.key)),a(rp,{box:e.opener,open:this.open,live:r,say:o,empty:s,mode:e.mode})]})}typing(e,n){let{selection:r,live:o,say:s}=this.props,i=r?.what==="connection"?r.name:null,l=u=>n.find(d=>d.name===u),c=n.find(({box:u})=>i!==null&&u.connections.includes(i))??l(this.state.chosen)??n.find(Tn)??n[0];return c?a("div",{class:"typing",style:Oe(e),children:[a("select",{"aria-label":s("flow.tab"),value:c.name,onChange:({currentTarget:u})=>this.setState({chosen:u.value}),children:n.map(({name:u})=>a("option",{value:u,children:u},u))}),a(Di,{look:c,act:this.act,live:o,say:s,focus:null},c.name)]}):null}};function tp(t,e){let{x:n,y:r,w:o,h:s}=t;if(t.look==="tab")return{line:{x:n+5,y:r+vn+30,w:o-10,h:s-vn-32},corner:{x:n+o-17,y:r+1,w:17,h:18}};let i=Kr(t,e);return{line:{x:n+i,y:r+3,w:o-i-20,h:s-6},corner:{x:n+o-20,y:r+4,w:18,h:s-8}}}function np(t){let{look:e,act:n,live:r,say:o}=t,{line:s,corner:i}=tp(e.box,e.name);return a(w,{children:[a("div",{class:"line",style:Oe(s),children:a(Di,{...t})}),r&&Tn(e)&&a("button",{type:"button",class:"close",style:Oe(i),"aria-label":o("flow.close",{tab:e.name}),title:o("flow.close",{tab:e.name}),onClick:()=>n.close(e.name),children:"×"})]})}function Di({look:t,act:e,live:n,say:r,focus:o}){let s=t.box.look==="cell";return!Tn(t)&&!n?null:Tn(t)?a(w,{children:[a(Ur,{name:t.name,hint:n?t.box.look==="line"?t.last:s?r("flow.type"):"":r("flow.notlive"),off:!n||t.state!=="open",say:r,focus:o,send:e.send}),s&&n&&a("button",{type:"button",class:"close","aria-label":r("flow.close",{tab:t.name}),onClick:()=>e.close(t.name),children:"×"})]}):a("button",{type:"button",class:"reopen link",onClick:()=>e.reopen(t.name),children:r("flow.reopen")})}var Ur=class extends ee{input=gt();componentDidMount(){this.takeFocus()}componentDidUpdate(){this.takeFocus()}takeFocus(){let{focus:e,off:n}=this.props;!e||n||(this.input.current?.focus({preventScroll:!0}),e())}submit=e=>{e.preventDefault();let n=this.input.current;if(!n?.value)return;let r=n.value;n.value="",this.props.send(this.props.name,r).then(o=>{!o&&n.value===""&&(n.value=r)})};render(){let{name:e,hint:n,off:r,say:o}=this.props;return a("form",{onSubmit:this.submit,children:a("input",{ref:this.input,type:"text","aria-label":o("flow.typeto",{tab:e}),placeholder:n,disabled:r,autocomplete:"off",autocapitalize:"off",spellcheck:!1,enterkeyhint:"send"})})}};function rp({box:t,open:e,live:n,say:r,empty:o,mode:s}){let i=gt(),l=c=>{c.preventDefault(),e(i.current?.value.trim()||"/")};return a("form",{class:`opener${o?" large":""}`,style:Oe(t),onSubmit:l,children:[a("button",{type:"submit",disabled:!n,title:n?"":r("flow.notlive"),children:["+ ",r(s==="wide"?"flow.open":"flow.open.short")]}),a("input",{ref:i,type:"text",disabled:!n,"aria-label":r("flow.path"),title:r("flow.path"),placeholder:"/",autocomplete:"off",autocapitalize:"off",spellcheck:!1})]})}var op=1e3/15;function sp({flights:t,roads:e}){let n=r=>"consumer"in r&&r.consumer===null;return t.some(({road:r})=>n(r))||e.some(n)}var ip=["version","now"],On=class extends ee{state={unfolded:new Set,cellActs:!1};canvas=gt();sky=null;at=null;inks=null;drawnAt=Number.NEGATIVE_INFINITY;waiting=null;stopFrames=null;runners=new Map;shouldComponentUpdate(e,n){let{props:r}=this,s=Object.keys(e).filter(l=>e[l]!==r[l]);if(n!==this.state||s.some(l=>!ip.includes(l)))return!0;if(!s.length)return!1;let i=this.drawnAt+op-performance.now();return i<=0?!0:(this.waiting??=setTimeout(()=>{this.waiting=null,this.forceUpdate()},i),!1)}componentDidMount(){let e={workerOf:n=>this.runners.get(n)??null,nextSlot:n=>this.nextSlot(n)};this.sky=new yn(this.canvas.current,e,n=>this.props.numbers.count(n)),this.fit(),this.stopFrames=this.props.onFrame(n=>this.frame(n))}componentDidUpdate(e){this.fit(),e.onFrame!==this.props.onFrame&&(this.stopFrames?.(),this.stopFrames=this.props.onFrame(n=>this.frame(n))),this.frame(this.props.time())}componentWillUnmount(){this.stopFrames?.(),this.waiting!==null&&clearTimeout(this.waiting)}frame(e){let n=this.props.air(e);this.sky?.draw(n,e,this.props.calm),!this.state.cellActs&&sp(n)&&this.setState({cellActs:!0})}fit(){let{theme:e,scale:n}=this.props,r=this.canvas.current;if(!this.at||!r)return;let o=r.ownerDocument.defaultView?.devicePixelRatio??1,s=`${e} ${n}`;this.inks?.look!==s&&(this.inks={look:s,inks:ci(r,e)}),this.sky?.fit(this.at,n,o,this.inks.inks)}nextSlot(e){let n=this.at?.channels.find(l=>l.name===e);if(!n)return 0;let r=this.props.state.channels.get(e);if(!r)return 0;let{capacity:o,queue:s}=r,i=o===null||o<=16?1:o/n.count;return Math.min(Math.floor(s.length/i),n.count-1)}toggle=e=>{let n=new Set(this.state.unfolded);n.delete(e)||n.add(e),this.setState({unfolded:n})};open=()=>{this.props.deeds.openTab("/",null).catch(()=>{})};remember(){let{workers:e,consumers:n}=this.props.state;for(let{name:r,consumer:o}of e.values())o!==null&&this.runners.set(o,r);for(let r of this.runners.keys())n.has(r)||this.runners.delete(r)}drawing(e){let{state:n,now:r,mode:o,theme:s,say:i,numbers:l,live:c,selection:u}=this.props,h=e.clients.map(p=>pi(n,p,r,i,l)).filter(p=>p!==null),m=ui(n,e.bin,o==="narrow",o==="wide",i,l);return{at:e,state:n,now:r,theme:s,say:i,numbers:l,live:c,selection:u,clients:h,bin:m}}render(){let{state:e,width:n,mode:r,theme:o,say:s,live:i,deeds:l,selection:c,select:u,showInTable:d}=this.props;this.drawnAt=performance.now();let{unfolded:h}=this.state,m=ri(e,{width:n,mode:r,theme:o,unfolded:h,cell:this.state.cellActs},this.at);this.at=m,this.remember();let p=this.drawing(m),g={...p,select:u,showInTable:d,toggle:this.toggle},b=Li(e),y={width:`calc(${m.width} * var(--u))`,height:`calc(${m.height} * var(--u))`};return a("div",{class:"flow","data-mode":r,children:[a("section",{class:"plane",style:y,"aria-label":s("view.flow"),children:[a(Bi,{...p}),a("canvas",{ref:this.canvas}),a("div",{class:"controls",children:[a(Fi,{...g}),a($n,{at:m,clients:p.clients,deeds:l,live:i,say:s,selection:c,empty:b}),a(Ai,{...g})]})]}),b&&a(qi,{consumers:Ni(e),live:i,open:this.open,say:s})]})}};function f(t){return typeof t=="string"?t:null}function O(t){return typeof t=="number"?t:null}function Ii(t){return Array.isArray(t)?t.filter(e=>typeof e=="string"):[]}function ne(t){return typeof t=="object"&&t!==null&&!Array.isArray(t)?t:{}}function j(t){return f(t.layer)??"default"}function ue(t){return f(t.message)??f(t.id)}function Ie(t){return f(t.connection)??(t.kind.startsWith("connection.")?f(t.id):null)}var Hi=400;function Ji(t){let e=f(t.text)??f(ne(t.text).$head);return e!==null?e.length>Hi?`${e.slice(0,Hi)}…`:e:`<${O(t.size)??0} B>`}var ap=40,lp=10,cp=20,up=8,Wi=128,dp=new Set(["asgi.delay"]);function zi(t,e){let n=j(e),r={alias:n,store:f(e.store)??"",capacity:O(e.capacity),channelCapacity:hp(e.channel_capacity),expiry:O(e.expiry),groupExpiry:O(e.group_expiry),open:!0};t.layers.set(n,r);for(let o of t.channels.values())o.layer===n&&(o.capacity=_t(r,o.name))}function hp(t){return Array.isArray(t)?t.filter(e=>Array.isArray(e)&&typeof e[0]=="string"&&typeof e[1]=="number"):[]}function Xi(t,e){let n=t.layers.get(j(e));n!==void 0&&(n.open=!1)}function Rn(t,e){let n=f(e.server)??e.where??"",r=t.servers.get(n),o=e.kind.slice(7);t.servers.set(n,{name:n,address:f(e.address)??r?.address??null,state:o==="started"?"running":o==="draining"?"draining":"stopped"})}function ji(t,e){let n=f(e.worker)??e.where??"",r=t.workers.get(n),o=Zi(n,j(e));o.runs=r?.runs??0,o.lastDuration=r?.lastDuration??null,o.zombies=r?.zombies??0,t.workers.set(n,o),Fn(t,o,Ii(e.channels))}function Ki(t,e){let n=t.workers.get(f(e.worker)??e.where??"");n!==void 0&&(n.state="stopping")}function Gi(t,e){let n=t.workers.get(f(e.worker)??e.where??"");if(n===void 0)return;Fn(t,n,[]),n.state="stopped",n.reason=f(e.reason),Vr(n);let r=[...t.workers.values()].filter(o=>o.state==="stopped");for(let o of r.slice(0,Math.max(r.length-up,0)))t.workers.delete(o.name)}function Ui(t,e){let n=t.workers.get(f(e.worker)??e.where??"");n!==void 0&&(n.zombies+=1)}function Vi(t,e){let n=t.workers.get(f(e.worker)??e.where??"");n!==void 0&&(n.zombies=Math.max(n.zombies-1,0))}function Yi(t,e){let n=t.workers.get(f(e.worker)??e.where??""),r=f(e.run);n===void 0||n.message===null||n.run!==r||(n.alarm={run:r,file:f(e.file),line:O(e.line)},n.consumer??=Z(f(e.consumer)??"")||null)}function Vr(t){t.state==="busy"&&(t.state="idle"),t.message=t.run=t.consumer=t.busySince=t.alarm=null}function Zi(t,e){return{name:t,builtin:!Qi(t),layer:e,channels:[],state:"idle",reason:null,message:null,run:null,consumer:null,busySince:null,alarm:null,lastDuration:null,runs:0,zombies:0}}function Qi(t){return t.startsWith("worker:")}function Bn(t,e,n){let r=t.workers.get(e);if(r!==void 0||!Qi(e))return r;let o=Zi(e,n);return t.workers.set(e,o),o}function Fn(t,e,n){for(let r of e.channels)t.channels.get(q(e.layer,r))?.heardBy.delete(e.name);e.channels=[...n];for(let r of n)An(t,e.layer,r).heardBy.add(e.name)}function An(t,e,n){let r=n.includes("?")?n.slice(0,n.indexOf("?")+1):n,o=q(e,r),s=t.channels.get(o);return s===void 0&&(t.channels.size>=Wi&&pp(t),s={layer:e,name:r,kind:te(r),capacity:_t(t.layers.get(e),n),queue:[],builtin:dp.has(r),heardBy:new Set,since:t.at},t.channels.set(o,s)),s}function pp(t){let e=new Set(t.rules.map(n=>q(n.layer,n.channel)));for(let[n,r]of t.channels){if(t.channels.size<Wi)return;r.queue.length===0&&r.heardBy.size===0&&!e.has(n)&&t.channels.delete(n)}}function ea(t,e,n){let r=Ie(e);if(r===null||t.connections.has(r))return;let o=f(e.label),s=f(e.reply_channel);mp(t,o),t.connections.set(r,{id:r,protocol:f(e.protocol)??"websocket",server:e.where??"",path:f(e.path)??"",label:o??r,ours:o!==null,replyChannel:s,state:"opening",openedAt:e.at,closedAt:null,code:null,closedBy:null,why:null,method:null,status:null,queue:[],inHand:[],groups:new Set,frames:[],sent:0,received:0}),s!==null&&t.replies.set(s,r),n&&Ln(t)}function mp(t,e){if(e!==null)for(let n of t.closed.keys())t.connections.get(n)?.label===e&&ia(t,n)}function ta(t,e){let n=Je(t,e);n?.state==="opening"&&(n.state="open")}function na(t,e,n){let r=Je(t,e);r!==void 0&&(r.status=O(e.status),r.why=f(e.why),Yr(t,r,"rejected",e.at),n&&Ln(t))}function ra(t,e,n){let r=Je(t,e);r!==void 0&&(r.code=O(e.code),r.closedBy=f(e.by),Yr(t,r,r.state==="rejected"?"rejected":"closed",e.at),n&&Ln(t))}function Yr(t,e,n,r){e.state=n,e.closedAt??=r;for(let o of e.groups){let s=t.groups.get(o)?.members.get(e.replyChannel??"");s!==void 0&&(s.ghost=!0)}e.groups.size===0&&t.closed.set(e.id,e.closedAt)}function oa(t){return t.state==="closed"||t.state==="rejected"}function sa(t,e){!oa(e)||e.groups.size>0||(t.closed.set(e.id,t.at),Ln(t))}function Ln(t){for(let[e,n]of t.closed){let r=t.connections.get(e);if(r===void 0||r.groups.size>0)t.closed.delete(e);else{let o=r.ours&&r.protocol==="websocket";(t.closed.size>ap||!o&&t.at-n>lp)&&ia(t,e)}}}function ia(t,e){let n=t.connections.get(e);t.closed.delete(e),t.connections.delete(e);let r=n?.replyChannel??null;r!==null&&t.replies.get(r)===e&&t.replies.delete(r)}function Je(t,e){let n=Ie(e);return n===null?void 0:t.connections.get(n)}function Zr(t,e,n){let r=Je(t,e);if(r===void 0)return;let o=e.kind==="frame.received";n&&(r[o?"sent":"received"]+=1),r.frames.push({incoming:o,text:Ji(e),at:e.at,message:o?null:f(e.cause)}),r.frames.length>cp&&r.frames.shift()}function aa(t,e){let n=Je(t,e);n!==void 0&&(n.method=f(e.method))}function la(t,e){let n=Je(t,e);n!==void 0&&(n.status=O(e.status),n.state==="opening"&&(n.state="open"))}function ca(t,e){let n=Je(t,e);n===void 0||oa(n)||(n.closedBy=f(e.by),Yr(t,n,"closed",e.at))}var gp="(decides by itself)";function ua(t){let e=[],n=0,r=new Set,o=null;for(let s of t){(o?.text!==s.text||r.has(s.channel))&&(n+=1,r=new Set),r.add(s.channel),o=s;let i=e.find(l=>bp(l,s));e.push({...s,number:n,hiddenBy:i?.number??null})}return e}function bp(t,e){return t.channel!==e.channel||t.consumer.endsWith(gp)?!1:Object.entries(t.filters).every(([n,r])=>e.filters[n]===r)}var wp=400,da=400,ha=300,yp=1e3,vp=200,kp=500,xp=100,Sp=.5;function at(t,e){let n=Z(e),r=t.consumers.get(n);return r===void 0&&(t.consumers.size>=ha&&_p(t),r={name:n,channels:[],builtin:St(n),version:null,source:null,diff:null,file:null,line:null,runs:0,running:0,raised:0,deferred:0,lastError:null,lastDuration:null,routed:!1,hiddenBy:null},t.consumers.set(n,r)),r}function _p(t){for(let[e,n]of t.consumers){if(t.consumers.size<ha)return;!n.routed&&n.running===0&&t.consumers.delete(e)}}function pa(t,e){let n=j(e),r=Array.isArray(e.rules)?ua(e.rules.map(s=>Mp(n,s))):[];t.routed.add(n),t.rules=[...t.rules.filter(s=>s.layer!==n),...r],ma(t);let o=[...new Set(r.map(s=>s.channel))];for(let s of t.workers.values())s.layer===n&&s.state!=="stopped"&&!s.builtin&&Fn(t,s,o)}function Mp(t,e){let n=ne(e),r=Z(f(n.consumer)??""),o={};for(let[s,i]of Object.entries(ne(n.filters)))o[s]=String(i);return{channel:f(n.channel)??"",consumer:r,text:f(n.text)??"",filters:o,builtin:n.builtin===!0||St(r),layer:t}}function ma(t){for(let n of t.consumers.values())n.channels=[],n.routed=!1,n.hiddenBy=null;let e=new Set;for(let n of t.rules){let r=at(t,n.consumer);r.channels.includes(n.channel)||r.channels.push(n.channel),r.builtin=n.builtin,r.routed=!0,n.hiddenBy===null?e.add(r):r.hiddenBy??=Cp(t,n)}for(let n of e)n.hiddenBy=null}function Cp(t,{layer:e,hiddenBy:n}){let r=t.rules.find(o=>o.layer===e&&o.number===n);return r===void 0?null:{number:r.number,consumer:r.consumer}}function Qr(t){return Array.isArray(t.ladder)?t.ladder:[]}function fa(t,e,n){let r=ue(e),o=r===null?void 0:t.messages.get(r),s=f(e.channel)??o?.channel??null,i=Z(f(e.consumer)??"");if(s===null)return;if(n){let c=`${s} → ${i}`;t.usedRoutes.set(c,(t.usedRoutes.get(c)??0)+1),t.usedRoutes.size>da&&Ma(t.usedRoutes,u=>u,c)}ba(t,s,{message:r,steps:Qr(e),matched:i});let l=o?.layer??"default";t.routed.has(l)||Ep(t,l,s,i,Qr(e))}function ga(t,e){let n=ue(e)??f(e.cause),r=f(e.channel)??t.messages.get(n??"")?.channel??null;r!==null&&ba(t,r,{message:n,steps:Qr(e),matched:null})}function ba(t,e,n){if(t.ladders.set(e,n),t.ladders.size>xp){let r=t.ladders.keys().next().value;r!==void 0&&t.ladders.delete(r)}}function Ep(t,e,n,r,o){if(t.rules.some(h=>h.layer===e&&h.channel===n&&h.consumer===r)||t.rules.length>=da)return;let i=o.find(h=>h.matched)?.rule,l=St(r),c=i??`${n} -> ${r}`,u=t.rules.length+1,d={channel:n,consumer:r,text:c,filters:{},builtin:l,layer:e};t.rules.push({...d,number:u,hiddenBy:null}),ma(t)}function wa(t,e,n){let r=f(e.run)??f(e.id);if(r===null||t.runs.has(r))return;let o=at(t,f(e.consumer)??""),s=f(e.message),i=f(e.worker)??e.where??null,l=t.messages.get(s??"")?.layer??"default",c=Bn(t,i??"",l);t.runs.set(r,{id:r,consumer:o.name,message:s,worker:i,startedAt:e.at,ended:!1}),t.runs.size>yp&&Pp(t),o.running+=1,o.version=f(e.version)??o.version,n&&(o.runs+=1),c!==void 0&&(c.state==="idle"&&(c.state="busy"),c.run=r,c.consumer=o.name,c.message??=s,c.busySince??=e.at,n&&(c.runs+=1))}function Pp(t){let e=t.runs.values().next().value;e!==void 0&&(Nn(t,e),t.runs.delete(e.id))}function Nn(t,e){if(e.ended)return;e.ended=!0;let n=t.consumers.get(e.consumer);n!==void 0&&(n.running-=1)}function ya(t,e){for(let n of t.runs.values())n.message===e&&(Nn(t,n),t.runs.delete(n.id))}function va(t,e){return t.runs.get(f(e.run)??f(e.id)??"")}function ka(t,e){let n=va(t,e),r=at(t,f(e.consumer)??n?.consumer??"");if(r.lastDuration=O(e.duration),n===void 0)return;Nn(t,n);let o=t.workers.get(n.worker??"");o!==void 0&&(o.lastDuration=r.lastDuration)}function xa(t,e,n){let r=va(t,e),o=at(t,f(e.consumer)??r?.consumer??""),s=f(e.error)??"";n&&(o.raised+=1),o.lastDuration=O(e.duration);let i=e.seq??t.seq;o.lastError={error:s,run:f(e.run),seq:i,at:e.at},r!==void 0&&Nn(t,r),We(t,e,"raised",o.name)}function Sa(t,e,n){n&&(at(t,f(e.consumer)??"").deferred+=1)}function _a(t,e){let n=f(e.run)??f(e.cause);t.printed.push({seq:e.seq??t.seq,at:e.at,run:n,consumer:Z(f(e.consumer)??"")||(t.runs.get(n??"")?.consumer??null),stream:f(e.stream)??"stdout",text:f(e.text)??f(ne(e.text).$head)??"",cut:O(e.cut)??0}),t.printed.length>vp&&t.printed.shift()}function qn(t,e){let n=t.runs.get(e);if(n!==void 0||!t.messages.has(e))return n;for(let r of t.runs.values())if(r.message===e)return r}function Ot(t,e,n,r,o){let s=qn(t,e)?.consumer;if(s===void 0)return;let i=`${s} ${n} ${r}`,l=t.edges.get(i);if(l!==void 0){o&&(l.uses+=1);return}t.edges.set(i,{consumer:s,to:r,what:n,uses:1}),t.edges.size>wp&&Ma(t.edges,c=>c.uses,i)}function Ma(t,e,n){let r=null,o=Number.POSITIVE_INFINITY;for(let[s,i]of t)s!==n&&e(i)<o&&(r=s,o=e(i));r!==null&&t.delete(r)}function Ca(t,e){let n=at(t,f(e.what)??"");n.version=f(e.version)??n.version,n.diff=f(e.diff),n.source=f(e.source)??f(ne(e.source).$head),n.file=f(e.file),n.line=O(e.line),n.diff&&We(t,e,"code",n.name)}function Ea(t,e){We(t,e,"raised",Z(f(e.what)??""))}function Pa(t,e){let n=f(e.fault)??"",r=f(e.target),o=ne(e.options);t.faults.set($a(e),{id:f(e.id),fault:n,target:r,options:o,since:e.at}),We(t,e,"fault",n)}function Ta(t,e){t.faults.delete($a(e))}function $a(t){return f(t.id)??`${f(t.fault)??""} ${f(t.target)??""}`}function Oa(t,e){We(t,e,"marked",f(e.label)??"",f(e.notes))}function We(t,e,n,r,o=null){let s=t.markers,i=s.at(-1),l=i!==void 0&&i.kind===n&&i.label===r;if(!(n==="lost"&&l&&e.at-i.at<Sp)&&(s.push({seq:e.seq??t.seq,at:e.at,label:r,notes:o,kind:n}),s.length>kp)){let c=s.findIndex(u=>u.kind!=="marked");s.splice(Math.max(c,0),1)}}function Ra(t,e){let n=f(e.id);n!==null&&t.holds.set(n,{id:n,target:f(e.target)??"",condition:f(e.condition),expires:e.expires===!0,since:e.at,held:[]})}function Ba(t,e){t.holds.delete(f(e.id)??"")}function Fa(t,e){let n=lt(t,e);if(n?.state!=="queued")return;n.state="held",n.hold=f(e.breakpoint);let r=Hn(t,n);r!==void 0&&!r.held.includes(n.id)&&r.held.push(n.id)}function Aa(t,e){let n=lt(t,e);n?.state==="held"&&(Dn(t,n),n.state="queued",n.hold=n.due=null,Ha(t,n))}function La(t,e){let n=lt(t,e);n!==void 0&&(n.edited=!0)}function Na(t,e){let n=lt(t,e),r=f(ne(e.changed).copy),o=n===void 0?void 0:Hn(t,n)?.held;n===void 0||r===null||o===void 0||o.splice(o.indexOf(n.id)+1||o.length,0,r)}function qa(t,e){let n=lt(t,e);n?.state==="held"&&(Dn(t,n),n.due=e.at+(O(ne(e.changed).seconds)??0))}function Da(t,e){let n=lt(t,e),r=O(e.place),o=n===void 0?void 0:Hn(t,n)?.held;n===void 0||r===null||!o?.includes(n.id)||(o.splice(o.indexOf(n.id),1),o.splice(r,0,n.id))}function Dn(t,e){let n=Hn(t,e)?.held,r=n?.indexOf(e.id)??-1;r>=0&&n?.splice(r,1)}function Hn(t,e){return e.hold===null?void 0:t.holds.get(e.hold)}function lt(t,e){return t.messages.get(ue(e)??"")}var Op=50,Ia=200,Rp=100,Ja="nobody_listens";function Re(t){return t.kind==="message.lost"&&t.reason!==Ja}function Wa(t,e,n){let r=ue(e),o=f(e.channel)??"";if(r===null||t.messages.has(r))return;let s={id:r,layer:j(e),channel:o,kind:te(o),state:"queued",acceptedAt:e.at,hand:null,takenAt:null,size:O(e.size)??0,cause:f(e.cause),hold:null,due:null,edited:!1};if(t.messages.set(r,s),Jn(t,s)?.push(r),s.cause===null)return;let i=se(o)?"":q(s.layer,o);Ot(t,s.cause,i===""?"reply":"channel",i,n)}function eo(t,e){let n=t.replies.get(e.channel);return n===void 0?void 0:t.connections.get(n)}function Jn(t,e){return se(e.channel)?eo(t,e)?.queue:An(t,e.layer,e.channel).queue}function Bp(t,e){let n=ue(e);return n===null?void 0:t.messages.get(n)}function In(t,e){if(t===void 0)return;let n=t[0]===e?0:t.indexOf(e);n===0?t.shift():n>0&&t.splice(n,1)}function za(t,e){let n=Bp(t,e);if(n===void 0||n.state==="in_hand")return;In(Jn(t,n),n.id),n.state="in_hand",n.hand=e.where??null,n.takenAt=e.at,se(n.channel)&&eo(t,n)?.inHand.push(n.id);let r=Bn(t,n.hand??"",n.layer);r!==void 0&&Fp(t,r,n,e.at)}function Fp(t,e,n,r){e.state==="idle"&&(e.state="busy"),e.message=n.id,e.busySince=r,se(n.channel)||Ap(t,e,n)}function Ap(t,e,n){let r=An(t,n.layer,n.channel);r.heardBy.has(e.name)||e.channels.length>=Rp||(r.heardBy.add(e.name),e.channels.push(r.name))}function Xa(t,e){Ka(t,e)}function ja(t,e){let n=f(e.reason)??"",r=f(e.channel)??"",o=Ka(t,e),s=n===Ja;t.bin.unshift({seq:e.seq??t.seq,at:e.at,message:o,channel:r,kind:te(r),reason:n,harmless:s}),t.bin.length>Op&&t.bin.pop(),s||We(t,e,"lost",n)}function Ka(t,e){let n=ue(e);if(n===null)return null;let r=t.messages.get(n);ya(t,n);let o=t.workers.get(r?.hand??e.where??"");return o?.message===n&&Vr(o),r===void 0||(t.messages.delete(n),Dn(t,r),r.state==="in_hand"?In(eo(t,r)?.inHand,n):In(Jn(t,r),n)),n}function Ha(t,e){let n=Jn(t,e);In(n,e.id),n?.push(e.id)}function Ga(t,e){let n=j(e),r=f(e.group)??"",o=q(n,r),s=t.groups.get(o);return s===void 0&&(t.groups.size>=Ia&&Lp(t),s={layer:n,name:r,members:new Map,sends:0,since:e.at},t.groups.set(o,s)),s}function Lp(t){for(let[e,n]of t.groups){if(t.groups.size<Ia)return;n.members.size===0&&t.groups.delete(e)}}function Ua(t,e,n){let r=Ga(t,e),o=q(r.layer,r.name),s=f(e.channel)??"",i=t.replies.get(s)??null,l=i===null?void 0:t.connections.get(i),c=r.members.get(s);r.members.set(s,{channel:s,connection:i,joinedAt:c?.joinedAt??e.at,expiresAt:O(e.expires_at),ghost:l?.state==="closed"||l?.state==="rejected"}),l?.groups.add(o),e.cause&&Ot(t,e.cause,"add",o,n)}function Va(t,e,n){let r=q(j(e),f(e.group)??""),o=f(e.channel)??"",s=t.groups.get(r),i=s?.members.get(o);s?.members.delete(o);let l=t.connections.get(i?.connection??"");l!==void 0&&(l.groups.delete(r),sa(t,l)),e.cause&&e.reason==="discarded"&&Ot(t,e.cause,"discard",r,n)}function Ya(t,e,n){let r=Ga(t,e);n&&(r.sends+=1),e.cause&&Ot(t,e.cause,"send",q(r.layer,r.name),n)}var Za={en:{title:"Channel sandbox","view.flow":"Flow","view.table":"Table",views:"Views",theme:"Theme: {theme}","theme.light":"light","theme.dark":"dark","theme.projector":"projector","language.other":"Русский","language.this":"English",more:"More",pin:"Pin",unpin:"Unpin",window:"Window",fullscreen:"Full screen","fullscreen.leave":"Leave full screen","pin.side":"Dock at the bottom","pin.bottom":"Dock at the right","pin.resize":"Size of the pinned stage","pin.fold":"Fold into a bar","pin.unfold":"Open the stage","pin.here":"The stage floats over the notebook.","window.here":"The stage is in its own window.","window.back":"Bring it back","window.blocked":"The browser opens a window only on a click.","window.open":"Open the window",help:"Keys",close:"Close","help.space":"pause or play the picture","help.step":"one fact back, one fact on","help.views":"Flow, Table","help.filter":"filter the table","help.fullscreen":"full screen","help.pin":"pin over the notebook","help.theme":"theme","help.escape":"close what is open","help.help":"these keys","help.filter.title":"Filter of the table","help.filter.forms":`a kind or a part of one · field:value · field~regular expression · -not that · "two words" · content.key:value for a message's content`,"help.filter.fields":"Fields",clients:"Clients",server:"Protocol server","server.short":"Server",channels:"Channels",workers:"Workers",consumers:"Consumers",groups:"Groups","what.connection":"Connection","what.channel":"Channel","what.worker":"Worker","what.consumer":"Consumer","what.group":"Group","what.message":"Message","what.server":"Protocol server","kind.connect":"connect","kind.receive":"receive","kind.disconnect":"disconnect","kind.request":"request","kind.reply":"reply","kind.custom":"custom",ledger:"Ledger","fate.accepted":"accepted","fate.queued":"queued","fate.held":"held","fate.in_hand":"in hand","fate.delivered":"delivered","fate.lost":"lost","fate.refused":"refused","ledger.balances":"✓ balances","ledger.off":"✗ does not balance","ledger.skipped":{one:"{n} fact was not shown one by one",other:"{n} facts were not shown one by one"},"reason.full":"full","reason.expired":"expired","reason.no_connection":"no connection","reason.slow_client":"slow client","reason.worker_killed":"worker killed","reason.server_killed":"server killed","reason.no_route":"no route","reason.retries":"too many retries","reason.flushed":"flushed","reason.layer_lost":"lost by the layer","reason.undecryptable":"cannot be read","reason.malformed":"malformed","reason.requeue_full":"no room to requeue","reason.nobody_listens":"nobody listens","reason.dropped_by_you":"dropped by you","reason.fault":"injected fault","reason.too_large":"too large","reason.invalid_name":"invalid name","reason.not_a_dict":"not a dict","reason.unserialisable":"cannot be serialised","reason.layer_down":"layer down","reason.asked":"asked to","reason.killed":"killed","reason.failed":"failed","reason.discarded":"discarded",bin:"Lost","bin.empty":"nothing lost","bin.show":"Show in table",time:"Time","time.pause":"Pause","time.play":"Play","time.back":"Step back","time.step":"Step","time.speed":"Speed","time.live":"Live","time.lost":"Last known","time.paused":"Paused","time.ago":"{time} ago","time.tolive":"Back to live","time.slow":"1 ms takes {time}","mark.raised":"{what} raises","mark.code":"{what} edited","wait.cell":{one:"A command waits for the running cell.",other:"{n} commands wait for the running cell."},"wait.kernel":"The kernel does not answer. What is shown is the last that was known.","wait.again":{one:"If it was restarted, run this cell again:",other:"If it was restarted, run these cells again:"},"alarm.busy":"{worker} busy {time} in {consumer}.","alarm.line":"{worker} busy {time} in {consumer}, line {line} of {file}.","alarm.more":"{n} more.","alarm.spoken":"{worker} does not come back from {consumer}.","alarm.replace":"Replace worker","alarm.replace.hint":"Ends what runs there: its message is lost, and a new worker takes its place.","wait.feed":"Waiting for the sandbox.","error.dismiss":"Dismiss","table.filter":"Filter","table.hint":"lost channel:chat -reason:full text~^hi","table.found":{one:"{found} of {n} event",other:"{found} of {n} events"},"table.clear":"Clear","table.newest":"Newest","table.none":"No event fits this filter.","table.empty":"Nothing has happened yet.","column.seq":"seq","column.at":"at","column.where":"where","column.kind":"kind","column.what":"what","column.reason":"reason","column.cause":"cause","gap.skipped":{one:"{n} fact skipped here: too fast to send one by one",other:"{n} facts skipped here: too fast to send one by one"},"gap.trimmed":{one:"{n} older fact is no longer kept",other:"{n} older facts are no longer kept"},"row.payload":"Payload","row.fields":"Fields","row.causes":"Cause chain","row.traceback":"Raised in the same run","card.try":"Try:","row.printed":"Printed by the run","row.ladder":"Rules tried","row.copy":"Copy as Python","row.copied":"Copied","row.whole":"Show all {size}","row.fetching":"Fetching …","row.story":"Story","row.matched":"matched","detail.close":"Close details","detail.source":"Source","detail.diff":"Last change","detail.version":"version {version}","detail.builtin":"built in","detail.gone":"No longer there.","detail.runs":{one:"{n} run",other:"{n} runs"},"detail.raised":{one:"raised {n}",other:"raised {n}"},"detail.lasterror":"Last error","detail.channels":"Takes from","detail.never.reached":"Never reached","detail.hidden":"rule {rule} ({consumer}) takes its messages first","detail.printed":"Printed","detail.members":{one:"{n} member",other:"{n} members"},"detail.since":"for","detail.expires":"expires in","detail.never":"never","detail.ghost":"ghost: its connection is gone","detail.queue":{one:"{n} waiting",other:"{n} waiting"},"detail.capacity":"capacity {n}","detail.age":"age","detail.size":"size","detail.empty":"Nothing waits here.","detail.frames":"Frames","detail.noframes":"No frames yet.","detail.earlier":"Earlier connections","detail.counted":"{groups} still counts it","detail.path":"path","detail.reply":"reply channel","detail.state":"state","detail.closed":"closed by {by}, code {code}","detail.idle":"idle","detail.busy":"busy with {consumer}","detail.busyfor":"in hand for","detail.hand":"in hand of","detail.line":"was at","detail.stopped":"stopped: {reason}","detail.hears":"Hears","detail.losses":"{n} lost","detail.harmless":"harmless","detail.address":"address","detail.table":"Show in table","detail.ladder":"Last route","state.opening":"opening","state.open":"open","state.closed":"closed","state.rejected":"turned away","state.running":"running","state.draining":"draining","state.stopped":"stopped","state.queued":"queued","state.held":"held","state.in_hand":"in hand","fact.waiting":"Waiting for the next message.","fact.first":"Waiting for the first message.","fact.layer.opened":"Channel layer {layer} is ready.","fact.layer.closed":"Channel layer {layer} takes no more messages.","fact.process.joined":"A process joins the sandbox.","fact.process.left":"A process has left the sandbox.","fact.server.started":"{where} listens on {address}.","fact.server.draining":"{where} takes no new connections and ends those that it has.","fact.server.stopped":"{where} has stopped.","fact.worker.started":"{where} is ready and hears its channels.","fact.worker.busy":"{where} has not come back from {consumer} for {duration}.","fact.worker.stopping":"{where} ends its work and takes nothing new.","fact.worker.stopped":"{where} has stopped.","fact.worker.stuck":"A killed thread of {where} goes on: it is inside C code, where nothing can end it.","fact.worker.freed":"The killed thread of {where} has ended.","fact.connection.opened":"{who} connects to {path}.","fact.connection.accepted":"The server accepts {who}: the connection is open.","fact.connection.rejected":"The server turns {who} away.","fact.connection.closed":"{who} is gone: the connection has closed.","fact.frame.received":"The protocol server reads a frame from {who}.","fact.frame.sent":"{who} gets a frame.","fact.frame.ignored":"A frame for {who} is ignored.","fact.reply.malformed":"A reply to {who} has keys that its protocol does not know.","fact.request.received":"{who} asks for {method} {path}.","fact.response.started":"The answer to {who} begins: {status}.","fact.response.ended":"The answer to {who} is complete.","fact.message.accepted":"It becomes a message on {channel}.","fact.message.accepted.reply":"A reply waits for {who}.","fact.message.refused":"{channel} refuses a message: {reason}.","fact.message.taken":"{where} takes it after {waited}.","fact.message.taken.plain":"{where} takes it.","fact.message.delivered":"{message} has arrived.","fact.message.lost":"A message on {channel} is lost: {reason}.","fact.message.lost.harmless":"Nobody listens to {channel}: the notice goes nowhere, which is harmless.","fact.message.lost.reply":"{who} is gone and cannot be reached: the message is lost.","fact.message.held":"{message} is stopped at a hold.","fact.message.released":"{message} goes on.","fact.message.edited":"{message} was edited while it was held.","fact.message.duplicated":"{message} was copied while it was held.","fact.message.delayed":"{message} has to wait longer.","fact.message.moved":"{message} has another place among what is held.","fact.group.joined":"{who} is now in group {group}.","fact.group.left":"{who} is no longer in group {group}.","fact.group.sent":{one:"Group {group}: one send, one message for its only member.",other:"Group {group}: one send, {n} messages, one for each member."},"fact.route.matched":"Rule {rule} of {rules} matched: it leads to {consumer}.","fact.route.unmatched":"No rule takes messages like this one.","fact.routing.changed":"The routing has changed: new messages take the new rules.","fact.session.opened":"A session was found for it.","fact.session.saved":"The session was written back.","fact.session.discarded":"Changes to the session were not written: {why}.","fact.user.identified":"It is known who the user is.","fact.consumer.started":"{where} runs {consumer}.","fact.consumer.finished":"{consumer} returned after {duration}.","fact.consumer.raised":"{consumer} raised an error; the worker lives on.","fact.consumer.deferred":"{consumer} asks to see the message again later.","fact.consumer.denied":"{consumer} refused the connection.","fact.consumer.waited":"Message {order} waits until message {expected} has run.","fact.binding.refused":"{binding}: {user} may not {action} this.","fact.consumer.printed":"{consumer} printed “{text}”.","fact.timer.set":"A message is put aside until it is due.","fact.timer.fired":"A delayed message is due.","fact.code.changed":"{what} has new code{which}: the next message takes it.","fact.hold.began":"From now on messages stop here: {target}.","fact.hold.ended":"Messages stop here no longer: {target}.","fact.code.changed.undone":"The last change of {what} is undone: the next message takes the code before it.","fact.code.refused":"New code for {what} is wrong, so the old one goes on serving: {error}","fact.code.changed.plain":"{what} serves from the next message on.","fact.fault.began":"A fault begins: {fault}.","fact.fault.ended":"The fault is over: {fault}.","fact.marked":"{label}","fact.subscriber.failed":"A reader of the log has failed.","fact.log.trimmed":"The log let its oldest facts go; the sums keep them.","who.nobody":"a client","gist.after":"after {time}","gist.line":"line {line}","gist.by":"by {who}","gist.on":"on {channel}","gist.capacity":"capacity {size}","gist.members":{one:"{n} member",other:"{n} members"},"gist.queued":"{n} queued","gist.lost":"{n} lost","gist.rule":"(rule {rule} of {rules})","gist.rules":{one:"{n} rule",other:"{n} rules"},"gist.builtin":"and {n} built in","gist.trimmed":{one:"{n} event",other:"{n} events"},"gist.upto":"up to {seq}","who.reply":"{who}'s reply channel","unit.ms":"{n} ms","unit.s":"{n} s","unit.min":"{n} min","unit.h":"{n} h","unit.B":"{n} B","unit.KiB":"{n} KiB","unit.MiB":"{n} MiB","empty.title":"Nothing has happened yet","empty.cell":"or in a cell","empty.1":"Open a tab","empty.1.text":"A tab is a real client. It connects to the server, and websocket.connect gets its first message.","empty.2":"Say something","empty.2.text":"Type in the tab and press Enter.","empty.3":"Watch it travel","empty.3.text":"Every stop shows what it holds. Nothing vanishes: what is lost lies in the bin, with a reason.","flow.idle":"idle","flow.busy":"busy {time}","flow.busy.line":"{time} · line {line}","flow.inhand":"in hand {time}","flow.stopping":"stopping","flow.stopped.killed":"killed","flow.stopped.other":"stopped","flow.zombies":"{words} · zombies: {count}","flow.full":"full","flow.held":"{n} held","flow.oldest":"oldest {time}","flow.expires":"expires in {time}","flow.noroute":"no route","flow.nobody":"nobody listens","flow.builtin":"built in","flow.hidden":"behind rule {rule}: never runs","flow.hidden.short":"never runs","flow.runs":{one:"{n} run",other:"{n} runs"},"flow.raised":"raised {n}","flow.ghost":"ghost","flow.gone":"gone {time}","flow.closed":"code {code}","flow.rejected":"status {status}","flow.reopen":"Reopen","flow.close":"Close {tab}","flow.open":"Open a tab","flow.open.short":"tab","flow.path":"Path of the new tab","flow.tab":"Tab","flow.type":"Type a line","flow.typeto":"Type to {tab}","flow.notlive":"not live","flow.more.tabs":"+{n} more","flow.more.channels":{one:"+{n} quiet",other:"+{n} quiet"},"flow.more.consumers":"+{n} more","flow.more.workers":"+{n} more","flow.more.groups":"+{n} more","flow.fewer":"fewer","flow.nogroup":"no group yet","flow.cell":"cell","flow.times":"×{n}","flow.add":"add","flow.discard":"discard","flow.source":"Show its source","flow.waiting":{one:"{n} message waits",other:"{n} messages wait"},"flow.members":{one:"{n} member",other:"{n} members"},"flow.losses":{one:"{n} message lost",other:"{n} messages lost"},"flow.first":"Write a consumer","flow.first.text":"Run this in a cell: what websocket.connect and websocket.receive lead to.","flow.copy":"Copy","flow.ghosts":{one:"{n} ghost",other:"{n} ghosts"},"flow.open.long":"Open a tab"},ru:{title:"Песочница каналов","view.flow":"Поток","view.table":"Таблица",views:"Виды",theme:"Тема: {theme}","theme.light":"светлая","theme.dark":"тёмная","theme.projector":"проектор","language.other":"English","language.this":"Русский",more:"Ещё",pin:"Закрепить",unpin:"Открепить",window:"В окно",fullscreen:"Во весь экран","fullscreen.leave":"Обычный размер","pin.side":"К нижнему краю","pin.bottom":"К правому краю","pin.resize":"Размер закреплённой сцены","pin.fold":"Свернуть в полосу","pin.unfold":"Развернуть сцену","pin.here":"Сцена закреплена поверх блокнота.","window.here":"Сцена открыта в своём окне.","window.back":"Вернуть сюда","window.blocked":"Браузер открывает окно только по щелчку.","window.open":"Открыть окно",help:"Клавиши",close:"Закрыть","help.space":"пауза или ход картинки","help.step":"на факт назад, на факт вперёд","help.views":"Поток, Таблица","help.filter":"фильтр таблицы","help.fullscreen":"во весь экран","help.pin":"закрепить поверх блокнота","help.theme":"тема","help.escape":"закрыть открытое","help.help":"эти клавиши","help.filter.title":"Фильтр таблицы","help.filter.forms":'вид или его часть · поле:значение · поле~регулярное выражение · -кроме этого · "два слова" · content.ключ:значение — по содержимому сообщения',"help.filter.fields":"Поля",clients:"Клиенты",server:"Сервер","server.short":"Сервер",channels:"Каналы",workers:"Воркеры",consumers:"Потребители",groups:"Группы","what.connection":"Соединение","what.channel":"Канал","what.worker":"Воркер","what.consumer":"Потребитель","what.group":"Группа","what.message":"Сообщение","what.server":"Сервер протоколов","kind.connect":"вход","kind.receive":"кадр","kind.disconnect":"выход","kind.request":"запрос","kind.reply":"ответ","kind.custom":"свой",ledger:"Баланс","fate.accepted":"принято","fate.queued":"в очереди","fate.held":"задержано","fate.in_hand":"в работе","fate.delivered":"доставлено","fate.lost":"потеряно","fate.refused":"отказано","ledger.balances":"✓ сходится","ledger.off":"✗ не сходится","ledger.skipped":{one:"{n} факт не показан по отдельности",few:"{n} факта не показаны по отдельности",many:"{n} фактов не показано по отдельности",other:"{n} факта не показаны по отдельности"},"reason.full":"полон","reason.expired":"истёк срок","reason.no_connection":"нет соединения","reason.slow_client":"медленный клиент","reason.worker_killed":"воркер убит","reason.server_killed":"сервер убит","reason.no_route":"нет маршрута","reason.retries":"слишком много повторов","reason.flushed":"сброшено","reason.layer_lost":"потерял слой","reason.undecryptable":"не прочесть","reason.malformed":"неверный вид","reason.requeue_full":"некуда вернуть","reason.nobody_listens":"никто не слушает","reason.dropped_by_you":"убрано вами","reason.fault":"внесённый сбой","reason.too_large":"слишком велико","reason.invalid_name":"неверное имя","reason.not_a_dict":"не словарь","reason.unserialisable":"не записать","reason.layer_down":"слой недоступен","reason.asked":"по просьбе","reason.killed":"убит","reason.failed":"сбой","reason.discarded":"исключён",bin:"Потеряно","bin.empty":"потерь нет","bin.show":"Показать в таблице",time:"Время","time.pause":"Пауза","time.play":"Пуск","time.back":"Шаг назад","time.step":"Шаг вперёд","time.speed":"Скорость","time.live":"Сейчас","time.lost":"Последнее известное","time.paused":"Пауза","time.ago":"{time} назад","time.tolive":"К настоящему","time.slow":"1 мс длится {time}","mark.raised":"ошибка {what}","mark.code":"правка {what}","wait.cell":{one:"{n} команда ждёт конца ячейки.",few:"{n} команды ждут конца ячейки.",many:"{n} команд ждут конца ячейки.",other:"{n} команды ждут конца ячейки."},"wait.kernel":"Ядро не отвечает. Показано последнее известное.","wait.again":{one:"Если его перезапустили, выполните эту ячейку ещё раз:",few:"Если его перезапустили, выполните эти ячейки ещё раз:",many:"Если его перезапустили, выполните эти ячейки ещё раз:",other:"Если его перезапустили, выполните эти ячейки ещё раз:"},"alarm.busy":"{worker} занят {time}: {consumer}.","alarm.line":"{worker} занят {time}: {consumer}, строка {line}, {file}.","alarm.more":"И ещё {n}.","alarm.spoken":"{worker} не возвращается из {consumer}.","alarm.replace":"Заменить воркер","alarm.replace.hint":"Прервёт то, что там работает: сообщение пропадёт, на место встанет новый воркер.","wait.feed":"Ждём песочницу.","error.dismiss":"Скрыть","table.filter":"Фильтр","table.hint":"lost channel:chat -reason:full text~^hi","table.found":{one:"{found} из {n} события",few:"{found} из {n} событий",many:"{found} из {n} событий",other:"{found} из {n} событий"},"table.clear":"Сбросить","table.newest":"К новым","table.none":"Под фильтр ничего не подходит.","table.empty":"Пока ничего не произошло.","column.seq":"№","column.at":"время","column.where":"где","column.kind":"вид","column.what":"что","column.reason":"причина","column.cause":"из-за","gap.skipped":{one:"Здесь пропущен {n} факт: слишком быстро, чтобы слать по одному",few:"Здесь пропущены {n} факта: слишком быстро, чтобы слать по одному",many:"Здесь пропущено {n} фактов: слишком быстро, чтобы слать по одному",other:"Здесь пропущены {n} факта: слишком быстро, чтобы слать по одному"},"gap.trimmed":{one:"{n} более ранний факт больше не хранится",few:"{n} более ранних факта больше не хранятся",many:"{n} более ранних фактов больше не хранится",other:"{n} более ранних факта больше не хранятся"},"row.payload":"Содержимое","row.fields":"Поля","row.causes":"Цепочка причин","row.traceback":"Ошибка в том же вызове","card.try":"Что сделать:","row.printed":"Напечатано в вызове","row.ladder":"Проверенные правила","row.copy":"Копировать как Python","row.copied":"Скопировано","row.whole":"Показать все {size}","row.fetching":"Загружаем …","row.story":"История","row.matched":"подошло","detail.close":"Закрыть подробности","detail.source":"Исходный код","detail.diff":"Последняя правка","detail.version":"версия {version}","detail.builtin":"встроен","detail.gone":"Этого больше нет.","detail.runs":{one:"{n} вызов",few:"{n} вызова",many:"{n} вызовов",other:"{n} вызова"},"detail.raised":{one:"{n} ошибка",few:"{n} ошибки",many:"{n} ошибок",other:"{n} ошибки"},"detail.lasterror":"Последняя ошибка","detail.channels":"Берёт из","detail.never.reached":"Не вызовется","detail.hidden":"правило {rule} ({consumer}) забирает его сообщения раньше","detail.printed":"Напечатано","detail.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"detail.since":"в группе","detail.expires":"истечёт через","detail.never":"никогда","detail.ghost":"призрак: соединения больше нет","detail.queue":{one:"{n} ждёт",few:"{n} ждут",many:"{n} ждут",other:"{n} ждут"},"detail.capacity":"вместимость {n}","detail.age":"возраст","detail.size":"размер","detail.empty":"Здесь ничего не ждёт.","detail.frames":"Кадры","detail.noframes":"Кадров пока нет.","detail.earlier":"Прежние соединения","detail.counted":"{groups} всё ещё считает его","detail.path":"путь","detail.reply":"канал ответа","detail.state":"состояние","detail.closed":"закрыто: {by}, код {code}","detail.idle":"ждёт","detail.busy":"занят: {consumer}","detail.busyfor":"в работе","detail.hand":"у кого","detail.line":"стоял на","detail.stopped":"остановлен: {reason}","detail.hears":"Слушает","detail.losses":"потеряно {n}","detail.harmless":"не страшно","detail.address":"адрес","detail.table":"Показать в таблице","detail.ladder":"Последний маршрут","state.opening":"открывается","state.open":"открыто","state.closed":"закрыто","state.rejected":"отклонено","state.running":"работает","state.draining":"завершает","state.stopped":"остановлен","state.queued":"в очереди","state.held":"задержано","state.in_hand":"в работе","fact.waiting":"Ждём следующего сообщения.","fact.first":"Ждём первого сообщения.","fact.layer.opened":"Слой каналов {layer} готов.","fact.layer.closed":"Слой каналов {layer} больше не берёт сообщений.","fact.process.joined":"К песочнице присоединился процесс.","fact.process.left":"Процесс покинул песочницу.","fact.server.started":"{where} слушает {address}.","fact.server.draining":"{where} не берёт новых соединений и завершает имеющиеся.","fact.server.stopped":"{where} остановлен.","fact.worker.started":"{where} готов и слушает каналы.","fact.worker.busy":"{where} уже {duration} не возвращается из {consumer}.","fact.worker.stopping":"{where} заканчивает работу и нового не берёт.","fact.worker.stopped":"{where} остановлен.","fact.worker.stuck":"Убитый поток {where} продолжает работать: он внутри кода на C, где его не завершить.","fact.worker.freed":"Убитый поток {where} завершился.","fact.connection.opened":"{who} соединяется с {path}.","fact.connection.accepted":"Сервер принял {who}: соединение открыто.","fact.connection.rejected":"Сервер отклонил {who}.","fact.connection.closed":"{who} больше нет: соединение закрыто.","fact.frame.received":"Сервер протоколов читает кадр от {who}.","fact.frame.sent":"{who} получает кадр.","fact.frame.ignored":"Кадр для {who} пропущен.","fact.reply.malformed":"В ответе для {who} ключи, которых протокол не знает.","fact.request.received":"{who} запрашивает {method} {path}.","fact.response.started":"Ответ для {who} начат: {status}.","fact.response.ended":"Ответ для {who} отправлен целиком.","fact.message.accepted":"Это стало сообщением в канале {channel}.","fact.message.accepted.reply":"Ответ ждёт отправки: {who}.","fact.message.refused":"{channel} отказывает в приёме: {reason}.","fact.message.taken":"{where} берёт его через {waited}.","fact.message.taken.plain":"{where} берёт его.","fact.message.delivered":"{message} доставлено.","fact.message.lost":"Сообщение в канале {channel} потеряно: {reason}.","fact.message.lost.harmless":"{channel} никто не слушает: извещение никуда не попало, и это не беда.","fact.message.lost.reply":"{who} уже не на связи: сообщение потеряно.","fact.message.held":"{message} остановлено задержкой.","fact.message.released":"{message} идёт дальше.","fact.message.edited":"{message} изменено, пока было задержано.","fact.message.duplicated":"{message} скопировано, пока было задержано.","fact.message.delayed":"{message} подождёт ещё.","fact.message.moved":"{message} стоит на другом месте среди задержанных.","fact.group.joined":"{who} теперь в группе {group}.","fact.group.left":"{who} больше не в группе {group}.","fact.group.sent":{one:"Группа {group}: одна отправка, {n} сообщение, каждому участнику своё.",few:"Группа {group}: одна отправка, {n} сообщения, каждому участнику своё.",many:"Группа {group}: одна отправка, {n} сообщений, каждому участнику своё.",other:"Группа {group}: одна отправка, {n} сообщения, каждому участнику своё."},"fact.route.matched":"Подошло правило {rule} из {rules}: оно ведёт к {consumer}.","fact.route.unmatched":"Ни одно правило не берёт таких сообщений.","fact.routing.changed":"Маршруты изменились: новые сообщения пойдут по новым правилам.","fact.session.opened":"Для него найдена сессия.","fact.session.saved":"Сессия записана.","fact.session.discarded":"Изменения сессии не записаны: {why}.","fact.user.identified":"Пользователь опознан.","fact.consumer.started":"{where} вызывает {consumer}.","fact.consumer.finished":"{consumer} завершился через {duration}.","fact.consumer.raised":"{consumer} упал с ошибкой; воркер жив.","fact.consumer.deferred":"{consumer} просит вернуть сообщение позже.","fact.consumer.denied":"{consumer} отказал в соединении.","fact.consumer.waited":"Сообщение {order} ждёт, пока не отработает сообщение {expected}.","fact.binding.refused":"{binding}: {user} не имеет права на {action}.","fact.consumer.printed":"{consumer} напечатал «{text}».","fact.timer.set":"Сообщение отложено до срока.","fact.timer.fired":"Срок отложенного сообщения настал.","fact.code.changed":"У {what} новый код{which}: следующее сообщение пойдёт по нему.","fact.hold.began":"Теперь сообщения останавливаются здесь: {target}.","fact.hold.ended":"Сообщения здесь больше не останавливаются: {target}.","fact.code.changed.undone":"Последняя правка {what} отменена: следующее сообщение пойдёт по прежнему коду.","fact.code.refused":"Новый код для {what} с ошибкой, поэтому дальше работает старый: {error}","fact.code.changed.plain":"{what} работает, начиная со следующего сообщения.","fact.fault.began":"Сбой начался: {fault}.","fact.fault.ended":"Сбой закончился: {fault}.","fact.marked":"{label}","fact.subscriber.failed":"Читатель журнала дал сбой.","fact.log.trimmed":"Журнал отпустил старейшие факты; в суммах они остались.","who.nobody":"клиент","gist.after":"через {time}","gist.line":"строка {line}","gist.by":"от {who}","gist.on":"в {channel}","gist.capacity":"вместимость {size}","gist.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"gist.queued":"в очередь {n}","gist.lost":"потеряно {n}","gist.rule":"(правило {rule} из {rules})","gist.rules":{one:"{n} правило",few:"{n} правила",many:"{n} правил",other:"{n} правила"},"gist.builtin":"и встроенных {n}","gist.trimmed":{one:"{n} событие",few:"{n} события",many:"{n} событий",other:"{n} события"},"gist.upto":"до {seq}","who.reply":"канал ответа {who}","unit.ms":"{n} мс","unit.s":"{n} с","unit.min":"{n} мин","unit.h":"{n} ч","unit.B":"{n} Б","unit.KiB":"{n} КиБ","unit.MiB":"{n} МиБ","empty.title":"Пока ничего не произошло","empty.cell":"или в ячейке","empty.1":"Откройте вкладку","empty.1.text":"Вкладка — настоящий клиент. Она соединяется с сервером, и websocket.connect получает первое сообщение.","empty.2":"Скажите что-нибудь","empty.2.text":"Наберите текст во вкладке и нажмите Enter.","empty.3":"Следите за сообщением","empty.3.text":"Каждая остановка показывает, что в ней лежит. Ничего не исчезает: потерянное лежит в корзине с причиной.","flow.idle":"ждёт","flow.busy":"занят {time}","flow.busy.line":"{time} · строка {line}","flow.inhand":"в работе {time}","flow.stopping":"завершает","flow.stopped.killed":"убит","flow.stopped.other":"остановлен","flow.zombies":"{words} · зомби: {count}","flow.full":"полон","flow.held":"задержано {n}","flow.oldest":"старшему {time}","flow.expires":"истечёт через {time}","flow.noroute":"нет маршрута","flow.nobody":"никто не слушает","flow.builtin":"встроен","flow.hidden":"за правилом {rule}: не вызовется","flow.hidden.short":"не вызовется","flow.runs":{one:"{n} вызов",few:"{n} вызова",many:"{n} вызовов",other:"{n} вызова"},"flow.raised":"ошибок {n}","flow.ghost":"призрак","flow.gone":"ушёл {time} назад","flow.closed":"код {code}","flow.rejected":"статус {status}","flow.reopen":"Открыть снова","flow.close":"Закрыть {tab}","flow.open":"Вкладка","flow.open.short":"вкладка","flow.path":"Путь новой вкладки","flow.tab":"Вкладка","flow.type":"Наберите строку","flow.typeto":"Набрать в {tab}","flow.notlive":"не вживую","flow.more.tabs":"ещё {n}","flow.more.channels":{one:"ещё {n} тихий",few:"ещё {n} тихих",many:"ещё {n} тихих",other:"ещё {n} тихих"},"flow.more.consumers":"ещё {n}","flow.more.workers":"ещё {n}","flow.more.groups":"ещё {n}","flow.fewer":"свернуть","flow.nogroup":"групп пока нет","flow.cell":"ячейка","flow.times":"×{n}","flow.add":"add","flow.discard":"discard","flow.source":"Показать исходный текст","flow.waiting":{one:"ждёт {n} сообщение",few:"ждут {n} сообщения",many:"ждут {n} сообщений",other:"ждёт {n} сообщения"},"flow.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"flow.losses":{one:"потеряно {n} сообщение",few:"потеряно {n} сообщения",many:"потеряно {n} сообщений",other:"потеряно {n} сообщения"},"flow.first":"Напишите потребителя","flow.first.text":"Запустите это в ячейке: сюда ведут websocket.connect и websocket.receive.","flow.copy":"Копировать","flow.ghosts":{one:"{n} призрак",few:"{n} призрака",many:"{n} призраков",other:"{n} призрака"},"flow.open.long":"Открыть вкладку"}};var no=["en","ru"],ro=Za;function el(t){return typeof t=="string"&&/^ru\b/i.test(t)?"ru":"en"}var Qa=new Map;function Wn(t){let e=Qa.get(t);return e||(e=Dp(t),Qa.set(t,e)),e}function Dp(t){let e=oo(t),n=new Intl.PluralRules(t);return(r,o={})=>{let s=ro[t][r];return s===void 0?r:Ip(typeof s=="string"?s:Hp(s,o.n,n),o,e)}}function zn(t){return t in ro.en}function Hp(t,e,n){return t[n.select(Number(e??0))]??t.other??""}function Ip(t,e,n){return t.replace(/\{(\w+)\}/g,(r,o)=>{let s=e[o];return s===void 0?r:typeof s=="number"?n.count(s):s})}var Jp=" ",Wp=(t,e,n)=>ro[t][`unit.${e}`].replace("{n}",n).replace(" "," ");function oo(t){let e=(s,i)=>to(s.toFixed(i)).replace(".",t==="ru"?",":"."),n=s=>e(s,s<.095&&s>0?2:s<9.95?1:0),r=(s,i)=>Wp(t,s,i),o=s=>{let i=Math.max(0,s);return i<.995?r("ms",n(i*1e3)):i<90?r("s",n(i)):i<5400?r("min",e(i/60,0)):r("h",n(i/3600))};return{count:s=>Number.isInteger(s)?to(String(s)):e(s,1),milliseconds:s=>r("ms",n(s*1e3)),seconds:o,whole:s=>s<90?r("s",String(Math.floor(Math.max(0,s)))):o(s),bytes:s=>s<1024?r("B",to(String(s))):s<1024*1024?r("KiB",n(s/1024)):r("MiB",n(s/1024/1024))}}function to(t){let[e,...n]=t.split(".");return[e.replace(/\B(?=(\d{3})+$)/g,Jp),...n].join(".")}function be(t,e){let n=`reason.${String(t)}`;return zn(n)?e(n):String(t??"")}var lo=80;function x(t,e=lo){let n=String(t??"").replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g," ");return n.length>e?`${n.slice(0,e-1)}…`:n}function R(t){let e=Ee(String(t??""));return e===t?e.slice(e.lastIndexOf(".")+1):e}function we(t,e=2){if(typeof t=="string")return`"${x(t,40)}"`;if(Array.isArray(t))return t.length?`[${t.length}]`:"[]";if(t===null||typeof t!="object")return String(t);let n=t;if(typeof n.$head=="string")return`"${x(n.$head,40)}" …`;if(typeof n.$b64=="string")return`<${ho(n.$b64)} B>`;if(typeof n.$repr=="string")return x(n.$repr,40);let r=Object.keys(n);if(e===0)return r.length?"{…}":"{}";let o=r.sort(zp).slice(0,3);return`{${o.map(i=>`${i}: ${we(n[i],e-1)}`).join(", ")}${r.length>o.length?", …":""}}`}function ho(t){return Math.floor(t.replace(/=+$/,"").length*3/4)}var tl=["reply_channel","path","headers","query_string","client","server","order"],zp=(t,e)=>tl.indexOf(t)-tl.indexOf(e),M=(...t)=>t.filter(e=>e!==""&&e!=null).join(" "),co=(t,{say:e,numbers:n})=>typeof t=="number"?e("gist.after",{time:n.milliseconds(t)}):"",so=(t,{say:e})=>t?e("gist.by",{who:x(t)}):"",uo=(t,{who:e,say:n})=>n("gist.on",{channel:e.channel(t,n)}),il=(t,{say:e})=>t==null?"":be(t,e),io=(t,{who:e})=>M(e.connection(t.connection),Xp(t)),nl=(t,e)=>M(`${x(t.group)}:`,e.who.channel(t.channel,e.say),il(t.reason,e)),rl=(t,e)=>M(t.run,R(t.consumer),co(t.duration,e)),Rt=(t,e)=>M(x(t.address),il(t.reason,e)),Xn=(t,e)=>M(t.message,uo(t.channel,e)),ao=(t,e)=>M(Xn(t,e),we(t.changed)),ol=t=>M(x(t.target),x(t.condition)),sl=t=>M(t.fault,x(t.target),t.options==null?"":we(t.options));function Xp(t){return t.text!=null?we(t.text):t.bytes!=null?we(t.bytes):""}var jp=(t,{say:e})=>M(t.id,`${x(t.group)}:`,[e("gist.members",{n:Number(t.members??0)}),e("gist.queued",{n:Number(t.queued??0)}),e("gist.lost",{n:Number(t.lost??0)})].join(", "),we(t.content)),Kp=(t,{say:e})=>M(t.message,"→",R(t.consumer),typeof t.index=="number"?e("gist.rule",{rule:t.index+1,rules:Number(t.rules??0)}):""),Gp={"layer.opened":(t,{say:e})=>M(t.layer,t.store,e("gist.capacity",{size:String(t.capacity??"–")})),"layer.closed":t=>x(t.layer),"server.started":Rt,"server.draining":Rt,"server.stopped":Rt,"worker.started":t=>Array.isArray(t.channels)?t.channels.join(", "):"","worker.busy":(t,e)=>M(t.run,R(t.consumer),t.line==null?"":e.say("gist.line",{line:Number(t.line)})),"worker.stopping":Rt,"worker.stopped":Rt,"connection.opened":(t,{who:e})=>M(e.connection(t.connection),t.protocol,x(t.path)),"connection.accepted":(t,{who:e})=>M(e.connection(t.connection),t.subprotocol),"connection.rejected":(t,{who:e})=>M(e.connection(t.connection),t.status,x(t.why)),"connection.closed":(t,e)=>M(e.who.connection(t.connection),t.code,so(t.by,e)),"frame.received":io,"frame.sent":io,"frame.ignored":(t,e)=>M(io(t,e),x(t.why)),"reply.malformed":(t,{who:e})=>M(e.connection(t.connection),x(t.error)),"request.received":(t,{who:e})=>M(e.connection(t.connection),t.method,x(t.path)),"response.started":(t,{who:e})=>M(e.connection(t.connection),t.status),"response.ended":(t,{who:e})=>e.connection(t.connection),"message.accepted":(t,e)=>M(t.message,uo(t.channel,e),we(t.content)),"routing.changed":(t,e)=>{let n=Array.isArray(t.rules)?t.rules:[],r=n.filter(o=>!o.builtin).length;return M(e.say("gist.rules",{n:r}),e.say("gist.builtin",{n:n.length-r}),so(t.by,e))},"message.refused":(t,{who:e,say:n})=>M(e.channel(t.channel,n),we(t.content)),"message.taken":(t,e)=>M(t.message,co(t.waited,e)),"message.delivered":(t,e)=>M(t.message,co(t.duration,e)),"message.held":Xn,"message.released":Xn,"message.edited":ao,"message.duplicated":ao,"message.delayed":ao,"message.moved":Xn,"message.lost":(t,e)=>M(t.message,uo(t.channel,e)),"group.joined":nl,"group.left":nl,"group.sent":jp,"route.matched":Kp,"route.unmatched":t=>M(t.message,x(t.channel)),"user.identified":t=>M(x(t.user),x(t.why)),"consumer.started":t=>M(t.run,R(t.consumer),t.version),"consumer.finished":rl,"consumer.raised":t=>M(t.run,`${R(t.consumer)}:`,x(t.error,2*lo)),"consumer.deferred":(t,e)=>M(rl(t,e),`${t.retries}×`),"consumer.printed":t=>M(t.run,`${t.stream}:`,x(t.text)),"code.changed":(t,e)=>M(R(t.what),t.version,so(t.by,e)),"hold.began":ol,"hold.ended":ol,"code.refused":t=>M(R(t.what),x(t.error,2*lo)),"fault.began":sl,"fault.ended":sl,marked:t=>x(t.label),"subscriber.failed":t=>M(x(t.subscriber),x(t.error)),"log.trimmed":(t,{say:e})=>M(e("gist.trimmed",{n:Number(t.events??0)}),e("gist.upto",{seq:String(t.up_to??"–")}))};function ct(t,e,n,r){let o=Gp[t.kind];return o?o(t,{who:e,say:n,numbers:r}):we(Bt(t))}var Up=new Set(["kind","at","seq","id","cause","where"]);function Bt(t){return Object.fromEntries(Object.entries(t).filter(([e,n])=>!Up.has(e)&&n!=null))}function al(t,e,n,r){let o=Vp(t,e);return zn(o)?n(o,Yp(t,e,n,r)):t.kind}function Vp(t,e){let n=`fact.${t.kind}`;return t.kind==="message.taken"&&typeof t.waited!="number"?`${n}.plain`:t.kind==="code.changed"&&t.by==="undo"?`${n}.undone`:t.kind==="code.changed"&&!t.diff?`${n}.plain`:t.kind==="message.lost"&&!Re(t)?`${n}.harmless`:!(t.kind==="message.accepted"||t.kind==="message.lost")||!se(String(t.channel??""))||e.owner(t.channel)===null?n:t.kind==="message.accepted"||t.reason==="no_connection"?`${n}.reply`:n}function Yp(t,e,n,r){let o=t.connection??e.owner(t.channel)??Zp(t),s=i=>r.seconds(typeof i=="number"?i:0);return{...Qp(t),who:o==null?x(t.channel)||n("who.nobody"):e.connection(o),where:x(t.where),channel:e.channel(t.channel,n),consumer:R(t.consumer??t.run),what:R(t.what),which:t.version?` (${x(t.version)})`:"",reason:be(t.reason,n),waited:s(t.waited),duration:s(t.duration),rule:Number(t.index??0)+1,n:Number(t.members??0),message:x(t.message??t.id),text:x(t.text,60)}}function Zp(t){return/^(connection|request|response)\./.test(t.kind)?t.id:null}function Qp(t){let e={};for(let[n,r]of Object.entries(t))typeof r=="number"?e[n]=r:typeof r=="string"&&(e[n]=x(r));return e}function ll({kit:t,spoken:e}){let{session:n,say:r,numbers:o,mode:s}=t,i=n.current;return a("div",{class:"bar now",children:[a("span",{class:"line","aria-hidden":"true",children:[i&&s!=="narrow"&&a("span",{class:"m seq",children:i.seq}),a("b",{children:Ft(t)}),i&&s==="wide"&&a("span",{class:"m",children:[i.kind," ",ct(i,n.who,r,o)]})]}),a("span",{class:"sr","aria-live":n.paused?"polite":"off",children:e||r("fact.waiting")})]})}function Ft({session:t,say:e,numbers:n}){let r=t.current;return r?al(r,t.who,e,n):!t.live&&!t.state.seq?e("wait.feed"):e(t.state.seq?"fact.waiting":"fact.first")}var po=5,ze=27,cl=17,em={top:34,height:14},ul=32,tm=60;function dl({kit:t,lens:e}){let{session:n,say:r,numbers:o,scale:s}=t,i=z(null),l=nm(i,s),[c,u]=n.span(tm),d=p=>(p-c)/(u-c)*l,h=Math.max(0,Math.min(l,d(n.now))),m=p=>{let{left:g,width:b}=i.current.getBoundingClientRect(),y=Math.max(0,Math.min(1,(p.clientX-g)/b));n.seek(c+y*(u-c))};return a("div",{class:"strip",ref:i,role:"slider",tabIndex:0,"aria-label":r("time"),"aria-valuemin":Math.round(c),"aria-valuemax":Math.round(u),"aria-valuenow":Math.round(n.now),"aria-valuetext":o.seconds(n.now),onPointerDown:p=>{p.currentTarget.setPointerCapture(p.pointerId),m(p)},onPointerMove:p=>p.buttons===1&&m(p),children:a("svg",{viewBox:`0 0 ${l} ${e?48:ze+1}`,preserveAspectRatio:"none","aria-hidden":"true",children:[a(sm,{kit:t,width:l,from:c,to:u}),a("path",{d:`M0 ${ze+.5}H${l}`,stroke:"var(--edge)",opacity:".55"}),n.state.seq>0&&a(om,{x:h}),a(am,{markers:n.state.markers,x:d,from:c,kit:t,width:l}),a(rm,{kit:t,width:l}),e&&a(cm,{kit:t,width:l,head:h})]})})}function nm(t,e){let[n,r]=A(600);return Ze(()=>{let o=new ResizeObserver(([s])=>r(s.contentRect.width));return o.observe(t.current),()=>o.disconnect()},[]),Math.max(120,Math.floor(n/e))}function rm({kit:t,width:e}){let{slowdown:n}=t.session.timing;return n===null||e<420?null:a("text",{x:e,y:"10","text-anchor":"end",class:"dim",children:t.say("time.slow",{time:t.numbers.seconds(n/1e3)})})}function om({x:t}){return a("path",{d:`M${t} 2V${ze+1}`,stroke:"var(--sel)","stroke-width":"2"})}function sm({kit:t,width:e,from:n,to:r}){let{session:o}=t,s=Math.floor(e/po),{facts:i,lost:l}=o.density(n,r,s),c=Math.max(8,...i),u=(o.now-n)/(r-n)*s,d=b=>b===0?1:2+(cl-2)*Math.log1p(b)/Math.log1p(c),h=(b,y)=>`M${b*po} ${ze}v${-y.toFixed(1)}h3.5v${y.toFixed(1)}z`,m="",p="",g="";for(let b=0;b<s;b++)b<=u?m+=h(b,d(i[b])):p+=h(b,d(i[b])),l[b]&&(g+=`M${b*po+1.75} ${ze}v${-cl-4}`);return a("g",{children:[a("path",{d:m,fill:"var(--edge)"}),a("path",{d:p,fill:"var(--line)"}),a("path",{d:g,stroke:"var(--lost)","stroke-width":"1.5","stroke-dasharray":"2 2"})]})}var im=6.2;function am({markers:t,x:e,from:n,width:r,kit:o}){let s=t.filter(c=>c.at>=n&&c.kind!=="lost"),i=Number.POSITIVE_INFINITY,l=[];for(let c of s.slice(-40).reverse()){let u=e(c.at),d=lm(c,o),h=u+8+d.length*im,m=h<i&&h<r+4;m&&(i=u-4);let p=c.kind==="raised"||c.kind==="fault"?"lost":"ink";l.push(a("g",{children:[a("title",{children:d}),a("path",{d:`M${u} ${ze}V6`,stroke:`var(--${p})`,"stroke-width":"1.25","stroke-dasharray":p==="lost"?"2 2":void 0}),a("path",{d:`M${u-3.5} 2h7l-3.5 5z`,fill:`var(--${p})`}),m&&a("text",{x:u+6,y:"10",class:p==="lost"?"bad":"",children:d})]},c.seq))}return a("g",{children:l})}function lm(t,{say:e}){let n=x(t.label,28);return t.kind==="raised"?e("mark.raised",{what:R(n)}):t.kind==="code"?e("mark.code",{what:R(n)}):n}function cm({kit:t,width:e,head:n}){let{before:r,after:o}=t.session.around(ul),{top:s,height:i}=em,l=e/(2*ul+1),c=e/2,u=(h,m)=>{let p=Re(h)||h.kind==="consumer.raised";return a("path",{d:`M${m.toFixed(1)} ${s+2}v${i-4}`,stroke:`var(--${p?"lost":"ink2"})`,"stroke-width":p?2:1.25},h.seq)},d=r.length>0;return a("g",{children:[d&&a("path",{d:`M${n} ${ze+1}L0 ${s}H${e}Z`,fill:"var(--selbg)"}),a("rect",{x:"0",y:s,width:e,height:i,fill:d?"var(--selbg)":"var(--sunk)"}),r.map((h,m)=>u(h,c-(r.length-1-m)*l)),o.map((h,m)=>u(h,c+(m+1)*l)),d&&a("g",{children:[a("path",{d:`M${c} ${s-1}v${i+2}`,stroke:"var(--ink)","stroke-width":"2"}),a("circle",{cx:c,cy:s+i/2,r:"5",fill:"var(--ink)"})]})]})}var um={play:"M2 1L11 6L2 11Z",pause:"M2 1h3v10H2zM7 1h3v10H7z",step:"M1 1L8 6L1 11ZM9 1h2v10H9z",back:"M11 1L4 6L11 11ZM1 1h2v10H1z"},fo=[.25,1,4];function mo({icon:t,name:e,act:n,off:r=!1}){return a("button",{type:"button","aria-label":e,title:e,onClick:n,disabled:r,children:a("svg",{viewBox:"0 0 12 12","aria-hidden":"true",children:a("path",{d:um[t]})})})}function hl({kit:t,frame:e}){let{session:n,say:r}=t;return a("div",{class:"bar time",children:[a("div",{class:"ctl",children:[a(mo,{icon:"back",name:r("time.back"),act:()=>n.step(-1),off:!n.canStep(-1)}),a(mo,{icon:n.paused?"play":"pause",name:r(n.paused?"time.play":"time.pause"),act:()=>n.toggle()}),a(mo,{icon:"step",name:r("time.step"),act:()=>n.step(1),off:!n.canStep(1)}),e.speeds&&a(dm,{kit:t})]}),a(dl,{kit:t,lens:!e.compact}),a(hm,{kit:t})]})}function dm({kit:t}){let{session:e,say:n}=t;return a("span",{class:"seg",role:"group","aria-label":n("time.speed"),children:fo.map(r=>a("button",{type:"button","aria-pressed":e.speed===r,onClick:()=>e.setSpeed(r),children:go(r,t)},r))})}var go=(t,e)=>`${e.language==="ru"?String(t).replace(".",","):t}×`;function hm({kit:t}){let{session:e,say:n,numbers:r}=t,{live:o,paused:s}=e.timing,{ago:i}=e;return a("div",{class:"when",children:[a("span",{class:"m",children:i>0?n("time.ago",{time:r.seconds(i)}):n(s?"time.paused":e.lost?"time.lost":"time.live")}),!o&&a("button",{type:"button",class:"btn",onClick:()=>e.toLive(),children:n("time.tolive")})]})}function bo(t,e){return Math.max(0,e-(t.busySince??e))}function wo({alarm:t}){if(t?.file==null)return"";let e=t.file.slice(t.file.lastIndexOf("/")+1);return t.line===null?e:`${e}:${t.line}`}function pm(t,{say:e,numbers:n,session:r}){let o=t.alarm?.line==null?"alarm.busy":"alarm.line";return e(o,{worker:t.name,time:n.whole(bo(t,r.now)),consumer:t.consumer===null?"–":R(t.consumer),line:t.alarm?.line??0,file:x(t.alarm?.file?.split("/").at(-1)??"")})}function pl({kit:t}){let{session:e,say:n}=t,r=[...e.state.workers.values()].filter(i=>i.alarm!==null);r.sort((i,l)=>(i.busySince??0)-(l.busySince??0));let[o]=r;if(!o)return null;let s=r.length>1?` ${n("alarm.more",{n:r.length-1})}`:"";return a("div",{class:"bar note alarm","data-alarm":o.name,children:[a("span",{class:"sr",role:"alert",children:n("alarm.spoken",{worker:o.name,consumer:R(o.consumer??"–")})}),a("button",{type:"button",class:"link",onClick:()=>t.select({what:"worker",name:o.name}),children:pm(o,t)}),s,a(yo,{worker:o,kit:t})]})}function yo({worker:t,kit:e}){let{session:n,say:r}=e,o=n.history.live.workers.get(t.name)?.run;return!n.live||t.run===null||o!==t.run?null:a("button",{type:"button",class:"btn",title:r("alarm.replace.hint"),onClick:()=>{n.deeds.replaceWorker(t.name).catch(()=>{})},children:r("alarm.replace")})}var ml=[{name:"orm-in-cell",match:"^SynchronousOnlyOperation:",where:"cell",en:{title:"The database cannot be asked like this in a cell",cause:"A cell runs where an event loop runs, and there Django lets nobody wait for a database.",try:"Put %%sync on the first line of the cell, or write box.sync(User.objects.count), or await User.objects.acount()."},ru:{title:"Так в ячейке к базе не обратиться",cause:"Ячейка выполняется там, где работает цикл событий, а в нём Django не даёт ждать базу.",try:"Поставьте %%sync первой строкой ячейки, или напишите box.sync(User.objects.count), или await User.objects.acount()."}},{name:"orm-in-loop",match:"^SynchronousOnlyOperation:",where:"consumer",en:{title:"The database was asked inside an event loop",cause:"This code runs in a loop of its own (asyncio.run, say), where Django lets nobody wait for a database.",try:"Ask the database in the consumer itself: a consumer is a plain function in a thread without a loop."},ru:{title:"К базе обратились внутри цикла событий",cause:"Этот код запустил свой цикл (например, asyncio.run), а в нём Django не даёт ждать базу.",try:"Обратитесь к базе в самом потребителе: это обычная функция в потоке без цикла."}},{name:"no-await",match:"^TypeError: (?:object )?'?(?P<kind>[\\w.]+)'? (?:can't be used in 'await' expression|object can't be awaited)",en:{title:"No await here",cause:"The call has waited already and returned its result ({kind}); there is nothing left to await.",try:"Take the await away: bob.receive(), not await bob.receive()."},ru:{title:"Здесь await не нужен",cause:"Вызов уже дождался и вернул результат ({kind}); ждать больше нечего.",try:"Уберите await: bob.receive() вместо await bob.receive()."}},{name:"await-in-plain",match:"^SyntaxError: 'await' outside (?:async )?function",en:{title:"await has no place in a consumer",cause:"Consumers and views here are plain functions; they wait by themselves, in a worker's thread.",try:"Take the await away, and async def with it; what needs a loop stays in the cell itself."},ru:{title:"В потребителе await не бывает",cause:"Потребители и представления здесь — обычные функции; они ждут сами, в потоке обработчика.",try:"Уберите await, а с ним и async def; то, чему нужен цикл, оставьте в самой ячейке."}},{name:"channels-4",match:"^ChannelsConflict:|^ImportError: cannot import name '(?P<name>Group|Channel|route|route_class|include)' from 'channels",en:{title:"Another Channels is in this process",cause:"Channels 4 has been imported already, and one process cannot hold both meanings of the name.",try:"Restart the kernel and import sandbox.verbatim before anything else imports channels; from sandbox import Group, Channel, route works in any case."},ru:{title:"В процессе уже другой Channels",cause:"Channels 4 уже импортирован, а двух значений одного имени в процессе не бывает.",try:"Перезапустите ядро и импортируйте sandbox.verbatim раньше, чем кто-либо импортирует channels; from sandbox import Group, Channel, route работает всегда."}},{name:"channels-missing",match:"^ModuleNotFoundError: No module named 'channels(?:\\.[\\w.]+)?'",en:{title:"The old import names are not there yet",cause:"channels is what this library calls itself only after it has been asked to.",try:"Write import sandbox.verbatim above this line, or from sandbox import Group, Channel, route."},ru:{title:"Старых имён для импорта ещё нет",cause:"Библиотека отзывается на channels только после просьбы.",try:"Напишите import sandbox.verbatim выше этой строки или from sandbox import Group, Channel, route."}},{name:"consumer-async",match:"^NotAConsumer: (?P<name>\\S+) is async",en:{title:"A consumer is a plain function",cause:"{name} is written with async def, as consumers of Channels 4 are; here nobody would await it.",try:"Write def instead of async def, and take the awaits away. The code of before goes on serving."},ru:{title:"Потребитель — обычная функция",cause:"{name} объявлен через async def, как в Channels 4; здесь его никто не стал бы ждать.",try:"Напишите def вместо async def и уберите await. Прежний код продолжает работать."}},{name:"consumer-without-parameter",match:"^NotAConsumer: .*, and (?P<name>\\S+) takes none",en:{title:"A consumer takes the message",cause:"{name} takes nothing, and is called with the message.",try:"Write def {name}(message): … The code of before goes on serving."},ru:{title:"Потребитель принимает сообщение",cause:"{name} ничего не принимает, а вызывают его с сообщением.",try:"Напишите def {name}(message): … Прежний код продолжает работать."}},{name:"not-a-consumer",match:"^NotAConsumer: .*, not (?P<came>.+?)\\.?$",en:{title:"This cannot consume messages",cause:"A consumer is a function or a class that can be called with a message; {came} is neither.",try:"Give the function itself, without the brackets of a call."},ru:{title:"Это не может быть потребителем",cause:"Потребитель — функция или класс, который вызывают с сообщением; {came} не то и не другое.",try:"Передайте саму функцию, без скобок вызова."}},{name:"path-is-text",match:"^TypeError: path is text such as .*, not (?P<came>.+)\\.$",en:{title:"A tab connects to a path",cause:'The first argument is the path, such as "/", and {came} came.',try:'Write box.connect("/"); for many tabs box.crowd(3, "/").'},ru:{title:"Вкладка подключается по пути",cause:'Первый аргумент — путь, например "/", а пришло {came}.',try:'Напишите box.connect("/"); для многих вкладок — box.crowd(3, "/").'}},{name:"option-kind",match:"^(?:TypeError|ValueError): (?P<option>\\w+) is (?:a|at|from|more|True|text)\\b.*?, not (?P<came>.+?): write (?P<write>.+)\\.$",en:{title:"{option} is something else",cause:"{option} was given as {came}; a number is written without quotation marks.",try:"Write {write}."},ru:{title:"{option} задаётся иначе",cause:"Для {option} пришло {came}; число пишется без кавычек.",try:"Напишите {write}."}},{name:"option-text",match:"^TypeError: (?P<option>\\w+) is text such as (?P<usual>.+), not (?P<came>.+)\\.$",en:{title:"{option} is a text",cause:"{option} was given as {came}.",try:"Write it in quotation marks: {usual}."},ru:{title:"{option} — это текст",cause:"Для {option} пришло {came}.",try:"Напишите в кавычках: {usual}."}},{name:"frame-kind",match:"^TypeError: a frame is text or bytes",en:{title:"A frame is text or bytes",cause:"A WebSocket carries no dicts or numbers; what is sent has to be written out.",try:'alice.send_json({…}) sends JSON; Channel("…").send({…}) puts a message on a channel.'},ru:{title:"Кадр — это текст или байты",cause:"WebSocket не переносит словари и числа: их надо записать текстом.",try:'alice.send_json({…}) отправит JSON; Channel("…").send({…}) положит сообщение в канал.'}},{name:"misspelt",match:`^(?:KeyError|LookupError|ValueError): .*?(?P<name>'[^']+'|\\"[^\\"]+\\").*did you mean '(?P<near>[^']+)'`,en:{title:"There is nothing called {name}",cause:"Names are compared letter by letter, and {near} is the closest one.",try:'Write "{near}".'},ru:{title:"Имени {name} здесь нет",cause:"Имена сравниваются буква в букву; ближе всего {near}.",try:'Напишите "{near}".'}},{name:"group-has-no-members",match:"^(?:TypeError: object of type 'Group' has no len|TypeError: (?:argument of type )?'Group' (?:object )?is not (?:iterable|a container)|AttributeError: 'Group' object has no attribute '(?:members|channels|count)')",en:{title:"A Group only sends, adds and discards",cause:"Channels never told who is in a group; the sandbox does.",try:'box.groups["chat"] has the members: len(…), in, for. In a consumer keep your own list, or ask the layer: group_channels().'},ru:{title:"Group умеет только отправлять, добавлять и убирать",cause:"Channels никогда не говорил, кто в группе; песочница говорит.",try:'Участники — в box.groups["chat"]: len(…), in, for. В потребителе ведите свой список или спросите слой: group_channels().'}},{name:"nothing-arrived",match:"^NothingArrived:",en:{title:"Nothing came in time",cause:"No frame that fits came to this tab; the lines above say what came instead, and why.",try:'box.why(bob, "hi") tells more; box.story() shows where the last message went.'},ru:{title:"Вовремя ничего не пришло",cause:"Подходящий кадр к этой вкладке не пришёл; строки выше говорят, что пришло вместо него и почему.",try:'box.why(bob, "hi") расскажет больше; box.story() покажет, куда ушло последнее сообщение.'}},{name:"not-settled",match:"^NotSettled:",en:{title:"It has not come to rest",cause:"Something still moves; the text says what.",try:"A consumer that does not end: box.workers[1].kill(). One that answers itself for ever: look at box.story()."},ru:{title:"Всё ещё не остановилось",cause:"Что-то ещё движется; текст говорит что.",try:"Потребитель не завершается: box.workers[1].kill(). Отвечает сам себе без конца: посмотрите box.story()."}},{name:"earlier-sandbox",match:"^(?:TabClosed: .*earlier sandbox|SandboxStopped:)",en:{title:"This belonged to an earlier sandbox",cause:"box = Sandbox() ran again, or the sandbox was stopped, and what it had opened ended with it.",try:"Run the cell that makes it again, or Run All."},ru:{title:"Это от прежней песочницы",cause:"box = Sandbox() выполнилась заново или песочницу остановили, и всё открытое ею закрылось.",try:"Выполните снова ячейку, которая это создаёт, или все ячейки."}},{name:"handshake-refused",match:"^TabClosed: .*\\b(?P<status>403|404)\\b",en:{title:"The handshake was refused ({status})",cause:"A connect consumer, a decorator of it, or the check of the Origin said no; the text says who.",try:'box.why("alice") names it. DenyConnection("why") in your own consumer tells a reason.'},ru:{title:"Рукопожатие отклонено ({status})",cause:"Потребитель подключения, его декоратор или проверка Origin сказали «нет»; в тексте сказано кто.",try:'box.why("alice") назовёт его. DenyConnection("почему") в своём потребителе сообщает причину.'}},{name:"tab-closed",match:"^TabClosed:",en:{title:"This tab is closed",cause:"Its connection has ended; the text says who ended it, and with which code.",try:"alice.reopen() opens it again with the same path and cookies."},ru:{title:"Эта вкладка закрыта",cause:"Её соединение завершилось; в тексте сказано, кто его закрыл и с каким кодом.",try:"alice.reopen() откроет её снова с тем же путём и cookie."}},{name:"port-taken",match:"^PortTaken:",en:{title:"The port is taken",cause:"Another program, often an earlier kernel, listens there.",try:"Leave port= away, and a free one is taken."},ru:{title:"Порт занят",cause:"Его слушает другая программа, часто прежнее ядро.",try:"Не указывайте port=, и возьмётся свободный."}},{name:"channel-full",match:"^ChannelFull:",en:{title:"The channel is full",cause:"It holds as many unread messages as it may (100 unless asked otherwise), so this one was refused. A group send in the same place loses them without an error.",try:"Is a worker busy or missing? box.channels shows who waits where, box.lost what went. Sandbox(capacity=…) makes more room."},ru:{title:"Канал полон",cause:"В нём уже столько непрочитанных сообщений, сколько можно (обычно 100), и это не принято. Отправка в группу в таком случае теряет их без ошибки.",try:"Обработчик занят или его нет? box.channels покажет, кто где ждёт, box.lost — что пропало. Sandbox(capacity=…) даст больше места."}},{name:"message-too-large",match:"^MessageTooLarge:",en:{title:"The message is too large",cause:"The layer takes messages up to a fixed size.",try:"Send a reference (a key, a URL) and keep the data elsewhere."},ru:{title:"Сообщение слишком велико",cause:"Слой принимает сообщения до определённого размера.",try:"Отправьте ссылку (ключ, URL), а данные держите в другом месте."}},{name:"unserialisable",match:"^TypeError: A message holds plain data",en:{title:"A message holds plain data",cause:"Model instances, requests and open files cannot travel through a channel.",try:"Send their primary key or a dict of plain values, and look them up in the consumer."},ru:{title:"В сообщении только простые данные",cause:"Объекты моделей, запросы и открытые файлы по каналу не передать.",try:"Отправьте первичный ключ или словарь простых значений и найдите объект в потребителе."}},{name:"async-to-sync",match:"^RuntimeError: You cannot use AsyncToSync in the same thread",en:{title:"async_to_sync does not work in a cell",cause:"It starts a loop of its own, and the thread of a cell has one already.",try:'Nothing here needs it: Group("chat").send(…) and Channel("…").send(…) are plain calls. Else await the function itself.'},ru:{title:"async_to_sync в ячейке не работает",cause:"Ей нужен свой цикл событий, а в потоке ячейки он уже есть.",try:'Здесь она не нужна: Group("chat").send(…) и Channel("…").send(…) — обычные вызовы. Иначе — await самой функции.'}},{name:"loop-in-loop",match:"^RuntimeError: (?:asyncio\\.run\\(\\) cannot be called from a running event loop|This event loop is already running)",en:{title:"A loop runs here already",cause:"A cell runs inside the kernel's event loop, which cannot be started a second time.",try:"await the coroutine in the cell instead of asyncio.run(…)."},ru:{title:"Цикл событий здесь уже работает",cause:"Ячейка выполняется внутри цикла ядра, второй раз его не запустить.",try:"Вместо asyncio.run(…) напишите в ячейке await."}},{name:"loop-closed",match:"^RuntimeError: (?:Event loop is closed|.*attached to a different loop)",en:{title:"This belongs to another loop",cause:"An object of asyncio works only in the loop in which it was made, and that one has ended or is another.",try:"Make it where it is used. Consumers, tabs and groups here need no loop."},ru:{title:"Это от другого цикла событий",cause:"Объект asyncio работает только в том цикле, где создан, а тот завершён или другой.",try:"Создавайте его там, где используете. Потребителям, вкладкам и группам здесь цикл не нужен."}},{name:"no-handler",match:"^ValueError: No handler for message type (?P<type>.+)",en:{title:"No handler for {type}",cause:`In Channels 4 a message's "type" names a method of the consumer. Here a channel leads to a consumer by the routing.`,try:'Register one: @box.consumer("chat.message"), and send to Channel("chat.message").'},ru:{title:"Нет обработчика для {type}",cause:'В Channels 4 поле "type" называет метод потребителя. Здесь из канала к потребителю ведёт маршрут.',try:'Зарегистрируйте его: @box.consumer("chat.message"), и шлите в Channel("chat.message").'}},{name:"no-user",match:"^AttributeError: 'Message' object has no attribute '(?P<name>user|http_session|channel_session)'",en:{title:"message.{name} is not there by itself",cause:"A decorator fetches it, and this consumer has none that does.",try:"Put @channel_session_user above it (@channel_session, @http_session_user …), and @channel_session_user_from_http on the consumer of websocket.connect."},ru:{title:"message.{name} сам не появляется",cause:"Его достаёт декоратор, а у этого потребителя такого нет.",try:"Поставьте над ним @channel_session_user (@channel_session, @http_session_user …), а на потребителе websocket.connect — @channel_session_user_from_http."}},{name:"message-attribute",match:"^AttributeError: 'Message' object has no attribute '(?P<name>\\w+)'",en:{title:"A message has no {name}",cause:"What was sent is in its content, a dict.",try:'message.content["{name}"], or message["{name}"]; message.reply_channel and message.channel are beside it.'},ru:{title:"У сообщения нет {name}",cause:"Отправленное лежит в content, это словарь.",try:'message.content["{name}"] или message["{name}"]; рядом есть message.reply_channel и message.channel.'}},{name:"no-reply-channel",match:"^AttributeError: 'NoneType' object has no attribute '(?P<name>send|name)'",where:"consumer",en:{title:"This message has no reply channel",cause:"message.reply_channel is None where no client has sent the message, as on a channel of your own.",try:'Send the name along: Channel("jobs").send({"reply_channel": message.reply_channel.name}), or answer a Group.'},ru:{title:"У сообщения нет канала ответа",cause:"message.reply_channel равен None, если сообщение прислал не клиент, например в собственном канале.",try:'Передавайте имя: Channel("jobs").send({"reply_channel": message.reply_channel.name}), или отвечайте группе.'}},{name:"no-text",match:"^KeyError: '(?P<key>text|bytes)'",where:"consumer",en:{title:"This frame has no {key}",cause:"A frame is text or binary, and only the one key is there; connect and disconnect have neither.",try:'message.content.get("{key}"), or a filter on the route.'},ru:{title:"В этом кадре нет {key}",cause:"Кадр бывает текстовым или двоичным, и есть только один из ключей; у connect и disconnect нет ни одного.",try:'message.content.get("{key}") или фильтр в маршруте.'}},{name:"no-key",match:"^KeyError: '(?P<key>[^']+)'$",where:"consumer",en:{title:"There is no key {key}",cause:"The dict at this line has none; what the message holds is shown beside it.",try:'message.content.get("{key}"), or look at what was sent.'},ru:{title:"Ключа {key} нет",cause:"У словаря в этой строке его нет; содержимое сообщения показано рядом.",try:'message.content.get("{key}") или посмотрите, что было отправлено.'}},{name:"not-json",match:"^(?:json\\.(?:decoder\\.)?)?JSONDecodeError:",en:{title:"The text is not JSON",cause:"A tab sent plain text, and the consumer reads JSON.",try:"Send with alice.send_json({…}), or catch ValueError and answer with an error."},ru:{title:"Это не JSON",cause:"Вкладка прислала обычный текст, а потребитель читает JSON.",try:"Отправьте через alice.send_json({…}) или перехватите ValueError и ответьте ошибкой."}},{name:"unexpected-keyword",match:"^TypeError: (?P<name>[\\w.<>]+)\\(\\) got an unexpected keyword argument '(?P<key>\\w+)'",where:"consumer",en:{title:"The route hands over {key}",cause:"A named group of a route's filter, (?P<{key}>…), becomes a keyword of the consumer, and this one takes none of that name.",try:"Write def {name}(message, {key}): …, or leave the name out of the filter: (?:…)."},ru:{title:"Маршрут передаёт {key}",cause:"Именованная группа фильтра, (?P<{key}>…), становится аргументом потребителя, а он такого не принимает.",try:"Напишите def {name}(message, {key}): … или уберите имя из фильтра: (?:…)."}},{name:"missing-argument",match:"^TypeError: (?P<name>[\\w.<>]+)\\(\\) missing \\d+ required positional arguments?: (?P<keys>.+)",where:"consumer",en:{title:"{name} takes more than the message",cause:"It is called with the message and the named groups of its route: {keys} is not among them.",try:`Add the group to the route's filter, path=r"^/(?P<room>\\w+)/", or give the argument a default.`},ru:{title:"{name} принимает не только сообщение",cause:"Его вызывают с сообщением и именованными группами маршрута: {keys} среди них нет.",try:'Добавьте группу в фильтр маршрута, path=r"^/(?P<room>\\w+)/", или задайте значение по умолчанию.'}},{name:"name-error",match:"^NameError: name '(?P<name>\\w+)' is not defined",en:{title:"{name} is not defined",cause:"Names are looked up when the consumer runs; the cell that defines {name} has not run, or it is spelt otherwise.",try:"Run that cell; the next message finds it. from sandbox import Group, Channel brings those two."},ru:{title:"{name} не определено",cause:"Имена ищутся, когда потребитель работает; ячейка, где определено {name}, не выполнялась, или имя пишется иначе.",try:"Выполните ту ячейку; следующее сообщение найдёт имя. from sandbox import Group, Channel — для этих двух."}},{name:"routing-path",match:"^ImproperlyConfigured: Cannot import (?P<what>channel routing|consumer) (?P<path>'[^']+')",en:{title:"{path} leads nowhere",cause:"The dotted path of a {what} is module and name, and one of the two cannot be imported.",try:"Try it in a cell: the import statement says what is missing. Is the folder on sys.path?"},ru:{title:"{path} никуда не ведёт",cause:"Путь через точки — это модуль и имя, и что-то из двух не импортируется.",try:"Попробуйте в ячейке: сам import скажет, чего нет. Есть ли папка в sys.path?"}},{name:"no-settings",match:"^(?:ImproperlyConfigured: Requested setting|AppRegistryNotReady:)",en:{title:"Django is not ready yet",cause:"It gets its settings from Sandbox(), and models can be imported only after that.",try:"Run box = Sandbox() first, then the imports of models."},ru:{title:"Django ещё не готов",cause:"Настройки он получает от Sandbox(), и модели можно импортировать только после этого.",try:"Сначала выполните box = Sandbox(), затем импорт моделей."}},{name:"no-table",match:"^(?:\\w+\\.)?OperationalError: no such table: (?P<table>\\S+)",en:{title:"There is no table {table}",cause:"The database has no table for this model: migrations have not run, or the model was made in a cell.",try:'python manage.py migrate for a project. For a model in a cell: box.sync(call_command, "migrate", run_syncdb=True).'},ru:{title:"Таблицы {table} нет",cause:"В базе нет таблицы для этой модели: миграции не выполнены или модель создана в ячейке.",try:'Для проекта — python manage.py migrate. Для модели из ячейки: box.sync(call_command, "migrate", run_syncdb=True).'}},{name:"locked",match:"^(?:\\w+\\.)?OperationalError: database is locked",en:{title:"The database is locked",cause:"Another thread has been writing for longer than SQLite waits.",try:"End the transaction that is open: a cell, a view or a consumer holds it."},ru:{title:"База заблокирована",cause:"Другой поток пишет дольше, чем SQLite готов ждать.",try:"Завершите открытую транзакцию: её держит ячейка, представление или потребитель."}},{name:"app-label",match:"^RuntimeError: Model class (?P<name>\\S+) doesn't declare an explicit app_label",en:{title:"A model in a cell needs an app",cause:"Django files every model under an app, and a notebook is none.",try:'Add class Meta: app_label = "notebook" to it.'},ru:{title:"Модели в ячейке нужно приложение",cause:"Django относит каждую модель к приложению, а блокнот им не является.",try:'Добавьте class Meta: app_label = "notebook".'}},{name:"redis",match:"^(?:\\w+\\.)*(?:ConnectionError|NotAvailableHere|TimeoutError): .*(?:[Rr]edis|6379)",en:{title:"Redis does not answer",cause:"Nothing listens at that address, or it takes no connections from here.",try:'Start redis-server, look at the URL, or use layer="memory": in one process it does the same.'},ru:{title:"Redis не отвечает",cause:"По этому адресу никто не слушает или отсюда туда не подключиться.",try:'Запустите redis-server, проверьте URL или возьмите layer="memory": в одном процессе этого достаточно.'}},{name:"deny-elsewhere",match:"^ValueError: DenyConnection refuses a handshake",en:{title:"DenyConnection is for the handshake",cause:"The socket is open by now, so there is nothing left to refuse.",try:'Close it: message.reply_channel.send({"close": True}).'},ru:{title:"DenyConnection — для рукопожатия",cause:"Сокет уже открыт, отказывать поздно.",try:'Закройте его: message.reply_channel.send({"close": True}).'}},{name:"took-too-long",match:"^TookTooLong:",en:{title:"The code does not end",cause:"It ran at the top level of a text or module for longer than it may.",try:"Put the loop into a function. The code of before goes on serving."},ru:{title:"Код не завершается",cause:"На верхнем уровне текста или модуля он выполнялся дольше, чем можно.",try:"Перенесите цикл в функцию. Прежний код продолжает работать."}},{name:"killed",match:"^WorkerKilled:",en:{title:"The worker was killed",cause:"Its message is lost as worker_killed, and a new worker is in its place.",try:"Send it again, once the consumer ends by itself."},ru:{title:"Обработчик убит",cause:"Его сообщение потеряно как worker_killed, на его месте новый.",try:"Отправьте снова, когда потребитель будет завершаться сам."}},{name:"module-missing",match:"^ModuleNotFoundError: No module named '(?P<name>[^']+)'",en:{title:"There is no module {name}",cause:"It is not installed in the kernel's Python, or its folder is not where Python looks.",try:"%pip install the package, or put the project's folder beside the notebook."},ru:{title:"Модуля {name} нет",cause:"Он не установлен в Python ядра, или его папка не там, где Python ищет.",try:"Установите пакет через %pip install или положите папку проекта рядом с блокнотом."}}];var fl=null;function fm(){return fl??=ml.map(t=>({entry:t,match:new RegExp(t.match.replaceAll("(?P<","(?<"),"s")})),fl}function gl(t,e){for(let{entry:n,match:r}of fm()){let o=n.where==="cell"?null:r.exec(t);if(o===null)continue;let s=c=>c.replace(/\{(\w+)\}/g,(u,d)=>o.groups!==void 0&&d in o.groups?o.groups[d]??"":u),i=n[e],l={title:s(i.title),cause:s(i.cause),try:s(i.try)};return{name:n.name,...l}}return null}function jn({told:t,kit:e}){let n=gl(t,e.language);return n===null?null:a("div",{class:"card",children:[a("b",{children:n.title}),a("p",{children:n.cause}),a("p",{children:[a("b",{children:e.say("card.try")})," ",n.try]})]})}var vo=class{own=new Map;parent=new Map;children=new Map;loose=new Map;aside=new Map;replies=new Map;constructor(e){for(let n of e)this.place(n)}place(e){let n=f(e.id),r=f(e.cause),o=f(e.connection),s=f(e.reply_channel);if(e.kind==="connection.opened"&&s!==null&&Xe(this.replies,o??n??"",s),n===null){let i=r??o;i!==null&&Xe(this.loose,i,e);return}if(this.own.has(n))r!==null&&r!==n&&r!==this.parent.get(n)&&Xe(this.loose,r,e);else{let i=r??(o!==n?o:null);this.parent.set(n,i),i!==null&&Xe(this.children,i,n)}Xe(this.own,n,e),o!==null&&o!==n&&this.parent.get(n)!==o&&Xe(this.aside,o,e),e.kind==="message.lost"&&Xe(this.aside,f(e.channel)??"",e)}path(e){let n=new Set,r=this.parent.get(e)??null;for(;r!==null&&r!==e&&!n.has(r);)n.add(r),r=this.parent.get(r)??null;return[...n].reverse()}below(e){let n=[],r=new Set,o=[e];for(;o.length>0;){let i=o.pop();r.has(i)||(r.add(i),n.push(i),o.push(...[...this.children.get(i)??[]].reverse()))}let s=new Map;for(let i of n.reverse()){let l=(this.children.get(i)??[]).flatMap(d=>s.get(d)??[]),c=[...this.loose.get(i)??[],...i===e?this.arrivals(i):[]],u=[...l,...gm(c,r)].sort(bm);s.set(i,{id:i,facts:this.own.get(i)??[],children:u,mention:!1})}return s.get(e)}arrivals(e){let n=this.replies.get(e)??[];return[e,...n].flatMap(r=>this.aside.get(r)??[])}};function Xe(t,e,n){let r=t.get(e);r===void 0?t.set(e,[n]):r.push(n)}function gm(t,e){let n=new Map;for(let r of t)e.has(f(r.id)??"")||n.set(r.seq,r);return[...n.values()].map(r=>{let o=f(r.id);return{id:o,facts:[r],children:[],mention:o!==null}})}function ko(t){return t.facts[0]?.seq??Math.min(...t.children.map(ko),Number.POSITIVE_INFINITY)}var bm=(t,e)=>ko(t)-ko(e);function wm(t,e){let n=new vo(t),r=typeof e=="string"?e:bl(e);if(r===null||!(n.own.has(r)||n.loose.has(r)))return typeof e=="string"?null:{id:null,facts:[e],children:[],mention:!1};let o=n.below(r);for(let s of n.path(r).reverse()){let i=n.own.get(s)??[],l=i[0]?.kind==="connection.opened"?i.slice(0,1):i;o={id:s,facts:l,children:[o],mention:!1}}return o}function bl(t){return f(t.id)??f(t.cause)??f(t.connection)}var ym=12,vm=new Set(["message.lost","message.delivered","consumer.raised","consumer.finished"]);function wl(t,e){let n=[],r=wm(t,e),o=bl(e);for(;r.id!==o&&r.children[0]!==void 0;)r.facts[0]!==void 0&&n.push({fact:r.facts[0],depth:n.length}),r=r.children[0];let[s]=r.facts;s!==void 0&&s!==e&&n.push({fact:s,depth:n.length}),n.push({fact:e,depth:n.length});let i=n.length;return[...n,...km(r,e).map(l=>({fact:l,depth:i}))]}function km(t,e){if(f(e.id)===null)return[];let n=t.facts.filter(s=>vm.has(s.kind)),r=t.children.flatMap(s=>s.facts.slice(0,1));return[...n,...r].filter(s=>(s.seq??0)>(e.seq??0)).sort((s,i)=>s.seq-i.seq).slice(0,ym)}function yl(t,e){let n=f(e.run);return n!==null?n:t.filter(o=>o.fact.seq<=e.seq).flatMap(o=>f(o.fact.run)??[]).at(-1)??null}function vl({value:t,of:e,kit:n}){let[r,o]=A(null),[s,i]=A(""),[l,c]=A(""),u=kl(t),d=()=>{i("fetching"),n.session.ask("content",{of:e}).then(m=>{o({value:m}),i("")},m=>{c(m.message),i("failed")})},h=u!==null&&!r&&e!==null&&n.session.live;return a(w,{children:[a("pre",{class:"json",tabIndex:0,children:a(xl,{value:r?r.value:t,indent:"",kit:n})}),h&&a("button",{type:"button",class:"btn",onClick:d,disabled:s==="fetching",children:s==="fetching"?n.say("row.fetching"):n.say("row.whole",{size:n.numbers.bytes(u)})}),s==="failed"&&a("p",{class:"bad",children:l})]})}function kl(t){if(t===null||typeof t!="object")return null;let e=t;if(typeof e.$head=="string")return typeof e.$size=="number"?e.$size:0;let n=Object.values(e).map(kl).filter(r=>r!==null);return n.length?Math.max(...n):null}function xl({value:t,indent:e,kit:n}){if(t===null||typeof t!="object")return a(w,{children:JSON.stringify(t)??"null"});let r=t;if(typeof r.$b64=="string")return a(xm,{base64:r.$b64,kit:n});if(typeof r.$head=="string"){let o=typeof r.$size=="number"?n.numbers.bytes(r.$size):"";return a(w,{children:[JSON.stringify(r.$head),a("span",{class:"note",children:[" … ",o]})]})}return typeof r.$repr=="string"?a(w,{children:r.$repr}):a(Sm,{value:r,indent:e,kit:n})}function xm({base64:t,kit:e}){let n=a("span",{class:"note",children:[" ",e.numbers.bytes(ho(t))]}),r;try{r=atob(t)}catch{return a(w,{children:JSON.stringify(t)})}if(/^[\x20-\x7e]*$/.test(r))return a(w,{children:["b",JSON.stringify(r),r.length>0&&n]});let o=[...r.slice(0,64)].map(s=>s.charCodeAt(0).toString(16).padStart(2,"0"));return a(w,{children:[o.join(" "),r.length>64&&" …",n]})}function Sm({value:t,indent:e,kit:n}){let r=Array.isArray(t),o=Object.entries(t);if(o.length===0)return a(w,{children:r?"[]":"{}"});let s=`${e}  `;return a(w,{children:[r?"[":"{",o.map(([i,l],c)=>a("span",{children:[`
${s}`,!r&&a("span",{class:"key",children:JSON.stringify(i)}),!r&&": ",a(xl,{value:l,indent:s,kit:n}),c<o.length-1&&","]},i)),`
${e}`,r?"]":"}"]})}function K(t,e=""){if(t==null)return"None";if(typeof t=="boolean")return t?"True":"False";if(typeof t=="number")return String(t);if(typeof t=="string")return je(t);let n=`${e}    `;if(Array.isArray(t))return _m(t,e,n);let r=t;if(typeof r.$b64=="string")return Mm(r.$b64);if(typeof r.$head=="string")return je(r.$head);if(typeof r.$repr=="string")return je(r.$repr);let o=Object.entries(r);if(o.length===0)return"{}";let s=o.map(([l,c])=>`${n}${je(l)}: ${K(c,n)},`),i=o.map(([l,c])=>`${je(l)}: ${K(c)}`).join(", ");return i.length<70?`{${i}}`:`{
${s.join(`
`)}
${e}}`}function _m(t,e,n){let r=t.map(o=>K(o)).join(", ");return r.length<70?`[${r}]`:`[
${t.map(o=>`${n}${K(o,n)},`).join(`
`)}
${e}]`}function je(t){return JSON.stringify(t).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g,e=>`\\u${e.charCodeAt(0).toString(16).padStart(4,"0")}`)}function Mm(t){let e;try{e=atob(t)}catch{return'b""'}return`b"${[...e].map(r=>{let o=r.charCodeAt(0);return r==='"'||r==="\\"?`\\${r}`:o>=32&&o<127?r:`\\x${o.toString(16).padStart(2,"0")}`}).join("")}"`}function Sl(t,e){switch(t.kind){case"frame.received":return`box.tabs[${je(e.connection(t.connection))}].send(${K(t.text??t.bytes)})`;case"connection.opened":return`box.connect(${K(t.path)}, name=${je(e.connection(t.connection))})`;case"group.sent":return`Group(${K(t.group)}).send(${K(t.content)})`;case"message.accepted":case"message.refused":return`Channel(${K(t.channel)}).send(${K(t.content)})`;case"group.joined":return`Group(${K(t.group)}).add(${K(t.channel)})`;case"group.left":return`Group(${K(t.group)}).discard(${K(t.channel)})`;default:return K({kind:t.kind,at:t.at,id:t.id??null,...Bt(t)})}}var _l=/^ {2}File "(.+)", line \d+, in /,Cm=/[\\/](site-packages|dist-packages|lib[\\/]python3[^\\/]*|sandbox)[\\/]/;function Ml(t){let e=t.trimEnd().split(`
`),n=e.flatMap((s,i)=>{let l=_l.exec(s);return l?[{i,own:!Cm.test(l[1])}]:[]}),r=n.filter(s=>s.own).at(-1)??n.at(-1),o=!1;return e.map((s,i)=>{_l.test(s)?o=i===r?.i:/^\s/.test(s)||(o=!1);let l=!/^\s/.test(s)&&i>(n.at(-1)?.i??-1)&&s!=="";return{text:s,look:o?"own":l?"error":""}})}function Kn({fact:t,kit:e,go:n}){let{say:r,session:o}=e,[s,i]=wt(()=>{let m=o.allFacts();return[m,wl(m,t)]},[t]),l=yl(i,t),c=l===null?void 0:s.find(m=>Cl(m,"consumer.raised",l)),u=l===null?[]:s.filter(m=>Cl(m,"consumer.printed",l)),d=Bm(s,t),h=c!==void 0||u.length>0||d!==null;return a("div",{class:`det ${h?"":"few"}`,children:[a(Pm,{fact:t,kit:e}),a(G,{title:r("row.causes"),children:[a(Tm,{chain:i,fact:t,kit:e,go:n}),a(Rm,{fact:t,kit:e})]}),h&&a("section",{children:[c&&a(G,{title:r("row.traceback"),more:l,children:[a(So,{text:String(c.traceback??c.error)}),a(jn,{told:String(c.error??""),kit:e})]}),u.length>0&&a(G,{title:r("row.printed"),more:l,children:a("pre",{children:u.map(m=>String(m.text)).join("")})}),d&&a(G,{title:r("row.ladder"),children:a(_o,{steps:d,kit:e})})]})]})}var Cl=(t,e,n)=>t.kind===e&&t.run===n;function G({title:t,more:e,children:n}){return a("section",{children:[a("h3",{children:[t," ",e&&a("span",{class:"m",children:e})]}),n]})}var Em=["content","text","bytes","diff"];function Pm({fact:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=Em.find(h=>t[h]!=null&&t[h]!==""),i=typeof t.size=="number"?r.bytes(t.size):"",l=typeof t.id=="string"?t.id:null,[c,u]=A(!1),d=({currentTarget:h})=>kn(Sl(t,o.who),h).then(u);return a(G,{title:n(s?"row.payload":"row.fields"),more:s?[l,i].filter(Boolean).join(", "):l,children:[a(vl,{value:s?t[s]:Bt(t),of:s?l:null,kit:e}),a("button",{type:"button",class:"btn",onClick:d,children:n(c?"row.copied":"row.copy")})]})}function Tm({chain:t,fact:e,kit:n,go:r}){let o=n.mode==="narrow"?6:12;return a("ul",{class:"causes",children:t.map(({fact:s,depth:i})=>a("li",{class:$m(s,e),children:a("button",{type:"button",style:{marginLeft:`calc(${Math.min(i,12)*o} * var(--u))`},onClick:()=>r(s.seq??0),children:[a(xo,{fact:s}),a("span",{class:"m",children:[s.id??""," ",s.kind]}),a("span",{class:"g",children:Om(ct(s,n.session.who,n.say,n.numbers),s.id)})]})},s.seq))})}var $m=(t,e)=>[t===e?"me":"",Gn(t)?"lost":""].join(" "),Om=(t,e)=>e&&t.startsWith(`${e} `)?t.slice(e.length+1):t;function Gn(t){return t.kind==="message.lost"?Re(t):/^(message\.refused|consumer\.raised|route\.unmatched|subscriber\.failed)$/.test(t.kind)}function xo({fact:t}){return Gn(t)||t.kind==="message.lost"?a(Qt,{reason:t.kind==="message.lost"?String(t.reason):""}):typeof t.channel=="string"?a(De,{kind:te(t.channel)}):t.kind==="group.sent"||t.kind==="frame.sent"?a(De,{kind:"reply"}):t.kind==="frame.received"?a(De,{kind:"receive"}):t.kind==="request.received"?a(De,{kind:"request"}):a("span",{class:"mark"})}function Rm({fact:t,kit:e}){let[n,r]=A(""),{session:o,say:s}=e;if(!t.id||!o.live)return null;let i=()=>o.ask("story",{about:t.id}).then(l=>r(String(l)),l=>r(l.message));return n?a("pre",{class:"story",children:n}):a("button",{type:"button",class:"btn",onClick:i,children:s("row.story")})}function So({text:t}){return a("pre",{class:"trace",children:Ml(t).map(({text:e,look:n},r)=>a("span",{class:n==="error"?"err":n,children:[e,n==="own"?"":`
`]},r))})}function Bm(t,e){if(Array.isArray(e.ladder))return e.ladder;let n=e.message??null;if(n===null)return null;let r=t.find(o=>o.message===n&&o.kind.startsWith("route.")&&Array.isArray(o.ladder));return r?r.ladder:null}function _o({steps:t,kit:e}){return a("ol",{class:"ladder",children:t.map(({rule:n,matched:r,why:o},s)=>a("li",{class:r?"yes":"",children:[a("span",{class:"sign",children:r?"✓":"✗"}),a("span",{children:[a("code",{children:Fm(n)}),a("span",{class:"why",children:r?e.say("row.matched"):o})]})]},s))})}function Fm(t){return t.replace(/-> (.+)$/,(e,n)=>`→ ${R(n)}`)}function Tl({selection:t,kit:e}){return a("aside",{class:"side","aria-label":El(t,e),children:[a("header",{children:[a("div",{children:[a("div",{class:"what",children:Am(t,e)}),a("h2",{children:El(t,e)})]}),a("button",{type:"button",class:"btn","aria-label":e.say("detail.close"),onClick:()=>e.select(null),children:"✕"})]}),a(Lm,{selection:t,kit:e}),a(qm,{selection:t,kit:e})]})}function Am(t,{say:e}){return t.what==="bin"?t.reason===null?"":e("bin"):t.what==="fact"?"":e(`what.${t.what}`)}function El(t,{session:e,say:n}){return t.what==="bin"?t.reason===null?n("bin"):be(t.reason,n):t.what==="fact"?e.fact(t.seq)?.kind??"":t.what==="connection"?e.who.connection(t.name):t.what==="consumer"?Z(t.name):t.name}function Lm({selection:t,kit:e}){let{state:n}=e.session,r=a("p",{children:e.say("detail.gone")}),o=(s,i)=>s===void 0?r:a(i,{it:s,kit:e});switch(t.what){case"consumer":return o(n.consumers.get(t.name),Hm);case"group":return o(n.groups.get(t.name),zm);case"channel":return o(n.channels.get(t.name),jm);case"connection":return o(n.connections.get(t.name),Km);case"worker":return o(n.workers.get(t.name),Um);case"message":return o(n.messages.get(t.name),Vm);case"server":return o(n.servers.get(t.name),({it:s})=>a(ut,{pairs:[["detail.address",s.address],["detail.state",e.say(`state.${s.state}`)]],kit:e}));case"bin":return a(Ym,{reason:t.reason,kit:e});case"fact":{let s=e.session.fact(t.seq);return s?a(Kn,{fact:s,kit:e,go:l=>e.select({what:"fact",seq:l})},s.seq):r}}}function Nm(t){switch(t.what){case"bin":return t.reason===null?"lost":`lost reason:${t.reason}`;case"fact":return null;case"worker":case"server":return`where:${t.name}`;case"message":return`message:${t.name}`;case"consumer":return`consumer:${Pl(t.name)}`;default:return`${t.what}:${Pl(t.name)}`}}var Pl=t=>/\s/.test(t)?`"${t}"`:t;function qm({selection:t,kit:e}){let n=Nm(t);return n===null?null:a("button",{type:"button",class:"btn",onClick:()=>e.showInTable(n),children:e.say("detail.table")})}function ut({pairs:t,kit:e}){return a("dl",{children:t.filter(([,n])=>n!==null&&n!=="").map(([n,r])=>[a("dt",{children:e.say(n)},n),a("dd",{children:r},`${n}.`)])})}function Dm(t,e){let[n,r]=A(null),[o,s]=A("");return ce(()=>{let i=!0;if(s(""),!!e.session.live)return e.session.ask("source",{consumer:t.name}).then(l=>i&&r(l),l=>i&&s(l.message)),()=>{i=!1}},[t.name,t.version,e.session.live]),{source:n,problem:o}}function Hm({it:t,kit:e}){let{say:n,session:r,numbers:o}=e,{source:s,problem:i}=Dm(t,e),l=s?.source??t.source,c=s?.diff??t.diff,u=s?.file?`${s.file}${s.line?`:${s.line}`:""}`:"",d=r.state.printed.filter(h=>h.consumer===t.name).slice(-20);return a(w,{children:[a(ut,{kit:e,pairs:[["detail.never.reached",t.hiddenBy&&a("span",{class:"bad",children:n("detail.hidden",{rule:t.hiddenBy.number,consumer:R(t.hiddenBy.consumer)})})],["detail.channels",t.channels.join(", ")],["detail.state",t.builtin?n("detail.builtin"):Im(t,e)],["detail.lasterror",t.lastError?a("span",{class:"bad",children:x(t.lastError.error)}):null]]}),a("p",{children:[n("detail.runs",{n:t.runs}),t.raised>0&&a("span",{class:"bad",children:[" · ",n("detail.raised",{n:t.raised})]}),t.lastDuration!==null&&` · ${o.milliseconds(t.lastDuration)}`]}),l&&a(G,{title:n("detail.source"),more:u,children:a("pre",{children:l})}),i&&!l&&a("p",{class:"bad",children:i}),c&&a(G,{title:n("detail.diff"),children:a(Wm,{text:c})}),t.lastError&&a(Jm,{it:t,kit:e}),d.length>0&&a(G,{title:n("detail.printed"),children:a("pre",{children:d.map(h=>h.text).join("")})})]})}var Im=(t,{say:e})=>t.version?e("detail.version",{version:t.version}):null;function Jm({it:t,kit:e}){let n=e.session.fact(t.lastError.seq);return n?.traceback?a(G,{title:e.say("detail.lasterror"),children:[a(So,{text:String(n.traceback)}),a(jn,{told:String(n.error??""),kit:e})]}):null}function Wm({text:t}){let e=n=>({"+":"add","-":"del"})[n[0]??""]??"";return a("pre",{class:"diff",children:t.split(`
`).map((n,r)=>a("span",{class:e(n),children:`${n}
`},r))})}function zm({it:t,kit:e}){let n=[...t.members.values()];return a(G,{title:e.say("detail.members",{n:n.length}),children:a("ul",{children:n.slice(0,200).map(r=>a(Xm,{it:r,kit:e},r.channel))})})}function Xm({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=t.connection?o.who.connection(t.connection):t.channel,i=t.expiresAt===null?n("detail.never"):r.seconds(t.expiresAt-o.now);return a("li",{class:t.ghost?"ghost":"",title:t.channel,children:[a("span",{class:"m",children:s}),a("span",{class:"r",children:t.ghost?n("detail.ghost"):`${n("detail.since")} ${r.seconds(o.now-t.joinedAt)} · ${n("detail.expires")} ${i}`})]})}function jm({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=t.queue.map(l=>o.state.messages.get(l)).filter(l=>!!l),i=o.state.ladders.get(t.name);return a(w,{children:[a("p",{children:[n("detail.queue",{n:t.queue.length}),t.capacity!==null&&` · ${n("detail.capacity",{n:t.capacity})}`]}),s.length===0&&a("p",{children:n("detail.empty")}),s.length>0&&a("ul",{children:s.slice(0,100).map(l=>a("li",{children:[l.state==="held"?a(Zt,{fate:"held"}):a(De,{kind:l.kind}),a($l,{id:l.id,kit:e}),a("span",{class:"r",children:[r.bytes(l.size)," · ",r.seconds(o.now-l.acceptedAt)]})]},l.id))}),t.heardBy.size>0&&a(ut,{kit:e,pairs:[["workers",[...t.heardBy].join(", ")]]}),i&&a(G,{title:n("detail.ladder"),more:i.message,children:a(_o,{steps:i.steps,kit:e})})]})}function Km({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=t.closedAt!==null;return a(w,{children:[a(ut,{kit:e,pairs:[["detail.state",n(`state.${t.state}`)],["detail.path",`${t.method??t.protocol} ${t.path}`],["detail.reply",t.replyChannel===null?null:Hs(t.replyChannel)],["groups",[...t.groups].join(", ")],["column.reason",t.why]]}),s&&t.closedBy&&a("p",{children:n("detail.closed",{by:t.closedBy,code:String(t.code??"–")})}),a(G,{title:n("detail.frames"),more:`↑ ${t.sent}  ↓ ${t.received}`,children:[t.frames.length===0&&a("p",{children:n("detail.noframes")}),a("ul",{children:[...t.frames].reverse().map(i=>a("li",{children:[a("span",{children:i.incoming?"↑":"↓"}),a("span",{class:"m",children:x(i.text,60)}),a("span",{class:"r",children:r.seconds(o.now-i.at)})]},`${i.at} ${i.message} ${i.text}`))})]}),a(Gm,{it:t,kit:e})]})}function Gm({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=[...o.state.connections.values()].filter(i=>i.ours&&i.label===t.label&&i.id!==t.id&&i.closedAt!==null);return!t.ours||s.length===0?null:a(G,{title:n("detail.earlier"),children:a("ul",{children:s.map(i=>a("li",{class:"ghost",children:[a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"connection",name:i.id}),children:i.id}),a("span",{children:[n("detail.closed",{by:i.closedBy??"–",code:String(i.code??"–")}),i.groups.size>0&&` · ${n("detail.counted",{groups:[...i.groups].join(", ")})}`]}),a("span",{class:"r",children:r.seconds(o.now-i.closedAt)})]},i.id))})})}function $l({id:t,kit:e}){return a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"message",name:t}),children:t})}function Um({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=t.state==="stopped"?n("detail.stopped",{reason:t.reason??"–"}):t.consumer?n("detail.busy",{consumer:R(t.consumer)}):n("detail.idle");return a(w,{children:[a("p",{children:[s," · ",n("detail.runs",{n:t.runs}),t.lastDuration!==null&&` · ${r.milliseconds(t.lastDuration)}`]}),a(ut,{kit:e,pairs:[["what.message",t.message&&a($l,{id:t.message,kit:e})],["detail.busyfor",t.message&&r.seconds(bo(t,o.now))],["detail.line",wo(t)],["detail.hears",t.channels.join(", ")]]}),t.alarm&&a(yo,{worker:t,kit:e})]})}function Vm({it:t,kit:e}){let{say:n,numbers:r,session:o}=e,s=o.state.workers.get(t.hand??""),i=s?.message===t.id?s:null;return a(ut,{kit:e,pairs:[["what.channel",o.who.channel(t.channel,n)],["detail.state",n(`state.${t.state}`)],["detail.hand",t.hand],["what.consumer",i?.consumer?R(i.consumer):null],["detail.line",i&&wo(i)],["detail.busyfor",t.takenAt===null?null:r.seconds(o.now-t.takenAt)],["detail.age",r.seconds(o.now-t.acceptedAt)],["detail.size",r.bytes(t.size)]]})}function Ym({reason:t,kit:e}){let{say:n,session:r,numbers:o}=e,{bin:s,totals:i}=r.state,l=t===null?i.lost:i.lostBy.get(t)??0,c=s.filter(u=>t===null||u.reason===t);return a(G,{title:l?n("detail.losses",{n:l}):n("bin.empty"),children:a("ul",{children:c.map(u=>a("li",{children:[a(Qt,{reason:u.reason}),a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"fact",seq:u.seq}),children:[u.message??""," ",r.who.channel(u.channel,n)]}),a("span",{class:"r",children:[be(u.reason,n),u.harmless&&`, ${n("detail.harmless")}`," ·"," ",o.seconds(r.now-u.at)]})]},u.seq))})})}function Ol({kit:t,places:e}){let{say:n,session:r}=t,{balanced:o}=r.state.totals;return a("div",{class:"folded",role:"group","aria-label":n("title"),children:[a("button",{type:"button",class:"btn bare handle","aria-expanded":!1,"aria-label":n("pin.unfold"),title:n("pin.unfold"),onClick:()=>e.fold(!1),children:[a("svg",{viewBox:"0 0 12 8","aria-hidden":"true",children:a("path",{d:"M1 7l5-5 5 5"})}),a("span",{class:"what",children:Ft(t)}),a("span",{class:`ok ${o?"":"off"}`,children:o?"✓":"✗"})]}),a("button",{type:"button",class:"btn bare",onClick:()=>e.go("cell"),children:n("unpin")})]})}var Zm=["pin","fold","window","fullscreen","language","theme","side","help"],Qm=16,Rl=2,ef=34;function tf(t,e){return Math.max(e,_(t,12,"sans")+Qm)+Rl}function Bl(t,e,n){let r=({face:c})=>tf(c??"",n),o=t.filter(({face:c})=>c!==null);if(o.reduce((c,u)=>c+r(u),0)<=e&&o.length===t.length)return new Set(t.map(({key:c})=>c));let i=new Set,l=e-Math.max(n,ef)-Rl;for(let c of Zm){let u=o.find(d=>d.key===c);!u||r(u)>l||(l-=r(u),i.add(c))}return i}var nf={ArrowDown:1,ArrowRight:1,ArrowUp:-1,ArrowLeft:-1};function Fl({tools:t,say:e}){let[n,r]=A(!1),o=z(null),s=z(null);rf(o,n,()=>r(!1)),ce(()=>{n&&Al(o.current)[0]?.focus()},[n]);let i=()=>{r(!1),s.current?.focus()};return a("div",{class:"more",ref:o,onKeyDown:c=>{if(!n&&c.key==="ArrowDown")r(!0);else if(n&&c.key==="Escape")i();else if(n&&c.key==="Tab")r(!1);else if(!n||!of(o.current,c.key))return;c.key!=="Tab"&&c.preventDefault(),c.stopPropagation()},children:[a("button",{type:"button",class:"btn bare",ref:s,"aria-haspopup":"menu","aria-expanded":n,"aria-label":e("more"),title:e("more"),onClick:()=>r(!n),children:a("svg",{viewBox:"0 0 18 4","aria-hidden":"true",children:[a("circle",{cx:"2",cy:"2",r:"1.6"}),a("circle",{cx:"9",cy:"2",r:"1.6"}),a("circle",{cx:"16",cy:"2",r:"1.6"})]})}),n&&a("div",{class:"menu",role:"menu","aria-label":e("more"),children:t.map(c=>a(sf,{tool:c,done:i},c.key))})]})}function rf(t,e,n){ce(()=>{let r=t.current?.ownerDocument;if(!e||!r)return;let o=s=>{s.composedPath().includes(t.current)||n()};return r.addEventListener("pointerdown",o,!0),()=>r.removeEventListener("pointerdown",o,!0)},[e])}function Al(t){return[...t.querySelectorAll("[role^=menuitem]")]}function of(t,e){let n=Al(t),{activeElement:r}=t.getRootNode(),o=n.indexOf(r),s=nf[e],i={Home:0,End:n.length-1},l=s===void 0?i[e]:(o+s+n.length)%n.length;return l===void 0?!1:(n[l]?.focus(),!0)}function sf({tool:t,done:e}){let{choices:n}=t;if(n)return a(af,{name:t.name,choices:n});let r=()=>{e(),t.act()};return a("button",{type:"button",role:"menuitem",tabIndex:-1,"data-tool":t.key,onClick:r,children:t.name})}function af({name:t,choices:e}){return a("div",{class:"choices",role:"group","aria-label":t,children:e.map(n=>a("button",{type:"button",role:"menuitemradio","aria-checked":n.chosen,tabIndex:-1,lang:n.lang,onClick:n.act,children:n.name},n.key))})}var dt=["light","dark","projector"];function Ll(t){return dt.find(e=>e===t)??null}function Un(t){return dt[(dt.indexOf(t)+1)%dt.length]}function Mo(t,e){let{body:n}=t,r=n.dataset.jpThemeLight;if(r!==void 0)return r==="false"?"dark":"light";let o=n.dataset.vscodeThemeKind;return o!==void 0?/dark|high-contrast$/.test(o)?"dark":"light":e.matches?"dark":"light"}function Nl(t,e,n){let r=new MutationObserver(n);return r.observe(t.body,{attributes:!0,attributeFilter:["data-jp-theme-light","data-vscode-theme-kind"]}),e.addEventListener("change",n),()=>{r.disconnect(),e.removeEventListener("change",n)}}var lf=860;function ql(t){return[cf(t),uf(t),...df(t),...hf(t),pf(t)]}function cf({look:t,change:e,frame:n,kit:{say:r}}){let o=r(`theme.${t.theme}`),s=r("theme",{theme:o});return{key:"theme",name:s,face:n.width<lf?o:s,act:()=>e({theme:Un(t.theme)}),choices:dt.map(i=>({key:i,name:r(`theme.${i}`),chosen:i===t.theme,act:()=>e({theme:i})}))}}function uf({look:t,change:e,kit:{say:n}}){let r=no.find(o=>o!==t.language);return{key:"language",name:n("language.other"),face:n("language.other"),lang:r,act:()=>e({language:r}),choices:no.map(o=>({key:o,name:n(o===t.language?"language.this":"language.other"),chosen:o===t.language,lang:o,act:()=>e({language:o})}))}}function df({frame:t,places:e,kit:{say:n}}){let{place:r,whole:o}=t,s=r==="pin"&&!o,i=[],l=(c,u,d,h={})=>i.push({key:c,name:u,face:h.icon?"▂":u,act:d,...h});if(r!=="window"&&!o&&l("pin",n(s?"unpin":"pin"),()=>e.toggle("pin"),{pressed:s}),s&&e.canFlip){let c=e.side==="right";l("side",n(c?"pin.side":"pin.bottom"),()=>e.flip(),{icon:c?"bottom":"right"})}return s&&l("fold",n("pin.fold"),()=>e.fold(!0),{icon:"fold"}),o||l("window",n(r==="window"?"window.back":"window"),()=>e.toggle("window")),l("fullscreen",n(o?"fullscreen.leave":"fullscreen"),()=>e.toggleFullscreen()),i}function hf({frame:t,kit:e}){let{session:n,say:r}=e;if(t.speeds)return[];let o=fo.map(s=>({key:String(s),name:go(s,e),chosen:n.speed===s,act:()=>n.setSpeed(s)}));return[{key:"speed",name:r("time.speed"),face:null,act:()=>{},choices:o}]}function pf({change:t,kit:{say:e}}){return{key:"help",name:e("help"),face:"?",act:()=>t({help:!0})}}var mf={bottom:["M1 1.5H11V10.5H1Z","M1 7H11V10.5H1Z"],right:["M1 1.5H11V10.5H1Z","M7 1.5H11V10.5H7Z"],fold:["M2 4L6 8L10 4",""]};function ff({name:t}){let[e,n]=mf[t];return a("svg",{class:"icon",viewBox:"0 0 12 12","aria-hidden":"true",children:[a("path",{d:e}),a("path",{d:n,class:"full"})]})}function Dl({tool:t}){let e=t.face===t.name?void 0:t.name;return a("button",{type:"button",class:"btn bare","data-tool":t.key,lang:t.lang,"aria-label":e,"aria-pressed":t.pressed,title:e,onClick:t.act,children:t.icon?a(ff,{name:t.icon}):t.face})}var gf=640,Hl=16;function Il(t){let{look:e,change:n,frame:r,kit:o}=t,{say:s,session:i}=o,l=ql(t),c=i.box==="default"?"":i.box,u=g=>Bl(l,r.width-wf(o,g,c),r.touch?bf:0),d=u(s("title")),h=r.width>=gf&&d.size===l.length,m=h?d:u(""),p=l.filter(({key:g})=>!m.has(g));return a("header",{class:"head",children:[h&&a("h1",{children:[s("title"),c&&a("span",{class:"m",children:c})]}),a(yf,{view:e.view,change:n,kit:o}),a("div",{class:"tools",children:[l.filter(({key:g})=>m.has(g)).map(g=>a(Dl,{tool:g},g.key)),p.length>0&&a(Fl,{tools:p,say:s})]})]})}var bf=44;function wf({say:t},e,n){let r=ye.reduce((o,s)=>o+_(t(`view.${s}`),13,"bold")+20,Hl);return e?r+_(e,13,"bold")+Hl+(n?_(n,12)+6:0):r}function yf({view:t,change:e,kit:n}){let r=o=>{let s={ArrowRight:1,ArrowLeft:-1}[o.key];if(!s)return;let i=ye[(ye.indexOf(t)+s+ye.length)%ye.length],l=o.currentTarget;e({view:i}),n.session.afterRender(()=>l.querySelector("[aria-selected=true]")?.focus())};return a("div",{class:"tabs",role:"tablist","aria-label":n.say("views"),onKeyDown:r,children:ye.map(o=>a("button",{type:"button",role:"tab","aria-selected":o===t,"aria-controls":o===t?"panel":void 0,tabIndex:o===t?0:-1,onClick:()=>e({view:o}),children:n.say(`view.${o}`)},o))})}var Co=["layer.opened","layer.closed","process.joined","process.left","server.started","server.draining","server.stopped","worker.started","worker.busy","worker.stopping","worker.stopped","worker.stuck","worker.freed","connection.opened","connection.accepted","connection.rejected","connection.closed","frame.received","frame.sent","frame.ignored","reply.malformed","request.received","response.started","response.ended","message.accepted","message.refused","message.taken","message.delivered","message.lost","message.held","message.released","message.edited","message.duplicated","message.delayed","message.moved","group.joined","group.left","group.sent","route.matched","route.unmatched","routing.changed","session.opened","session.saved","session.discarded","user.identified","consumer.started","consumer.finished","consumer.raised","consumer.deferred","consumer.denied","binding.refused","consumer.waited","consumer.printed","timer.set","timer.fired","code.changed","hold.began","hold.ended","code.refused","fault.began","fault.ended","marked","subscriber.failed","log.trimmed"],Jl=["action","address","at","attempts","binding","body_size","breakpoint","by","bytes","capacity","captions","cause","changed","channel","channel_capacity","channels","client","clock_offset","code","condition","connection","consumer","content","cut","diff","due","duration","error","events","expected","expires","expires_at","expiry","fault","file","group","group_expiry","group_send","headers","how","id","index","kind","kwargs","label","ladder","layer","line","lost","members","message","method","notes","options","order","path","pk","place","process","protocol","protocols","query","queued","reason","reply_channel","retries","rules","run","seq","server","session","size","source","state","status","store","stream","subprotocol","subscriber","target","text","traceback","up_to","user","version","waited","what","where","why","worker"],ax=new Set(Co);function Wl(t,e){let n=null,r=.6;for(let o of e){let s=Xl(o,t);(s>r||s===r&&(n===null||o>n))&&(n=o,r=s)}return n}function zl(t,e,n){let r=e.map(o=>({word:o,like:Xl(o,t)}));return r.sort((o,s)=>s.like-o.like||(o.word<s.word?-1:1)),r.slice(0,n).map(({word:o})=>o)}function Xl(t,e){let n=t.length+e.length;return n===0?1:2*Eo(t,e)/n}function Eo(t,e){let[n,r,o]=vf(t,e);if(o===0)return 0;let s=Eo(t.slice(0,n),e.slice(0,r));return o+s+Eo(t.slice(n+o),e.slice(r+o))}function vf(t,e){let n=[0,0,0];for(let r=0;r<t.length;r++)for(let o=0;o<e.length;o++){let s=0;for(;r+s<t.length&&o+s<e.length&&t[r+s]===e[o+s];)s+=1;s>n[2]&&(n=[r,o,s])}return n}var kf=new Set(["channels","protocols","ladder"]);function At(t,e=""){if(typeof t=="string")return t;let n=Kl(t);return n!==null&&n[0]==="$b64"?Cf(Zl(n[1])):n!==null&&n[0]==="$repr"?String(n[1]):jl(t)?At(t.$head):typeof t=="boolean"?String(t):Array.isArray(t)&&kf.has(e)?xf(t,e):ve(t)}function xf(t,e){let n=t.map(r=>e==="ladder"?Sf(r):ve(r));return`(${n.join(", ")}${n.length===1?",":""})`}function Sf(t){let{rule:e,matched:n,why:r}=t??{};return`Step(rule=${ve(e)}, matched=${ve(n)}, why=${ve(r)})`}function jl(t){return typeof t=="object"&&t!==null&&"$head"in t&&"$size"in t}function Kl(t){if(typeof t!="object"||t===null||Array.isArray(t))return null;let e=Object.entries(t);return e.length===1&&/^\$(b64|repr|dict)$/.test(e[0][0])?e[0]:null}function ve(t){if(t==null)return"None";if(typeof t=="boolean")return t?"True":"False";if(typeof t=="number")return Mf(t);if(typeof t=="string")return Vl(t);if(Array.isArray(t))return`[${t.map(ve).join(", ")}]`;let e=Kl(t);return e!==null?_f(e):jl(t)?ve(t.$head):Gl(Object.entries(t))}function _f([t,e]){return t==="$repr"?String(e):t==="$dict"?Gl(Array.isArray(e)?e:[]):`b${Vl(String.fromCharCode(...Zl(e)),!0)}`}function Gl(t){return`{${t.map(([e,n])=>`${ve(e)}: ${ve(n)}`).join(", ")}}`}function Mf(t){return Number.isInteger(t)?String(t):Number.isFinite(t)?(Math.abs(t)<1e-4&&!String(t).includes("e")?t.toExponential():String(t)).replace(/e([+-])(\d)$/,"e$10$2"):String(t).replace("Infinity","inf").replace("NaN","nan")}var Ul=new Map([[`
`,"\\n"],["\r","\\r"],["	","\\t"],["\\","\\\\"]]);function Vl(t,e=!1){let n=t.includes("'")&&!t.includes('"')?'"':"'",r="";for(let o of t){let s=Ul.get(o)??(o===n?`\\${o}`:null),i=e&&o>"~";r+=s??(i||!Yl(o)?Po(o):o)}return n+r+n}function Yl(t){return t===" "||!/[\p{C}\p{Z}]/u.test(t)}function Po(t){let e=t.codePointAt(0),n=e.toString(16);return e<256?`\\x${n.padStart(2,"0")}`:e<65536?`\\u${n.padStart(4,"0")}`:`\\U${n.padStart(8,"0")}`}function To(t,e=60){let n=[...t].slice(0,e+1),r=i=>i==="\\"?null:Ul.get(i)??null,o=n.map(i=>Yl(i)?i:r(i)??Po(i)).join(""),s=[...o];return s.length<=e?o:`${s.slice(0,e-1).join("")}…`}function Zl(t){try{return Uint8Array.from(atob(String(t)),e=>e.charCodeAt(0))}catch{return new Uint8Array}}function Cf(t){let e="";for(let n=0;n<t.length;){let r=Ef(t,n);e+=r===0?Po(String.fromCharCode(t[n])):new TextDecoder("utf-8",{ignoreBOM:!0}).decode(t.subarray(n,n+r)),n+=Math.max(r,1)}return e}function Ef(t,e){for(let n=1;n<=4&&e+n<=t.length;n++)try{let r=t.subarray(e,e+n);return new TextDecoder("utf-8",{fatal:!0,ignoreBOM:!0}).decode(r),n}catch{}return 0}var Pf=new Set(["address","captions","channel","channels","client","consumer","content","diff","error","group","headers","kwargs","label","ladder","notes","path","protocols","query","store","target","text","traceback","what","where","why"]),ht=[...Jl,"tab","since","until"].sort(),Ql=4,ec=[...new Set(Co.flatMap(t=>[t,...t.split(".")]))].sort(),tc=/(?:[^\s"']|"[^"]*"|'[^']*')+/y,Tf=/^(-?)([\p{L}_][\p{L}\p{N}_]*(?:\.[^\s:~"']+)?)([:~])([\s\S]*)$/u;function rc(t,e=null){let n=new $o,r=$f(t).map(o=>Of(o,n,e));return o=>(n.learn(o),r.every(s=>s(o)))}var $o=class{labels=new Map;owners=new Map;learn(e){if(e.kind!=="connection.opened")return;let n=f(e.connection)??f(e.id);if(!n)return;this.labels.set(n,f(e.label)||n);let r=f(e.reply_channel);r&&this.owners.set(r,n)}connection(e){return To(this.labels.get(e)??e,30)}owner(e){return typeof e=="string"?this.owners.get(e)??null:null}};function $f(t){let e=[],n=0;for(;n<t.length;){tc.lastIndex=n;let r=tc.exec(t)?.[0];if(r===void 0&&!/\s/.test(t[n]))throw new Error(`A quote is open in ${pt(To(t))}: put a second one where the value ends, or put the value into quotes of the other kind.`);r!==void 0&&e.push(r),n+=r?.length??1}return e}function Of(t,e,n){let r=Rf(t),o=Tf.exec(r);if(o===null){let d=r.startsWith("-"),h=Bf(nc(d?r.slice(1):r));return d?m=>!h(m):h}let[,s,i,l,c]=o,u=Ff(i,l,nc(c),e,n);return s==="-"?d=>!u(d):u}function Rf(t){let e=t[0],n=t.slice(1,-1);return t.length>1&&/["']/.test(e)&&t.endsWith(e)&&!n.includes(e)?n:t}function nc(t){return t.replace(/(["'])(.*?)\1/g,"$2")}function Bf(t){if(!ec.includes(t))throw new Error(`${pt(t)} is neither a kind of event nor a part of one${oc(t,ec)}. To look for a text, write text:${t} or content:${t}.`);return e=>e.kind===t||e.kind.split(".").includes(t)}function oc(t,e){let n=Wl(t,e);return n===null?"":` (did you mean ${pt(n)}?)`}var pt=t=>t.includes("'")?`"${t}"`:`'${t}'`;function Ff(t,e,n,r,o){if(t==="since"||t==="until")return Jf(t,e,n,o);let s=Af(t,e,n);if(t==="tab"||t==="connection")return Hf(s,r);if(t.startsWith("content."))return Df(t.slice(8),s);if(t==="text")return i=>s(qf(i),"text");if(!ht.includes(t))throw new Error(`No event has a field ${pt(t)}${oc(t,ht)}. Closest are ${zl(t,ht,Ql).join(", ")}; ${ht.length-Ql} more in help (?), and content.<key> is for a message's content.`);return i=>s(i[t],t)}function Af(t,e,n){if(e==="~"){let r=Nf(t,n);return(o,s)=>o!=null&&r.test(At(o,s))}if(n==="")throw new Error(`${t}: needs a value behind the colon, as in ${t}:something.`);return Pf.has(t)||t.startsWith("content.")?(r,o)=>r!=null&&At(r,o).includes(n):(r,o)=>r!=null&&At(r,o)===n}var Lf=[[/\(\?P</g,"(?<"],[/\(\?P=(\w+)\)/g,"\\k<$1>"],[/\\A/g,"(?<![\\s\\S])"],[/\\[Zz]/g,"(?![\\s\\S])"]];function Nf(t,e){let n=/^\(\?([ims]+)\)/.exec(e),r=n===null?e:e.slice(n[0].length),o=Lf.reduce((s,[i,l])=>s.replace(i,l),r);try{return new RegExp(o,n?.[1]??"")}catch(s){let i=s instanceof Error?s.message:String(s);throw new Error(`${t}~ needs a regular expression, and ${pt(e)} is none: ${i}.`)}}function qf(t){if(t.text!=null)return t.text;let e=t.content;return sc(e)?e.text:null}function Df(t,e){return({content:n})=>sc(n)&&Object.hasOwn(n,t)&&e(n[t])}function sc(t){return typeof t=="object"&&t!==null&&!Array.isArray(t)}function Hf(t,e){return n=>{let r=n.where??"";if(r.startsWith("tab:")&&t(r.slice(4)))return!0;let o=f(n.connection)||e.owner(n.channel);return o!==null&&(t(o)||t(e.connection(o)))}}var If=/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;function Jf(t,e,n,r){if(!If.test(n))throw new Error(`${t}: needs a number of seconds, as in ${t}:5, not ${pt(n)}.`);if(e!==":")throw new Error(`${t} is a number of seconds: write ${t}:${n}.`);let o=Number(n);if(o<0){if(r===null)throw new Error(`${t}:${n} counts back from now, and here there is no now.`);o+=r}return t==="since"?s=>s.at>=o:s=>s.at<=o}var Wf=[[["Space"],"help.space"],[[",","."],"help.step"],[["1","2"],"help.views"],[["/"],"help.filter"],[["f"],"help.fullscreen"],[["p"],"help.pin"],[["t"],"help.theme"],[["Esc"],"help.escape"],[["?"],"help.help"]];function ic({say:t,close:e}){let n=z(null);return ce(()=>n.current?.focus(),[]),a("div",{class:"help",children:a("div",{role:"dialog","aria-modal":"true","aria-label":t("help"),children:[a("h2",{children:[t("help"),a("button",{type:"button",class:"btn",ref:n,onClick:e,children:t("close")})]}),a("dl",{children:Wf.map(([r,o])=>[a("dt",{children:r.map(s=>a("kbd",{children:s},s))},o),a("dd",{children:t(o)},`${o}.`)])}),a("h3",{children:t("help.filter.title")}),a("p",{children:t("help.filter.forms")}),a("p",{children:[t("help.filter.fields"),": ",a("code",{children:ht.join(", ")})]})]})})}var zf=760,Xf=540,ac=new Set(["queued","held","in_hand","delivered","lost"]);function jf({fate:t,n:e,kit:n,marked:r}){let o=n.say(`fate.${t}`),s=`term ${t==="lost"&&e>0?"lost":""}`;return a("span",{class:s,"data-fate":t,"data-n":e,title:r?o:void 0,children:[a("i",{children:[ac.has(t)&&a(Zt,{fate:t}),a("span",{class:r&&ac.has(t)?"sr":"",children:o})]}),a("b",{children:n.numbers.count(e)})]})}var Lt=({sign:t})=>a("span",{class:"op",children:t});function lc({totals:t,kit:e,compact:n}){let{say:r,mode:o}=e,s=n&&e.width<zf,i=r(t.balanced?"ledger.balances":"ledger.off"),{skipped:l}=e.session.state,c=(u,d)=>a(jf,{fate:u,n:d,kit:e,marked:s});return a("div",{class:`bar ledger ${n?"compact":""}`,role:"group","aria-label":r("ledger"),children:[c("accepted",t.accepted),a(Lt,{sign:"="}),c("queued",t.queued),a(Lt,{sign:"+"}),c("held",t.held),a(Lt,{sign:"+"}),c("in_hand",t.inHand),!n&&e.width<540&&a("span",{class:"brk"}),a(Lt,{sign:"+"}),c("delivered",t.delivered),a(Lt,{sign:"+"}),c("lost",t.lost),a("span",{class:"end",children:[(o==="wide"||t.refused>0)&&c("refused",t.refused),a("span",{class:`ok ${t.balanced?"":"off"}`,"data-balanced":t.balanced,title:l?r("ledger.skipped",{n:l}):void 0,children:n&&e.width<Xf?a(Kf,{verdict:i}):i})]})]})}function Kf({verdict:t}){return a(w,{children:[a("span",{"aria-hidden":"true",children:t.slice(0,1)}),a("span",{class:"sr",children:t.slice(2)})]})}function cc({kit:t}){return a(w,{children:[a(Gf,{kit:t}),a(pl,{kit:t})]})}function Gf({kit:t}){let{session:e,say:n}=t;return e.problem?a("div",{class:"bar note bad",role:"alert",children:[e.problem,a("button",{type:"button",class:"btn",onClick:()=>e.dismiss(),children:n("error.dismiss")})]}):e.lost?a(Uf,{kit:t}):e.waiting>0?a(Vf,{text:n("wait.cell",{n:e.waiting})}):null}function Uf({kit:{session:t,say:e}}){let{cells:n}=t;return a("div",{class:"bar note bad",role:"status",children:a("span",{children:[e("wait.kernel")," ",n.length>0&&e("wait.again",{n:n.length}),n.map(({text:r,execution:o},s)=>a("span",{children:[s>0&&","," ",a("code",{children:r})," (In [",o,"])"]},o))]})})}function Vf({text:t,bad:e=!1}){return a("div",{class:`bar note ${e?"bad":""}`,role:"status",children:t})}function uc({places:t,say:e}){let n=t.side==="right",r=s=>{s.buttons===1&&t.resize(n?innerWidth-s.clientX:innerHeight-s.clientY)},o=s=>{let i=n?{ArrowLeft:24,ArrowRight:-24}[s.key]:{ArrowUp:24,ArrowDown:-24}[s.key];i&&(s.preventDefault(),s.stopPropagation(),t.resize(t.size+i))};return a("div",{class:`edge ${t.side}`,role:"separator","aria-orientation":n?"vertical":"horizontal","aria-label":e("pin.resize"),"aria-valuenow":Math.round(t.size),tabIndex:0,onPointerDown:s=>s.currentTarget.setPointerCapture(s.pointerId),onPointerMove:r,onKeyDown:o})}function Ke(t){return"gap"in t}var dc=t=>Ke(t)?t.after:t.seq??0,Vn=class{constructor(e,n){this.source=e;this.filter=n;let{fits:r,problem:o}=hc(n,e.liveNow);this.fits=r,this.problem=o}source;filter;problem;found=0;rows=[];epoch=-1;newest=0;oldest=0;fits;get length(){return this.rows.length}get(e){return this.rows[e]}update(){let{history:e,epoch:n}=this.source;n!==this.epoch&&this.forget(n);let r=e.first?.seq??0,o=r>this.oldest?this.letGo(r):0;this.oldest=r;for(let s of e.since(this.newest))this.take(s);return o}indexOf(e){let n=0,r=this.rows.length-1;for(;n<=r;){let o=n+r>>1,s=this.rows[o],i=dc(s);if(i===e&&!Ke(s))return o;i<e?n=o+1:r=o-1}return-1}forget(e){this.rows=[],this.found=this.newest=this.oldest=0,this.epoch=e,this.fits=hc(this.filter,this.source.liveNow).fits}take(e){let n=e.seq??0;if(n>this.newest+1){let r=n-this.newest-1;this.rows.push({gap:!0,after:this.newest,n:r,trimmed:this.newest===0})}this.newest=n,this.fits(e)&&(this.rows.push(e),this.found+=1)}letGo(e){if(this.rows.length===0)return 0;let n=this.rows.findIndex(s=>dc(s)>=e),r=this.rows.slice(0,n<0?this.rows.length:n),o=n<0?[]:this.rows.slice(n);return this.found-=r.filter(s=>!Ke(s)).length,this.rows=[{gap:!0,after:0,n:e-1,trimmed:!0},...o],r.length-1}};function hc(t,e){try{return{fits:rc(t,e),problem:null}}catch(n){return{fits:()=>!0,problem:n instanceof Error?n.message:String(n)}}}function Nt(t,{height:e,openAt:n,detail:r}){return t*e+(n>=0&&t>n?r:0)}function pc(t,e){let{rows:n,height:r,openAt:o,detail:s}=e,i=h=>{let m=Math.floor(h/r);return o<0||m<=o?m:Math.max(o,Math.floor((h-s)/r))},l=Math.max(0,n-Math.ceil(t.height/r)-8),c=Math.max(0,Math.min(l,i(t.top)-8)),u=Math.min(n,i(t.top+t.height)+1+8),d=Nt(n,e);return{from:c,to:u,above:Nt(c,e),below:Math.max(0,d-Nt(u,e))}}var Yf=28;function gc({kit:t,filter:e,setFilter:n,open:r,setOpen:o}){let{session:s,say:i}=t,l=wt(()=>new Vn(s,e),[s,e]),c=l.update(),u=z(l);u.current=l;let d=z(null),[h,m]=A(!0),[p,g]=A(0),b=Zf(d,t),y=Yf*t.scale,v=r===null?-1:l.indexOf(r),k=pc(b,{rows:l.length,height:y,openAt:v,detail:r===null?0:p}),P=S=>{l.indexOf(S)<0&&n(""),m(!1),o(S);let N=H=>{!eg(d.current,u.current.indexOf(S),y)&&H>0&&s.afterRender(()=>N(H-1))};s.afterRender(()=>N(3))};Qf(d,h&&r===null,l.length,c*y);let C=S=>{let N=S.currentTarget;b.moved(),m(N.scrollHeight-N.scrollTop-N.clientHeight<y)};return a("div",{class:"view table",role:"tabpanel",id:"panel","aria-label":i("view.table"),children:[a(ug,{kit:t,filter:e,setFilter:n,rows:l,enter:()=>tg(d.current)}),a("div",{class:"rows",ref:d,onScroll:C,onKeyDown:S=>ng(S,P),children:l.length===0?a("p",{class:"none",children:i(s.history.size?"table.none":"table.empty")}):a(rg,{kit:t,rows:l,slice:k,open:r,setOpen:S=>S===null?o(null):P(S),go:P,setDetail:g})}),!(h&&r===null)&&l.length>0&&a("button",{type:"button",class:"btn newest",onClick:()=>{o(null),m(!0)},children:["↓ ",i("table.newest")]})]})}function Zf(t,{scale:e,session:n}){let[r,o]=A({top:0,height:400*e}),s=()=>{let{scrollTop:i,clientHeight:l}=t.current;o(c=>c.top===i&&c.height===l?c:{top:i,height:l})};return Ze(()=>{let i=new ResizeObserver(s);return i.observe(t.current),()=>i.disconnect()},[n]),{...r,moved:s}}function Qf(t,e,n,r){Ze(()=>{e&&t.current&&(t.current.scrollTop=t.current.scrollHeight)},[e,n]),Ze(()=>{!e&&r>0&&t.current&&(t.current.scrollTop-=r)})}function eg(t,e,n){if(!t||e<0)return!0;let r=Nt(e,{rows:0,height:n,openAt:-1,detail:0});(r<t.scrollTop||r>t.scrollTop+t.clientHeight-6*n)&&(t.scrollTop=Math.max(0,r-2*n));let o=t.querySelector("tr.sel");return o?.focus({preventScroll:!0}),o!==null}function tg(t){let e=t?.getBoundingClientRect().top??0,n=[...t?.querySelectorAll("tr.fact")??[]],r=t?.querySelector("thead")?.getBoundingClientRect().height??0;n.find(o=>o.getBoundingClientRect().top>=e+r-1)?.focus()}function ng(t,e){let n=t.target.closest?.("tr.fact"),r={ArrowDown:1,ArrowUp:-1}[t.key];if(!n||!r||t.target!==n)return;t.preventDefault();let o=r>0?n.nextElementSibling:n.previousElementSibling;for(;o&&!o.matches("tr.fact");)o=r>0?o.nextElementSibling:o.previousElementSibling;o instanceof HTMLElement&&(o.focus(),n.matches(".sel")&&e(Number(o.dataset.seq)))}var bc=[{name:"seq",wide:66,least:66,from:"narrow",number:!0},{name:"at",wide:84,least:72,from:"medium",number:!0},{name:"where",wide:92,least:92,from:"wide"},{name:"kind",wide:190,least:150,from:"narrow"},{name:"what",wide:null,least:null,from:"narrow"},{name:"reason",wide:120,least:96,from:"medium"},{name:"cause",wide:64,least:64,from:"wide"}],mc=["narrow","medium","wide"],qt=(t,e)=>mc.indexOf(t)>=mc.indexOf(e);function rg({kit:t,rows:e,slice:n,open:r,setOpen:o,go:s,setDetail:i}){let l=bc.filter(({from:u})=>qt(t.mode,u)),c=[];for(let u=n.from;u<n.to;u++){let d=e.get(u);d&&(c.push(a(sg,{index:u,row:d,kit:t,open:r,setOpen:o},og(d))),!Ke(d)&&d.seq===r&&c.push(a(lg,{span:l.length,setDetail:i,children:a(Kn,{fact:d,kit:t,go:s},d.seq)},"open")))}return a("table",{"aria-rowcount":e.length,children:[a("colgroup",{children:l.map(({name:u,wide:d,least:h})=>{let m=t.mode==="wide"?d:h,p=m===null?void 0:{width:`calc(${m} * var(--u))`};return a("col",{style:p},u)})}),a("thead",{children:a("tr",{children:l.map(({name:u,number:d})=>a("th",{scope:"col",class:d?"num":"",children:t.say(`column.${u}`)},u))})}),a("tbody",{children:[a(fc,{height:n.above,span:l.length}),c,a(fc,{height:n.below,span:l.length})]})]})}var og=t=>Ke(t)?`gap ${t.after}`:t.seq;function fc({height:t,span:e}){return t<=0?null:a("tr",{class:"pad",children:a("td",{colSpan:e,style:{height:`${t}px`}})})}function sg({index:t,row:e,kit:n,open:r,setOpen:o}){if(Ke(e))return a(ag,{gap:e,kit:n});let s=e.seq??0,i=s===r,l=n.session.state.seq,c=["fact",Gn(e)?"lost":"",i?"sel":"",n.session.paused&&s===l?"now":"",n.session.paused&&s>l?"later":""],u=()=>o(i?null:s);return a("tr",{class:c.filter(Boolean).join(" "),"aria-rowindex":t+1,"aria-expanded":i,"data-seq":s,tabIndex:0,onClick:d=>xn(d)||u(),onKeyDown:d=>{if(d.target===d.currentTarget){if(d.key==="Enter")u();else if(d.key==="Escape"&&i)o(null);else return;d.preventDefault(),d.stopPropagation()}},children:a(ig,{fact:e,kit:n})})}function ig({fact:t,kit:e}){let{numbers:n,session:r,mode:o,say:s}=e,i=a("td",{children:a("span",{class:"kind m",children:[a(xo,{fact:t}),t.kind]})});return a(w,{children:[a("td",{class:"m num",children:n.count(t.seq??0)}),qt(o,"medium")&&a("td",{class:"m num",children:t.at.toFixed(3)}),qt(o,"wide")&&a("td",{class:"m",children:x(t.where)}),i,a("td",{class:"m",children:ct(t,r.who,s,n)}),qt(o,"medium")&&a("td",{children:typeof t.reason=="string"?be(t.reason,s):""}),qt(o,"wide")&&a("td",{class:"m",children:t.cause??""})]})}function ag({gap:t,kit:e}){return a("tr",{class:"gap",children:a("td",{colSpan:bc.length,children:e.say(t.trimmed?"gap.trimmed":"gap.skipped",{n:t.n})})})}function lg({span:t,setDetail:e,children:n}){let r=z(null);return ce(()=>{let o=()=>e(r.current?.offsetHeight??0),s=new ResizeObserver(o);return s.observe(r.current),()=>s.disconnect()},[]),a("tr",{class:"ex",ref:r,children:a("td",{colSpan:t,children:n})})}var cg=["lost","raised","refused","channel:","group:","tab:","consumer:","text:","-reason:","since:-5"];function ug({kit:t,filter:e,setFilter:n,rows:r,enter:o}){let{say:s,session:i,mode:l}=t,c=z(null),u=d=>{let h=e.split(/\s+/).filter(Boolean),m=h.filter(g=>g!==d),p=m.length<h.length?m.join(" "):[...h,d].join(" ");n(p),c.current?.focus()};return a(w,{children:[a("div",{class:"filt",children:[a("label",{for:"filter",children:s("table.filter")}),a("input",{id:"filter",ref:c,value:e,placeholder:s("table.hint"),spellcheck:!1,autocomplete:"off","aria-invalid":r.problem!==null,onInput:d=>n(d.currentTarget.value),onKeyDown:d=>{if(d.key==="ArrowDown")o();else if(d.key==="Escape"&&e)n("");else return;d.preventDefault(),d.stopPropagation()}}),e&&a("button",{type:"button",class:"btn",onClick:()=>n(""),children:s("table.clear")}),a("span",{class:"n",children:s("table.found",{found:t.numbers.count(r.found),n:i.history.size})})]}),a("div",{class:"words",children:[l!=="narrow"&&cg.map(d=>a("button",{type:"button","aria-pressed":e.split(/\s+/).includes(d),onClick:()=>u(d),children:d},d)),r.problem!==null&&a("span",{class:"bad",children:r.problem})]})]})}var ye=["flow","table"];function wc(t){let{look:e,frame:n,places:r}=t,o=z(null),s=mg(t),i=c=>{let u=ss(c);u&&(c.preventDefault(),fg[u]?.(t,o.current))},l=n.place!=="cell"||n.whole;return a("div",{class:"stage",ref:o,lang:e.language,"data-theme":e.theme,"data-mode":n.mode,"data-place":n.place,"data-view":e.view,"data-fill":l?"":void 0,"data-compact":n.compact?"":void 0,"data-touch":n.touch?"":void 0,style:{"--u":`${n.scale}px`},tabIndex:-1,onKeyDown:i,children:n.folded?a(Ol,{kit:s,places:r}):a(dg,{...t,kit:s})})}function dg(t){let{session:e,look:n,change:r,frame:o,places:s,kit:i}=t,l=bg(i);return a(w,{children:[a(Il,{look:n,change:r,frame:o,places:s,kit:i}),a(cc,{kit:i}),a("div",{class:"body",children:n.view==="flow"?a(hg,{...t,kit:i}):a(gc,{kit:i,filter:n.filter,setFilter:c=>r({filter:c}),open:n.open,setOpen:c=>r({open:c})})}),a(ll,{kit:i,spoken:l}),a(lc,{totals:e.state.totals,kit:i,compact:o.compact||o.width<Gt}),a(hl,{kit:i,frame:o}),o.place==="pin"&&!o.whole&&a(uc,{places:s,say:i.say}),n.help&&a(ic,{say:i.say,close:()=>r({help:!1})})]})}function hg({session:t,look:e,frame:n,kit:r}){let o=e.selection!==null&&n.mode==="wide"?pg:0,s=n.width-o;return a(w,{children:[a("div",{class:"view picture",role:"tabpanel",id:"panel","aria-label":r.say("view.flow"),children:a(On,{state:t.state,version:t.version,air:t.air,time:t.time,onFrame:n.onFrame,now:t.now,width:s,scale:n.scale,mode:o&&s<960?"medium":n.mode,theme:e.theme,calm:n.calm,live:t.live,say:r.say,numbers:r.numbers,selection:e.selection,select:r.select,showInTable:r.showInTable,deeds:t.deeds})}),e.selection&&a(Tl,{selection:e.selection,kit:r})]})}var pg=336;function mg({session:t,look:e,change:n,frame:r}){return{session:t,say:Wn(e.language),numbers:oo(e.language),language:e.language,theme:e.theme,mode:r.mode,width:r.width,scale:r.scale,calm:r.calm,selection:e.selection,select:o=>n({selection:o}),showInTable:o=>n({view:"table",filter:o,open:null})}}var fg={toggle:({session:t})=>t.toggle(),back:({session:t})=>t.step(-1),step:({session:t})=>t.step(1),fullscreen:({places:t})=>t.toggleFullscreen(),pin:({places:t})=>t.toggle("pin"),theme:({look:t,change:e})=>e({theme:Un(t.theme)}),flow:({change:t})=>t({view:"flow"}),table:({change:t})=>t({view:"table"}),help:({look:t,change:e})=>e({help:!t.help}),filter:({session:t,change:e},n)=>{e({view:"table"}),t.afterRender(()=>n.querySelector("#filter")?.focus())},escape:({look:t,change:e})=>{t.help?e({help:!1}):t.open!==null&&t.view==="table"?e({open:null}):e({selection:null})}},gg=1e3;function bg(t){let e=Ft(t),[n,r]=A(e),o=z(0);return ce(()=>{let s=Math.max(0,o.current+gg-performance.now()),i=setTimeout(()=>{o.current=performance.now(),r(e)},s);return()=>clearTimeout(i)},[e]),n}function yc({places:t,look:e,scale:n}){let r=Wn(e.language),o=wg(t);return o?a("div",{class:"stage","data-theme":e.theme,"data-place":"away",lang:e.language,style:{"--u":`${Math.min(n,1.3)}px`},children:a("div",{class:"away",children:[r(o.text),a("button",{type:"button",class:"btn",onClick:o.act,children:r(o.button)})]})}):null}function wg(t){return t.blocked?{text:"window.blocked",button:"window.open",act:()=>t.go("window")}:t.place==="pin"?{text:"pin.here",button:"unpin",act:()=>t.go("cell")}:t.place==="window"?{text:"window.here",button:"window.back",act:()=>t.toggle("window")}:null}var vc=`:host {
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
`;var kc=`.filt {
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
.card {
  margin: calc(6 * var(--u)) 0;
  padding: calc(4 * var(--u)) calc(10 * var(--u));
  border-left: calc(3 * var(--u)) solid var(--request);
  background: var(--sunk);
  font-size: var(--r2);
}
.card p {
  margin: calc(2 * var(--u)) 0 0;
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
`;var xc=`/* Tokens: see the design notes. One unit --u is one pixel at scale 1; everything is measured in it. */
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
`;var Sg=[xc,vc,kc,os].join(`
`),_g=1e3/15,Mg=4,Cg=500,Eg=["keydown","keypress","keyup"],Yn=class{constructor(e,n,r){this.session=e;let o=Ll(r.theme);this.following=o===null,this.look={view:ye.find(s=>s===r.view)??"flow",theme:o??Mo(document,this.system),language:el(r.language??document.documentElement.lang),selection:null,filter:"",open:null,help:!1},n.append(this.shown.host,this.slip.host),this.places=new Kt(n,this.shown.host,s=>this.another(s),e.box,()=>this.moved()),this.listen(),this.moved(),r.pin&&this.places.go("pin"),r.window&&this.places.go("window")}session;shown=Oo(document);slip=Oo(document);places;look;following;system=matchMedia("(prefers-color-scheme: dark)");reduced=matchMedia("(prefers-reduced-motion: reduce)");coarse=matchMedia("(pointer: coarse)");draws=new Set;undo=[];unwatch=()=>{};inSight=!1;size={width:0,height:0};frame=null;clock;dirty=!0;drawn=-1;mayRender=0;unmount(){this.stop(),clearTimeout(this.clock),this.unwatch();for(let e of this.undo)e();Ve(null,this.shown.into),Ve(null,this.slip.into),this.places.dispose(),this.shown.host.remove(),this.slip.host.remove(),this.session.seen(this,!1)}another(e){return this.unwatch(),this.stop(),Ve(null,this.shown.into),this.shown.host.remove(),this.shown=Oo(e),this.shown.host}listen(){let e=(n,r,o)=>{n.addEventListener(r,o),this.undo.push(()=>n.removeEventListener(r,o))};e(this.reduced,"change",()=>this.update()),e(this.coarse,"change",()=>this.update()),this.undo.push(Nl(document,this.system,()=>this.pageThemeChanged())),this.undo.push(this.session.subscribe(()=>this.wake()))}moved(){this.unwatch(),this.stop(),this.unwatch=this.watch(this.places.view),this.update()}watch(e){let n=e.document,r=new e.ResizeObserver(()=>this.measure());r.observe(this.shown.host);let o=new e.IntersectionObserver(l=>{this.inSight=l.at(-1).isIntersecting,this.sightChanged()});o.observe(this.shown.host);let s=()=>this.sightChanged(),i=()=>this.measure();return n.addEventListener("visibilitychange",s),n.addEventListener("fullscreenchange",i),this.measure(),()=>{r.disconnect(),o.disconnect(),n.removeEventListener("visibilitychange",s),n.removeEventListener("fullscreenchange",i)}}measure(){let{width:e,height:n}=this.shown.host.getBoundingClientRect();(e!==this.size.width||n!==this.size.height)&&(this.size={width:e,height:n}),this.sightChanged(),this.update()}get visible(){let e=this.places.view.document;return this.inSight&&this.size.width>0&&e.visibilityState!=="hidden"}sightChanged(){this.session.seen(this,this.visible),this.visible?this.wake():this.stop()}pageThemeChanged(){this.following&&this.change({theme:Mo(document,this.system)},!0)}change=(e,n=!1)=>{e.theme&&!n&&(this.following=!1),this.look={...this.look,...e},this.update()};update(){this.dirty=!0,this.wake()}wake(){if(this.frame||!this.visible)return;clearTimeout(this.clock);let{view:e}=this.places;this.frame={view:e,id:e.requestAnimationFrame(this.step)}}stop(){this.frame&&this.frame.view.cancelAnimationFrame(this.frame.id),this.frame=null,clearTimeout(this.clock)}step=e=>{this.frame=null,this.session.advance(e),(this.dirty||this.session.version!==this.drawn)&&(this.dirty||e>=this.mayRender)&&this.paint();let r=this.session.time();for(let o of this.draws)o(r);this.session.moving||this.session.version!==this.drawn?this.wake():this.clock=setTimeout(()=>this.update(),Cg)};paint(){let e=performance.now();this.dirty=!1,this.drawn=this.session.version;let n=this.measured();Ve(a(wc,{session:this.session,look:this.look,change:this.change,frame:n,places:this.places}),this.shown.into),Ve(a(yc,{places:this.places,look:this.look,scale:n.scale}),this.slip.into),this.session.rendered();let r=performance.now();this.mayRender=Math.max(e+_g,r+(r-e)*(Mg-1))}measured(){let{width:e,height:n}=this.size,{host:r}=this.shown,o=r.ownerDocument.fullscreenElement===r,s=o||this.places.place==="window",{place:i,folded:l}=this.places,c=i==="pin"&&!o,u=c?hs(this.look.theme,e,n):xr(this.look.theme,e,n,s),d=Math.floor(e/u)-32,h=this.coarse.matches||d<Gt,p=(c||s)&&n/u<ps(Sr(d),c);return{width:d,scale:u,mode:Sr(d),calm:this.reduced.matches,place:i,whole:o,folded:c&&l,compact:p,speeds:d>=ms||!(p||h),touch:h,onFrame:this.onFrame}}onFrame=e=>(this.draws.add(e),this.wake(),()=>this.draws.delete(e))};function Oo(t){let e=t.createElement("div"),n=t.createElement("style"),r=t.createElement("div");n.textContent=Sg,r.className="root",e.attachShadow({mode:"open"}).append(n,r);for(let o of Eg)e.addEventListener(o,is);return{host:e,into:r}}var ae={hop:null,lasts:0},Pg={frame:260,accept:240,take:200,run:200,send:300,toGroup:280,fan:400,reply:400,out:260,fall:520,member:260},Ro=140,Tg=80,Zn=class{sent=null;of(e,n){let r=Hg.get(n.kind);return n.kind==="group.sent"&&(this.sent={id:f(n.id)??"",group:Bo(n)}),r===void 0?ae:r(e,n,this.sent)}};function de(t,e){return{hop:{road:t,kind:e,count:1},lasts:Pg[t.hop]}}function Bo(t){return q(j(t),f(t.group)??"")}function Qn(t,e){return qn(t,f(e.cause)??"")?.consumer??null}function $g(t,e){let n=qn(t,f(e.cause)??"");return t.messages.get(n?.message??"")?.kind??"custom"}function er(t){return(e,n)=>{let r=Ie(n);return r===null?ae:de({hop:"frame",connection:r},t)}}function Dt(t){return(e,n)=>{let r=Ie(n);return r===null?ae:de({hop:"out",connection:r},t)}}function Og(t,e){return e.protocol==="http"?ae:er("connect")(t,e,null)}function Rg(t,e){let n=t.connections.get(Ie(e)??"");return n===void 0||n.protocol==="http"?ae:e.by==="client"?er("disconnect")(t,e,null):e.by==="server"?Dt("disconnect")(t,e,null):ae}function Bg(t,e,n){let r=f(e.channel)??"",o=f(e.group_send);if(o!==null)return Fg(t,r,o===n?.id?n.group:null);if(se(r)){let i=t.replies.get(r);return i===void 0?ae:de({hop:"reply",consumer:Qn(t,e),connection:i},"reply")}let s=Fo(e,r);if(e.where?.startsWith("server:")){if((t.channels.get(s)?.heardBy.size??0)===0&&te(r)==="disconnect")return ae;let l=Ag(t,e);return de({hop:"accept",connection:l,channel:s},te(r))}return de({hop:"send",consumer:Qn(t,e),channel:s},te(r))}function Fg(t,e,n){if(n===null)return ae;let r=t.replies.get(e);return de({hop:"fan",group:n,connections:r===void 0?[]:[r],channels:r===void 0?[e]:[]},"reply")}function Fo(t,e){let n=e.includes("?")?e.slice(0,e.indexOf("?")+1):e;return q(j(t),n)}function Ag(t,e){let n=e.content,r=f(n?.reply_channel);if(r!==null)return t.replies.get(r)??null;let o=f(e.cause)??"";return t.connections.has(o)?o:null}function Lg(t,e){let n=f(e.channel)??"";if(se(n))return{hop:null,lasts:Tg};let r=e.where??"";return t.workers.has(r)?de({hop:"take",channel:Fo(e,n),worker:r},te(n)):ae}function Ng(t,e){let n=f(e.worker)??e.where??"",r=t.messages.get(f(e.message)??""),o=Z(f(e.consumer)??"");return de({hop:"run",worker:n,consumer:o},r?.kind??"custom")}function qg(t,e){return de({hop:"toGroup",consumer:Qn(t,e),group:Bo(e)},"reply")}function Sc(t){return(e,n)=>{if(t==="discard"&&n.reason!=="discarded")return ae;let r=e.replies.get(f(n.channel)??"")??null,s={hop:"member",consumer:Qn(e,n),group:Bo(n),change:t,connection:r};return de(s,$g(e,n))}}function Dg(t,e){let n=f(e.reason)??"";if(n==="nobody_listens"||ue(e)===null)return ae;let r=f(e.channel)??"",o=t.replies.get(r)??null,s=se(r)?r:Fo(e,r);return de({hop:"fall",channel:s,connection:o,reason:n},te(r))}var Hg=new Map([["connection.opened",Og],["connection.accepted",Dt("reply")],["connection.rejected",Dt("disconnect")],["connection.closed",Rg],["frame.received",er("receive")],["frame.sent",Dt("reply")],["request.received",er("request")],["response.started",Dt("reply")],["message.accepted",Bg],["message.taken",Lg],["message.lost",Dg],["group.sent",qg],["group.joined",Sc("add")],["group.left",Sc("discard")],["consumer.started",Ng],["worker.busy",()=>({hop:null,lasts:Ro})],["consumer.finished",()=>({hop:null,lasts:Ro})],["consumer.raised",()=>({hop:null,lasts:Ro})]]);function tr(t){switch(t.hop){case"frame":case"out":return`${t.hop} ${t.connection}`;case"accept":return`accept ${t.connection} ${t.channel}`;case"take":return`take ${t.channel} ${t.worker}`;case"run":return`run ${t.worker} ${t.consumer}`;case"send":return`send ${t.consumer} ${t.channel}`;case"toGroup":return`toGroup ${t.consumer} ${t.group}`;case"fan":return`fan ${t.group}`;case"reply":return`reply ${t.consumer} ${t.connection}`;case"fall":return`fall ${t.connection??t.channel} ${t.reason}`;case"member":return`member ${t.consumer} ${t.group} ${t.change}`}}var Ig=.05,Jg=3,Wg=300,zg=4e3,nr=class{lasts=0;waiting=[];head=0;newest=null;index=0;sights=new Zn;touched=new Map;get length(){return this.waiting.length-this.head}get next(){return this.waiting[this.head]}*[Symbol.iterator](){for(let e=this.head;e<this.waiting.length;e++)yield this.waiting[e]}take(){let e=this.waiting[this.head];return this.waiting[this.head]=Xg,this.head+=1,this.lasts-=e.lasts,this.head>256&&this.head*2>this.waiting.length&&(this.waiting=this.waiting.slice(this.head),this.head=0),e}clear(){this.waiting=[],this.head=0,this.lasts=0,this.newest=null,this.touched.clear()}add(e,n,r,o){let s=this.sights.of(e,n),i=this.length>Wg;if(s.lasts===0&&this.join(n)){i||this.touch(n,this.newest);return}let l=i?this.newest:this.cause(n),c=jg(n,s),u=(i?this.last(c):this.beside(c,n,l))??this.begin(n,s,c,r,o);(u.after===null||l!==null&&l.index>u.after.index)&&(u.after=l===u?u.after:l),s.hop!==null&&Ug(u,s.hop),u.facts[0]!==n&&this.newest.facts.push(n),i||this.touch(n,u)}join(e){return this.newest===null||this.newest.facts.length===0?!1:(this.newest.facts.push(e),!0)}last(e){let n=this.waiting.at(-1);return e!==null&&n?.alike===e&&n.ends===null?n:void 0}beside(e,n,r){if(e===null)return;let o=Math.max(this.head,this.waiting.length-Jg);for(let s=this.waiting.length-1;s>=o;s--){let i=this.waiting[s];if(r!==null&&i.index<=r.index)return;if(i.alike===e&&n.at-i.at<=Ig)return i}}begin(e,n,r,o,s){let i={index:++this.index,facts:[e],hops:new Map,alike:r,lasts:n.lasts,at:e.at,after:null,came:o,deadline:s,ends:null};return this.waiting.push(i),this.newest=i,this.lasts+=i.lasts,i}cause(e){let n=null;for(let r of Gg(e)){let o=r===null?void 0:this.touched.get(r);o!==void 0&&(n===null||o.index>n.index)&&(n=o)}return n}touch(e,n){this.touched.size>zg&&this.touched.clear();for(let r of _c(e))r!==null&&this.touched.set(r,n)}},Xg={index:0,facts:[],hops:new Map,alike:null,lasts:0,at:0,after:null,came:0,deadline:0,ends:0};function jg(t,e){return e.hop===null?t.kind==="message.taken"?"stand":null:e.hop.road.hop==="fan"?`fan ${f(t.group_send)}`:e.hop.road.hop}var Kg=new Set(["message.taken","message.delivered","message.lost"]);function _c(t){let n=Kg.has(t.kind)&&t.where?.startsWith("worker:")?t.where??null:null;return[f(t.id),f(t.message),f(t.run),f(t.connection),n]}function Gg(t){return[..._c(t),f(t.cause)]}function Ug(t,e){let n=tr(e.road),r=t.hops.get(n);if(r===void 0){t.hops.set(n,e);return}r.count+=e.count,r.road.hop==="fan"&&e.road.hop==="fan"&&(r.road.connections.push(...e.road.connections),r.road.channels.push(...e.road.channels))}var Vg=new Map([["message.accepted",[null,"queued"]],["message.taken",["queued","inHand"]],["message.delivered",["inHand","delivered"]],["message.held",["queued","held"]],["message.released",["held","queued"]]]),Yg=new Map([["queued","queued"],["held","held"],["in_hand","inHand"]]);function Ao(){return{accepted:0,queued:0,held:0,inHand:0,delivered:0,lost:0,refused:0,lostBy:new Map,refusedBy:new Map,balanced:!0}}function Cc(t,e){let n=Vg.get(e.kind);if(n!==void 0){let r=Lo(t,e,et(f(e.channel)??"")),[o,s]=n;o===null?(r.accepted+=1,t.totals.accepted+=1):(r[o]-=1,t.totals[o]-=1),r[s]+=1,t.totals[s]+=1,No(t,r)}else e.kind==="message.lost"?Zg(t,e):e.kind==="message.refused"&&Qg(t,e)}function Zg(t,e){let n=Lo(t,e,et(f(e.channel)??"")),r=Yg.get(f(e.state))??"queued",o=f(e.reason)??"";n[r]-=1,t.totals[r]-=1,t.totals.lost+=1,mt(n.lost,o),mt(t.totals.lostBy,o),No(t,n)}function Qg(t,e){let n=f(e.reason)??"",r=Lo(t,e,Ds(f(e.channel)??"",n));t.totals.refused+=1,mt(r.refused,n),mt(t.totals.refusedBy,n)}function mt(t,e,n=1){t.set(e,(t.get(e)??0)+n)}function Lo(t,e,n){let r=j(e),o=He(r,n),s=t.ledger.get(o);return s===void 0&&(s=Ec(r,n),t.ledger.set(o,s)),s}function Ec(t,e){return{layer:t,key:e,accepted:0,queued:0,held:0,inHand:0,delivered:0,lost:new Map,refused:new Map}}function eb(t){let e=t.queued+t.held+t.inHand+t.delivered,n=Math.min(t.accepted,t.queued,t.held,t.inHand,t.delivered);for(let r of t.lost.values())e+=r,r<n&&(n=r);return e===t.accepted&&n>=0}function No(t,e){eb(e)?t.unbalanced.size>0&&t.unbalanced.delete(He(e.layer,e.key)):t.unbalanced.add(He(e.layer,e.key)),t.totals.balanced=t.unbalanced.size===0}function Pc(t,e){t.ledger.clear(),t.unbalanced.clear(),t.totals=Ao();for(let n of e){if(!Array.isArray(n)||typeof n[0]!="string"||typeof n[1]!="string")continue;let r=Ec(n[0],n[1]);[r.accepted,r.queued,r.held,r.inHand,r.delivered]=[2,3,4,5,6].map(o=>O(n[o])??0),r.lost=Mc(n[7]),r.refused=Mc(n[8]),t.ledger.set(He(r.layer,r.key),r),tb(t.totals,r),No(t,r)}}function Mc(t){let e=new Map;if(typeof t=="object"&&t!==null)for(let[n,r]of Object.entries(t))typeof r=="number"&&e.set(n,r);return e}function tb(t,e){t.accepted+=e.accepted,t.queued+=e.queued,t.held+=e.held,t.inHand+=e.inHand,t.delivered+=e.delivered;for(let[n,r]of e.lost)t.lost+=r,mt(t.lostBy,n,r);for(let[n,r]of e.refused)t.refused+=r,mt(t.refusedBy,n,r)}function Be(t){return{...t,layers:Q(t.layers,e=>({...e})),servers:Q(t.servers,e=>({...e})),connections:Q(t.connections,e=>({...e,queue:[...e.queue],inHand:[...e.inHand],groups:new Set(e.groups),frames:[...e.frames]})),replies:new Map(t.replies),channels:Q(t.channels,e=>({...e,queue:[...e.queue],heardBy:new Set(e.heardBy)})),messages:Q(t.messages,e=>({...e})),workers:Q(t.workers,e=>({...e,channels:[...e.channels]})),rules:[...t.rules],routed:new Set(t.routed),consumers:Q(t.consumers,e=>({...e,channels:[...e.channels]})),groups:Q(t.groups,e=>({...e,members:Q(e.members,n=>({...n}))})),edges:Q(t.edges,e=>({...e})),usedRoutes:new Map(t.usedRoutes),runs:Q(t.runs,e=>({...e})),ledger:Q(t.ledger,e=>({...e,lost:new Map(e.lost),refused:new Map(e.refused)})),totals:{...t.totals,lostBy:new Map(t.totals.lostBy),refusedBy:new Map(t.totals.refusedBy)},unbalanced:new Set(t.unbalanced),faults:Q(t.faults,e=>({...e})),holds:Q(t.holds,e=>({...e,held:[...e.held]})),closed:new Map(t.closed),bin:[...t.bin],printed:[...t.printed],markers:[...t.markers],ladders:new Map(t.ladders),unknown:new Map(t.unknown)}}function Q(t,e){let n=new Map;for(let[r,o]of t)n.set(r,e(o));return n}var U=()=>{},$c=new Map([["layer.opened",zi],["layer.closed",Xi],["process.joined",U],["process.left",U],["server.started",Rn],["server.draining",Rn],["server.stopped",Rn],["worker.started",ji],["worker.busy",Yi],["worker.stopping",Ki],["worker.stopped",Gi],["worker.stuck",Ui],["worker.freed",Vi],["connection.opened",ea],["connection.accepted",ta],["connection.rejected",na],["connection.closed",ra],["frame.received",Zr],["frame.sent",Zr],["frame.ignored",U],["reply.malformed",U],["request.received",aa],["response.started",la],["response.ended",ca],["message.accepted",Wa],["message.refused",U],["message.taken",za],["message.delivered",Xa],["message.lost",ja],["message.held",Fa],["message.released",Aa],["message.edited",La],["message.duplicated",Na],["message.delayed",qa],["message.moved",Da],["group.joined",Ua],["group.left",Va],["group.sent",Ya],["route.matched",fa],["route.unmatched",ga],["routing.changed",pa],["session.opened",U],["session.saved",U],["session.discarded",U],["user.identified",U],["consumer.started",wa],["consumer.finished",ka],["consumer.raised",xa],["consumer.deferred",Sa],["consumer.denied",U],["consumer.waited",U],["binding.refused",U],["consumer.printed",_a],["timer.set",U],["timer.fired",U],["code.changed",Ca],["code.refused",Ea],["hold.began",Ra],["hold.ended",Ba],["fault.began",Pa],["fault.ended",Ta],["marked",Oa],["subscriber.failed",U],["log.trimmed",ob]]),q0=new Set($c.keys()),nb=100;function Fe(){return{seq:0,at:0,skipped:0,trimmed:0,layers:new Map,servers:new Map,connections:new Map,replies:new Map,channels:new Map,messages:new Map,workers:new Map,rules:[],routed:new Set,consumers:new Map,groups:new Map,edges:new Map,usedRoutes:new Map,runs:new Map,ledger:new Map,totals:Ao(),unbalanced:new Set,faults:new Map,holds:new Map,closed:new Map,bin:[],printed:[],markers:[],ladders:new Map,unknown:new Map}}function Ge(t,e){if(e.seq!==void 0){if(e.seq<=t.seq)return!1;t.seq=e.seq}return Oc(t,e,!0),Cc(t,e),!0}function Oc(t,e,n){e.at>t.at&&(t.at=e.at);let r=$c.get(e.kind);r!==void 0?r(t,e,n):rb(t,e.kind)}function rb(t,e){let r=!t.unknown.has(e)&&t.unknown.size>=nb?"…":e;t.unknown.set(r,(t.unknown.get(r)??0)+1)}function ob(t,e){t.trimmed=O(e.events)??t.trimmed}function Rc(t,e,n){let r={...t};Object.assign(t,Fe());for(let o of n)Oc(t,o,e.prologue==="fresh"&&o.seq!==void 0),t.seq=Math.max(t.seq,o.seq??0);t.seq=e.seq??t.seq,t.at=Math.max(t.at,e.now??e.at??0),t.skipped=e.skipped??0,t.trimmed=e.trimmed??t.trimmed,Pc(t,e.sums??[]),e.prologue==="merge"&&sb(t,r),ab(t,ne(e.tally))}function sb(t,e){t.skipped+=e.skipped,t.edges=e.edges,t.usedRoutes=e.usedRoutes,t.ladders=e.ladders,t.unknown=e.unknown,t.printed=Tc(e.printed,t.printed),t.markers=Tc(e.markers,t.markers);let n=new Map([...e.bin,...t.bin].map(r=>[r.seq,r]));t.bin=[...n.values()].sort((r,o)=>o.seq-r.seq).slice(0,50);for(let[r,o]of t.connections){let s=e.connections.get(r);s!==void 0&&(o.sent=s.sent,o.received=s.received,o.frames.length===0&&(o.frames=s.frames))}for(let[r,o]of e.consumers)ib(t,r,o);for(let[r,o]of e.workers){let s=t.workers.get(r);s!==void 0&&(s.runs=o.runs,s.lastDuration=o.lastDuration)}for(let[r,o]of e.groups){let s=t.groups.get(r);s!==void 0&&(s.sends=o.sends)}}function ib(t,e,n){let r=t.consumers.get(e);r!==void 0&&(r.runs=n.runs,r.raised=n.raised,r.deferred=n.deferred,r.lastError??=n.lastError,r.lastDuration??=n.lastDuration,r.source??=n.source,r.diff??=n.diff,r.file??=n.file,r.line??=n.line)}function Tc(t,e){let n=e[0]?.seq??Number.POSITIVE_INFINITY;return[...t.filter(r=>r.seq<n),...e]}function ab(t,e){for(let n of["runs","raised"])for(let[r,o]of Object.entries(ne(e[n]))){let s=O(o)??0,i=t.consumers.get(Z(r));if(i===void 0||s===0)continue;i[n]+=s;let[l]=i.channels;if(n==="runs"&&i.channels.length===1){let c=`${l} → ${i.name}`;t.usedRoutes.set(c,(t.usedRoutes.get(c)??0)+s)}}}var or=250,lb=12,cb=60,ub=40,Bc=4,rr=24,ir=class{lanes=new Map;flying=[];numbers=0;swept=0;begin(e,n,r){let o=db(e);for(let s of o){let i=s.road.hop==="fan"||o!==e;this.one(s,i?1:s.count,n,r)}}one(e,n,r,o){let s=this.laneOf(e,r);s.counts[0]+=n,sr(s)>cb&&(s.streams=!0),!s.streams&&(s.tokens+n<=lb||e.road.hop==="fan"?(s.tokens+=n,this.fly(e,r,o)):s.carrier!==null?s.carrier.count+=e.count:s.carrier=this.fly(e,r,Math.max(o,r+or)))}fly(e,n,r){let{kind:o,road:s,count:i}=e,l={id:++this.numbers,kind:o,road:s,count:i,begins:n,ends:r};return this.flying.push(l),l}laneOf(e,n){let r=tr(e.road),o=this.lanes.get(r);if(o===void 0){let s=Math.floor(n/or);o={road:e.road,kind:e.kind,window:s,counts:[0,0,0,0],tokens:0,carrier:null,streams:!1,steady:0},this.lanes.set(r,o)}return qo(o,n),o.kind=e.kind,o.road=e.road,o}flights(e){return this.flying.filter(n=>n.begins<=e&&e<n.ends)}streams(e){let n=[];for(let r of this.lanes.values())r.streams&&(qo(r,e),r.streams&&n.push({kind:r.kind,road:r.road,perSecond:r.steady||sr(r)}));return n}sweep(e){if(this.flying.some(n=>n.ends<=e)&&(this.flying=this.flying.filter(n=>n.ends>e)),!(e-this.swept<or*Bc)){this.swept=e;for(let[n,r]of this.lanes)qo(r,e),sr(r)===0&&this.lanes.delete(n)}}get busy(){if(this.flying.length>0)return!0;for(let e of this.lanes.values())if(e.streams)return!0;return!1}clear(){this.flying=[],this.lanes.clear()}};function sr(t){return t.counts[0]+t.counts[1]+t.counts[2]+t.counts[3]}function qo(t,e){let n=Math.floor(e/or),r=Math.min(n-t.window,Bc);if(!(r<=0)){for(let o=0;o<r;o++)t.steady=sr(t),t.steady<ub&&(t.streams=!1),t.counts.pop(),t.counts.unshift(0);t.window=n,t.tokens=0,t.carrier=null}}function db(t){if(t.length<=rr)return t;let e=t.slice(0,rr),n=e.at(-1),r=t.slice(rr).reduce((o,s)=>o+s.count,0);return e[rr-1]={...n,count:n.count+r},e}var Do=2200,hb=8e3,pb=100,Fc=6e4,Ac=5e3,mb=8,ar=class{state=Fe();version=0;time=0;history;beats=new nr;roads=new ir;flying=[];waiting=0;last=0;newestEnds=0;latestDeadline=0;ended=[];speed=1;paused=!1;hidden=!1;calm=!1;following=!0;detached=!1;standing=!0;until=null;airAt=null;changes=0;constructor(e){this.history=e}push(e){for(let n of e)this.history.push(n)&&this.plan(n,this.deadline());this.waiting>Fc?this.overflow():this.hidden&&!this.paused&&this.showAll()}deadline(){return this.latestDeadline=Math.max(this.time+Do,this.latestDeadline),this.latestDeadline}plan(e,n){this.detached||(this.beats.add(this.history.live,e,this.time,n),this.waiting+=1)}overflow(){this.paused?this.detach():this.jump()}detach(){this.forget(),this.detached=!0}prologue(e,n){this.history.prologue(e,n);let r=e.prologue==="merge";r&&this.paused?this.detach():this.jump(r)}frame(e){let n=this.standing?0:Math.max(e-this.last,0);return this.last=e,this.advance(n*this.speed),this.roads.sweep(this.time),this.standing=!this.moving,!this.standing}get moving(){return this.paused&&this.until===null?!1:this.waiting>0||this.roads.busy}advance(e){if(this.paused&&this.until===null)return;let n=this.time+e,r=this.until;this.run(r!==null&&r<=n?r:n),r!==null&&this.time>=r&&(this.until=null)}run(e){this.time=e,this.changes+=1;let n=this.stretch(),r=this.beats.next;for(;r!==void 0&&this.place(r,n);)r=this.beats.next;this.end(),this.waiting===0&&!this.detached&&(this.following=!0)}stretch(){let{beats:e}=this;if(e.lasts===0)return 1;let n=1,r=0,o=-1,s=Math.max(this.time,this.newestEnds);for(let i of e)i.deadline!==o&&r>0&&(n=Math.min(n,(o-s)/r)),o=i.deadline,r+=i.lasts;return r>0&&(n=Math.min(n,(o-s)/r)),Math.max(n,0)}place(e,n){let r=e.lasts*n,o=e.after?.ends??0,s=Math.max(this.newestEnds,Math.max(o,e.came)+r),i=Math.max(r,Math.min(e.lasts,pb)),l=Math.max(s-i,e.came),c=this.paused&&this.until!==null&&s>this.until;return l>this.time||c?!1:(this.put(e,l,s),!0)}put(e,n,r){this.beats.take(),e.ends=this.newestEnds=r,e.after=null,this.flying.push(e),!this.calm&&r>this.time&&this.roads.begin([...e.hops.values()],n,r)}end(){let e=0;for(;e<this.flying.length&&this.flying[e].ends<=this.time;)e+=1;if(e!==0)for(let n of this.flying.splice(0,e))this.fold(n)}fold(e){for(let o of e.facts)Ge(this.state,o);this.waiting-=e.facts.length,this.version+=1;let{seq:n,at:r}=this.state;this.ended.push({seq:n,at:r,time:e.ends??this.time}),this.ended.length>2*Ac&&(this.ended=this.ended.slice(-Ac)),e.facts=[],e.hops.clear()}pause(){this.paused=!0,this.until=null}resume(){if(!this.paused)return;this.paused=!1,this.until=null;let e=this.following?hb:Number.POSITIVE_INFINITY;this.attach()&&this.allow(e),this.hidden&&this.showAll()}allow(e){let n=Math.max(this.beats.lasts,Do),r=Math.max(this.time,this.newestEnds)+Math.min(n,e);for(let o of this.beats)o.deadline=Math.max(o.deadline,r);this.latestDeadline=Math.max(this.latestDeadline,r)}stepForward(){if(this.until!==null&&this.run(this.until),this.pause(),!this.attach())return;this.flying.length===0&&this.placeNext();let e=this.flying[0]?.ends??null;e!==null&&(this.until=e,(this.calm||this.hidden)&&this.advance(e-this.time))}placeNext(){let e=this.beats.next;if(e===void 0)return;let n=Math.max(this.time,this.newestEnds);this.put(e,n,n+e.lasts)}stepBack(){this.pause();let{seq:e}=this.state;if(this.flying.length>0)return this.seek(e);for(;this.ended.length>0&&this.ended.at(-1).seq>=e;)this.ended.pop();let n=this.ended.at(-1)?.seq??this.history.previous(e)?.seq??null;if(n!==null)return this.seek(n);let r=this.history.first?.seq??null;return r!==null&&r<=e&&this.seek(r-1)}seek(e){let n=this.history.first?.seq;if(n===void 0||e<n-1)return!1;for(this.pause(),this.detach();this.ended.length>0&&this.ended.at(-1).seq>e;)this.ended.pop();return this.ended.at(-1)?.seq!==e&&(this.ended=[]),this.show(this.history.stateAt(e)),this.following=this.state.seq>=this.history.live.seq,!0}attach(){if(!this.detached)return!0;let e=this.history.since(this.state.seq);if(e.length>Fc||!this.history.isWhole(this.state.seq))return this.jump(),!1;this.detached=!1,this.latestDeadline=this.time+Do;let n=Be(this.state);for(let r of e)Ge(n,r),this.beats.add(n,r,this.time,this.latestDeadline);return this.waiting=e.length,!0}jumpToLive(){this.paused=!1,this.until=null,this.jump()}jump(e=!1){this.forget(e),this.detached=!1,this.following=!0,this.latestDeadline=0,this.ended=[],this.show(Be(this.history.live))}show(e){Object.assign(this.state,e),this.version+=1,this.changes+=1}showAll(){for(;this.beats.next!==void 0;){let e=this.beats.take();e.ends=this.time,this.flying.push(e)}for(let e of this.flying.splice(0))this.fold(e);this.newestEnds=this.time,this.roads.clear(),this.following=!0}forget(e=!1){this.beats.clear(),e||this.roads.clear(),this.flying=[],this.waiting=0,this.newestEnds=this.time,this.until=null}setSpeed(e){e>0&&Number.isFinite(e)&&(this.speed=e)}setHidden(e){this.hidden=e,e&&!this.paused&&this.showAll()}setCalm(e){this.calm=e,e&&this.roads.clear()}air(e=this.time){let n=this.airAt;if(n!==null&&n.time===e&&n.version===this.changes)return n.air;let r=this.calm?{flights:[],streams:[],roads:this.roadsInUse()}:{flights:this.roads.flights(e),streams:this.roads.streams(e),roads:[]};return this.airAt={time:e,version:this.changes,air:r},r}roadsInUse(){return this.flying.flatMap(e=>[...e.hops.values()].map(n=>n.road))}get timing(){let e=this.history.live;return{paused:this.paused,live:this.following&&!this.paused,speed:this.speed,behind:this.detached?Math.max(e.seq-this.state.seq,0):this.waiting,ago:Math.max(e.at-this.state.at,0),slowdown:this.slowdown()}}slowdown(){let e=this.flying[0],n=this.ended.at(-mb)??this.ended[0];if(e===void 0||n===void 0)return null;let r=(e.ends-n.time)/this.speed,o=((e.facts.at(-1)?.at??e.at)-n.at)*1e3;return o>0&&r>2*o?r/o:null}};var fb=new Set(["kind","at","__proto__"]),lr=class{at=0;read(e){let n=gb(e);if(Array.isArray(n))return this.event(n);if(typeof n!="object"||n===null)return null;let r=n;return typeof r.at=="number"&&(this.at=r.at),{head:r}}event([e,n,r]){if(typeof e!="number"||typeof n!="string")return null;this.at+=e;let o={kind:n,at:this.at};if(typeof r!="object"||r===null||Array.isArray(r))return{fact:o};let s=r;for(let i in s)fb.has(i)||(o[i]=s[i]);return{fact:o}}};function gb(t){try{return JSON.parse(t)}catch{return null}}var bb=2e3,wb=60,yb=256,cr=class{unread=0;ears;last=null;early=new Map;asked=!1;askedAt=null;sinceAsked=0;partial=null;constructor(e){this.ears=e}get waits(){return this.asked}take(e){let n=vb(e);if(n.byteLength<4){this.unread+=1;return}let r=new DataView(n.buffer,n.byteOffset,n.byteLength),o=this.read(new TextDecoder().decode(n.subarray(4)));this.place(r.getUint32(0,!0),o)}reset(){this.last=null,this.early.clear(),this.partial=null,this.filled()}tick(e){this.asked&&(this.askedAt??=e,e-this.askedAt>=bb&&this.ask(e))}read(e){let n=new lr,r={head:{},facts:[]};for(let o of e.split(`
`)){if(o==="")continue;let s=n.read(o);s===null?this.unread+=1:"fact"in s?r.facts.push(s.fact):r.head={...r.head,...s.head}}return r}place(e,n){Lc(n.head)&&(this.last===null||e>this.last)||e===(this.last??0)+1?(this.last=e,this.hand(n),this.goOn()):(this.last===null||e>this.last)&&this.keep(e,n)}keep(e,n){this.early.size<yb&&this.early.set(e,n),this.sinceAsked+=1,(!this.asked||this.sinceAsked>=wb)&&this.ask(null)}ask(e){this.asked=!0,this.askedAt=e,this.sinceAsked=0,this.ears.resend(this.last??0)}goOn(){let e=this.early.get(this.last+1);for(;e!==void 0;)this.last+=1,this.hand(e),e=this.early.get(this.last+1);for(let n of this.early.keys())n<=this.last&&this.early.delete(n);this.early.size===0?this.filled():this.ask(null)}filled(){this.asked=!1,this.askedAt=null,this.sinceAsked=0}hand({head:e,facts:n}){Lc(e)&&(this.partial={head:e,wanted:O(e.facts)??0,facts:[]});let r=this.partial===null?n:this.complete(this.partial,n);r.length>0&&this.ears.facts(r)}complete(e,n){let r=e.wanted-e.facts.length;return e.facts.push(...n.slice(0,r)),e.facts.length<e.wanted?[]:(this.partial=null,this.ears.prologue(e.head,e.facts),n.slice(r))}};function Lc(t){return t.prologue==="fresh"||t.prologue==="merge"}function vb(t){return ArrayBuffer.isView(t)?new Uint8Array(t.buffer,t.byteOffset,t.byteLength):new Uint8Array(t)}var kb={facts:5e4,bytes:32*2**20,every:2e3,copies:40},ur=class{live=Fe();letGo=0;whole=0;bounds;stretches=[{before:Fe(),facts:[],bytes:0}];count=0;weight=0;constructor(e={}){this.bounds={...kb,...e}}get size(){return this.count}get bytes(){return this.weight}get first(){return this.stretches.find(e=>e.facts.length>0)?.facts[0]}get last(){for(let e=this.stretches.length-1;e>=0;e--){let n=this.stretches[e].facts.at(-1);if(n!==void 0)return n}}push(e){let n=this.stretches.at(-1);return n.facts.length>=this.bounds.every?(this.begin(),this.push(e)):Ge(this.live,e)?(e.seq!==void 0&&this.keep(n,e),!0):!1}keep(e,n){let r=Io(n,0);e.facts.push(n),e.bytes+=r,this.count+=1,this.weight+=r,(this.count>this.bounds.facts||this.weight>this.bounds.bytes)&&this.trim()}begin(){for(this.stretches.push({before:Be(this.live),facts:[],bytes:0});this.stretches.length>this.bounds.copies;)this.drop()}trim(){this.stretches.length===1&&this.begin(),this.drop()}drop(){let e=this.stretches.shift();this.count-=e.facts.length,this.weight-=e.bytes,this.letGo+=e.facts.length}prologue(e,n){let r=e.prologue==="fresh";r?(this.stretches=[{before:Fe(),facts:[],bytes:0}],this.count=this.weight=0,this.letGo=e.skipped??0):this.letGo+=e.skipped??0,Rc(this.live,e,n),this.whole=r?0:this.live.seq;let o=r&&n.length>0&&n.every(s=>s.seq!==void 0);o&&this.keepAll(n),this.begin(),r&&!o&&this.stretches.shift()}keepAll(e){let n=Fe();for(let r of e){let o=this.stretches.at(-1);o.facts.length>=this.bounds.every&&(o={before:Be(n),facts:[],bytes:0},this.stretches.push(o)),this.keep(o,r),Ge(n,r)}}stateAt(e){let n=this.stretches[this.stretchOf(e)],r=Be(n.before);for(let o of n.facts){if(o.seq>e)break;Ge(r,o)}return r}stretchOf(e){let n=0,r=this.stretches.length-1;for(;n<r;){let o=n+r+1>>1;this.stretches[o].before.seq<=e?n=o:r=o-1}return n}isWhole(e){return e>=this.live.seq?!0:e>=this.whole&&this.stretches[0].before.seq<=e}fact(e){let n=this.next(e-1);return n?.seq===e?n:void 0}next(e){for(let n=this.stretchOf(e);n<this.stretches.length;n++){let r=this.stretches[n].facts,o=Ho(r,e);if(o<r.length)return r[o]}}previous(e){for(let n=this.stretchOf(e-1);n>=0;n--){let r=this.stretches[n].facts,o=Ho(r,e-1);if(o>0)return r[o-1]}}since(e){let n=[];for(let r=this.stretchOf(e);r<this.stretches.length;r++){let o=this.stretches[r].facts;for(let s=Ho(o,e);s<o.length;s++)n.push(o[s])}return n}*[Symbol.iterator](){for(let e of this.stretches)yield*e.facts}};function Ho(t,e){let n=0,r=t.length;for(;n<r;){let o=n+r>>1;t[o].seq<=e?n=o+1:r=o}return n}var xb=12;function Io(t,e){if(typeof t=="string")return 24+t.length;if(typeof t!="object"||t===null)return 8;if(e>xb)return 64;let n=48;if(Array.isArray(t))for(let r of t)n+=Io(r,e+1);else for(let r in t)n+=16+Io(t[r],e+1);return n}var Jo=10,Sb=600*Jo,dr=class{bins=new Map;add(e){let n=this.bin(e.at);n.facts+=1,Re(e)&&(n.lost+=1)}addMany(e,n){this.bin(e).facts+=n}clear(){this.bins.clear()}bin(e){let n=Math.floor(e*Jo),r=this.bins.get(n);return r||(r={facts:0,lost:0},this.bins.set(n,r),this.bins.size>Sb&&this.bins.delete(this.bins.keys().next().value)),r}bars(e,n,r){let o={facts:new Array(r).fill(0),lost:new Array(r).fill(0)},s=r/Math.max(n-e,1e-9);for(let[i,{facts:l,lost:c}]of this.bins){let u=Math.floor((i/Jo-e)*s);u<0||u>=r||(o.facts[u]+=l,o.lost[u]+=c)}return o}};var _b={id:0,do:"hello"},Mb=new Set(["feed.start","feed.stop","feed.resend","content","source","story"]),Cb={open:(t,e)=>new WebSocket(t,[e]),later:(t,e)=>{let n=setTimeout(e,t);return()=>clearTimeout(n)},random:Math.random};function Nc(t){let e=t.getElementById("jupyter-config-data")?.textContent;return{href:t.location.href,baseUrl:Eb(e??null)}}function Eb(t){if(!t)return null;try{let e=JSON.parse(t).baseUrl;return typeof e=="string"?e:null}catch{return null}}var Pb=/^(localhost|127(\.\d+){3}|\[::1\])$/;function Tb(t,e){let n=new URL(t.href),r=[];if(t.baseUrl!==null&&/^https?:$/.test(n.protocol)){let o=new URL(`${t.baseUrl.replace(/\/*$/,"/")}proxy/${e}/`,n);o.protocol=n.protocol==="https:"?"wss:":"ws:",r.push(o.href)}return n.protocol==="http:"&&Pb.test(n.hostname)&&r.push(`ws://${n.hostname}:${e}/`),r}var hr=class{constructor(e,n,r,o,s=Cb){this.stage=e;this.post=n;this.page=r;this.changed=o;this.browser=s}stage;post;page;changed;browser;pending=new Map;next=1;control=null;socket=null;ready=!1;retries=0;stopRetry=()=>{};closed=!1;get waiting(){let e=0;for(let n of this.pending.values())n.waits&&(e+=1);return e}get connected(){return this.ready}get lost(){return this.wasReady&&!this.ready&&this.retries>=3}wasReady=!1;ask(e,n={}){if(this.closed)return Promise.reject(new Error("This stage has been closed."));let r=this.next++,o=JSON.stringify({id:r,stage:this.stage,do:e,...n});return new Promise((s,i)=>{let l={text:o,again:Mb.has(e),way:"comm",done:s,failed:i,patience:()=>{},waits:!1};this.pending.set(r,l),this.go(r,l,this.ready&&e!=="feed.start")})}heard(e){let n=$b(e),r=n&&this.pending.get(n.id);!n||!r||(this.settle(n.id,r),n.ok?r.done(n.value??null):r.failed(new Error(n.error??"The kernel gave no reason.")))}use(e){e?.port===this.control?.port&&e?.token===this.control?.token||(this.hangUp(),this.control=e,this.retries=0,e&&this.connect(0))}close(){this.closed=!0,this.hangUp();for(let[e,n]of this.pending)this.settle(e,n),n.failed(new Error("The stage was closed before the kernel answered."))}go(e,n,r){n.way=r?"socket":"comm";try{r?this.socket.send(n.text):this.post(n.text)}catch(o){this.settle(e,n),n.failed(o instanceof Error?o:new Error(String(o)));return}r||(n.patience=this.browser.later(600,()=>{n.waits=!0,this.changed()}))}settle(e,n){n.patience(),this.pending.delete(e),n.waits&&this.changed()}connect(e){let{control:n}=this;if(!n||this.closed)return;let r=Tb(this.page,n.port)[e];if(r===void 0){e>0&&this.retry();return}let o;try{o=this.browser.open(r,n.token)}catch{this.connect(e+1);return}this.socket=o,this.listen(o,e)}listen(e,n){let r=this.browser.later(8e3,()=>e.close()),o=!1;e.onopen=()=>e.send(JSON.stringify({..._b,stage:this.stage})),e.onmessage=s=>{o||(r(),o=!0,this.ready=this.wasReady=!0,this.retries=0,this.changed()),typeof s.data=="string"&&this.heard(s.data)},e.onclose=()=>{r(),this.socket===e&&(this.socket=null,o?this.broke():this.connect(n+1))}}broke(){this.ready=!1;for(let[e,n]of this.pending)n.way==="socket"&&(n.again?this.go(e,n,!1):(this.settle(e,n),n.failed(new Error("The line to the kernel broke: look at the picture to see whether it was done."))));this.changed(),this.retry()}retry(){let e=Math.min(3e4,500*2**this.retries)*(.75+this.browser.random()/2);this.retries+=1,this.stopRetry=this.browser.later(e,()=>this.connect(0)),this.changed()}hangUp(){this.stopRetry();let{socket:e}=this;this.socket=null,this.ready=this.wasReady=!1,e?.close()}};function $b(t){try{let e=JSON.parse(t);return typeof e?.id=="number"?{...e,id:e.id,ok:e.ok===!0}:null}catch{return null}}var pr=class{labels=new Map;owners=new Map;learn(e){if(e.kind!=="connection.opened")return;let n=String(e.connection??e.id??"");qc(this.labels,n,typeof e.label=="string"?e.label:n),typeof e.reply_channel=="string"&&qc(this.owners,e.reply_channel,n)}connection(e){return this.labels.get(String(e))??String(e??"")}owner(e){return this.owners.get(String(e))??null}channel(e,n){let r=this.owner(e);return r===null?String(e??""):n("who.reply",{who:this.connection(r)})}};function qc(t,e,n){t.size>=2e4&&t.delete(t.keys().next().value),t.set(e,n)}var Ob=1500,Rb=2;function Bb(t){return Array.isArray(t)?t.filter(e=>typeof e?.text=="string"&&typeof e.execution=="number"):[]}var mr=class{constructor(e,n){this.model=e;this.box=String(e.get("box")??"default"),this.cells=Bb(e.get("cells")),this.transports=new hr(String(e.get("stage")??""),r=>e.send({type:"command",text:r}),n,()=>this.changed()),this.feed=new cr({prologue:(r,o)=>this.prologue(r,o),facts:r=>this.facts(r),resend:r=>this.resend(r)}),e.on("msg:custom",this.heard)}model;box;cells;who=new pr;history=new ur;epoch=0;problem="";director=new ar(this.history);feed;transports;densities=new dr;listeners=new Set;watchers=new Set;after=[];stopping;fed=!1;answered=!1;heardAt=performance.now();heard=(e,n)=>this.hears(e,n);close(){clearTimeout(this.stopping),this.model.off("msg:custom",this.heard),this.stop(),this.transports.close(),this.listeners.clear()}hears(e,n){let{type:r,text:o}=e??{};r==="answer"&&typeof o=="string"&&this.transports.heard(o);let s=Array.isArray(n)?n[0]:void 0;r==="batch"&&s instanceof DataView&&this.fed&&(this.heardAt=performance.now(),this.feed.take(s),this.changed())}prologue(e,n){e.prologue==="fresh"&&(this.epoch+=1,this.densities.clear());for(let r of n)this.learn(r);e.skipped&&this.densities.addMany(this.history.live.at,e.skipped),this.director.prologue(e,n)}facts(e){for(let n of e)this.learn(n);this.director.push(e)}learn(e){this.who.learn(e),e.seq!==void 0&&this.densities.add(e)}resend(e){this.quietly(this.ask("feed.resend",{after:e}))}seen(e,n){n?this.watchers.add(e):this.watchers.delete(e),clearTimeout(this.stopping),this.watchers.size>0?(this.director.setHidden(!1),this.start()):this.fed&&(this.stopping=setTimeout(()=>this.rest(),Ob))}rest(){this.director.setHidden(!0),this.paused||this.stop()}start(){if(this.fed)return;this.fed=!0;let e=this.ask("feed.start").then(n=>{this.answered=!0;let{control:r}=n??{};this.transports.use(r??null),this.changed()});this.quietly(e)}stop(){this.fed&&(this.fed=!1,this.feed.reset(),this.quietly(this.ask("feed.stop")))}quietly(e){e.catch(n=>{this.watchers.size>0&&this.complain(n)})}ask(e,n={}){return this.transports.ask(e,n)}act=async(e,n)=>{try{return await this.ask(e,n)}catch(r){throw this.complain(r),r}};deeds={openTab:async(e,n)=>String(await this.act("tab.open",{path:e,name:n})),send:async(e,n)=>{await this.act("tab.send",{tab:e,text:n})},closeTab:async e=>{await this.act("tab.close",{tab:e})},reopenTab:async e=>{await this.act("tab.reopen",{tab:e})},replaceWorker:async e=>{await this.act("worker.kill",{worker:Number(e.slice(e.indexOf(":")+1))})}};complain(e){this.problem=e.message,this.changed()}dismiss(){this.problem="",this.changed()}get live(){return this.answered&&!this.lost}get lost(){return this.transports.lost}get waiting(){return this.transports.waiting}get state(){return this.director.state}get version(){return this.director.version}advance(e){this.feed.tick(e),this.director.frame(e)}get moving(){return this.director.moving}air=e=>this.director.air(e);time=()=>this.director.time;setCalm(e){this.director.setCalm(e)}get timing(){return this.director.timing}get paused(){return this.timing.paused}get speed(){return this.timing.speed}toggle(){this.paused?this.director.resume():this.director.pause(),this.changed()}step(e){e>0?this.director.stepForward():this.director.stepBack(),this.changed()}canStep(e){if(e>0)return this.timing.behind>0;let n=this.history.first?.seq;return n!==void 0&&this.state.seq>=n}setSpeed(e){this.director.setSpeed(e),this.changed()}toLive(){this.director.jumpToLive(),this.changed()}seek(e){let n=this.seqAt(e);n!==null&&this.director.seek(n),this.changed()}seqAt(e){let{first:n,last:r}=this.history;if(!n||!r)return null;let o=n.seq-1,s=r.seq;for(;o<s;){let i=Math.ceil((o+s)/2),l=this.history.next(i-1);l&&l.at<=e?o=Math.max(i,l.seq):s=i-1}return o}get liveNow(){let e=this.live?(performance.now()-this.heardAt)/1e3:0;return this.history.live.at+e}get now(){let{live:e,behind:n}=this.timing;return e&&n===0?this.liveNow:this.state.at}get ago(){let{live:e,behind:n}=this.timing,r=this.liveNow-this.state.at;return e||n===0||r<Rb?0:r}span(e){let n=Math.max(this.liveNow,1),r=Math.max(e,(n-this.now)*1.1);return[Math.max(0,n-r),n]}density(e,n,r){return this.densities.bars(e,n,r)}get current(){return this.history.fact(this.state.seq)??null}fact(e){return this.history.fact(e)}allFacts(){return[...this.history]}around(e){let{seq:n}=this.state,r=[],o=this.history.fact(n)??this.history.previous(n);for(;o&&r.length<e;o=this.history.previous(o.seq))r.push(o);let s=[];for(o=this.history.next(n);o&&s.length<e;o=this.history.next(o.seq))s.push(o);return{before:r.reverse(),after:s}}subscribe(e){return this.listeners.add(e),()=>this.listeners.delete(e)}changed(){for(let e of this.listeners)e()}afterRender(e){this.after.push(e),this.changed()}rendered(){for(let e of this.after.splice(0))e()}};var Wo=new Map,Dc=t=>String(t.get("stage")??"");function Hc(t){let e=Dc(t),n=Wo.get(e);return n||(n=new mr(t,Nc(document)),Wo.set(e,n)),n}function Fb({model:t}){let e=Hc(t);return()=>{e.close(),Wo.delete(Dc(t))}}function Ab({model:t,el:e}){let n=t.get("options")??{},r=new Yn(Hc(t),e,n);return()=>r.unmount()}var p1={initialize:Fb,render:Ab};export{p1 as default};
