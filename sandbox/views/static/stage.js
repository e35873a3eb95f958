var T,Ur,Uc,xe,wo,Kt,Vr,Jt,Yr,vo,yo,Vc,bt=Symbol.for("pv"),jt={},Gt=[],Yc=/^m(i|n|o|s|text|space)$/,ko=Array.isArray,Zr=Gt.slice,Ne=Object.assign;function Le(t){t&&t.parentNode&&t.remove()}function zt(t,e,n,o,r){var s={type:t,props:e,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:bt,__v:r||++Ur,__i:-1,__u:0};return!r&&T.vnode&&T.vnode(s),s}function wt(){return{current:null}}function w(t){return t.children}function te(t,e){this.props=t,this.context=e,this.__g=0}function Se(t,e){if(e==null)return t.__&&Se(t.__,t.__i+1);for(var n;e<t.__k.length;e++)if((n=t.__k[e])&&n.__e)return n.__e;return typeof t.type!="function"||t.props.__P?null:Se(t)}function Zc(t){var e,n=t.__v,o=n.__e,r=[],s=[],i=t.__P;i&&((e=Ne({constructor:bt},n)).__v=n.__v+1,T.vnode&&T.vnode(e),xo(i,e,n,t.__n,i.namespaceURI,32&n.__u?[o]:null,r,o||Se(n),32&n.__u,s),e.__v=n.__v,e.__.__k[e.__i]=e,rs(r,e,s),n.__=n.__e=null,e.__e!=o&&Qr(e))}function Qr(t){if((t=t.__)&&t.__c&&!t.props.__P)return t.__e=null,t.__k.some(function(e){return e&&(t.__e=e.__e)}),Qr(t)}function jr(t){(8&t.__g||(t.__g|=8,xe.push(t),Kt++))&&wo==T.debounceRendering||((wo=T.debounceRendering)||queueMicrotask)(es)}function es(){try{for(var t,e=1;xe.length;)xe.length>e&&xe.sort(Vr),t=xe.shift(),e=xe.length,8&t.__g&&Zc(t)}finally{(Kt=xe.length)&&(wo||queueMicrotask)(es)}}function ts(t,e,n,o,r,s,i,l,c,u,d){var h,m,p,g,b,y,v=o.__k||Gt,k=e.length;for(c=Qc(n,e,v,c,k),h=0;h<k;h++)(p=n.__k[h])!=null&&(m=~p.__i&&v[p.__i]||jt,p.__i=h,y=xo(t,p,m,r,s,i,l,c,u,d),g=p.__e,(m.ref!=p.ref||8&m.__u)&&(m.ref&&So(m.ref,null,p,m),p.ref&&d.push(p.ref,p.__c||g,p)),b=b||g,4&p.__u?(c=ns(p,c,t,!m.__v),m.__e&&(m.__e=null)):typeof p.type=="function"&&y!==void 0?c=y:g&&(c=g.nextSibling),p.__u&=-21);return n.__e=b,c}function Qc(t,e,n,o,r){var s,i,l,c,u,d,h,m,p,g=n.length,b=g,y=0,v=0,k=t.__k=Array(r);for(s=0;s<r;s++)(i=e[s])!=null&&typeof i!="boolean"&&typeof i!="function"?(typeof i!="object"||i.constructor===String?i=k[s]=zt(null,i):ko(i)?i=k[s]=zt(w,{children:i}):i.constructor===bt&&i.__b?i=k[s]=zt(i.type,i.props,i.key,i.ref,i.__v):k[s]=i,c=s+y,i.__=t,i.__b=t.__b+1,l=null,~(u=i.__i=eu(i,n,c,b))&&(b--,(l=n[u])&&(l.__u|=2)),l&&l.__v?(i.__u|=16,u==c-1?y--:u==c+1?y++:u!=c&&(u>c?y--:y++,v=1)):(~u||(r>g?y--:r<g&&y++),typeof i.type!="function"&&(i.__u|=4))):k[s]=null;if(v){for(d=[],h=[],s=0;s<r;s++)if((i=k[s])&&16&i.__u){for(y=0,m=d.length;y<m;)d[p=y+m>>1]<i.__i?y=p+1:m=p;d[y]=i.__i,h[s]=y+1}for(y=d.length;s--;)h[s]&&(h[s]==y?y--:k[s].__u|=4)}if(b)for(s=0;s<g;s++)!(l=n[s])||2&l.__u||(l.__e==o&&(o=Se(l)),_o(l,l));return o}function ns(t,e,n,o){var r,s,i,l;if(typeof t.type=="function"){if(t.props.__P)return e;if(r=t.__k)for(s=0;s<r.length;s++)r[s]&&(r[s].__=t,e=ns(r[s],e,n,!1));return e}for(e&&!e.parentNode&&(e=Se(t))&&!e.parentNode&&(e=null),i=t.__e,l=e;l&&l.nodeType==8;)l=l.nextSibling;for(i!=l&&(!o&&n.moveBefore&&i.parentNode?n.moveBefore(i,e):n.insertBefore(i,e||null)),e=i;(e=e&&e.nextSibling)&&e.nodeType==8&&!e.data.startsWith("$s"););return e}function eu(t,e,n,o){var r,s=t.key,i=t.type,l=e[n],c=l&&!(2&l.__u);if(l===null&&s==null||c&&s==l.key&&i==l.type)return n;if(o>(c?1:0)){for(r=n-1;r>=0;r--)if((l=e[r])&&!(2&l.__u)&&s==l.key&&i==l.type)return r;for(r=n+1;r<e.length;r++)if((l=e[r])&&!(2&l.__u)&&s==l.key&&i==l.type)return r}return-1}function Gr(t,e,n){n==null&&(n=""),e[0]=="-"?t.setProperty(e,n):t[e]=n}function Wt(t,e,n,o,r){var s,i;if(e=="style")if(typeof n=="string")t.style.cssText=n;else{if(typeof o=="string"&&(t.style.cssText=o=""),o)for(e in o)n&&e in n||Gr(t.style,e);if(n)for(e in n)o&&n[e]==o[e]||Gr(t.style,e,n[e])}else if(e[0]=="o"&&e[1]=="n")typeof n!="function"&&(n=null),typeof o!="function"&&(o=null),(t.__e||(t.__e={}))[e]=n,n&&o||(i=yo[e]||(yo[e]=tu(e)),(t.__a||(t.__a={}))[e]=vo,s=e!=(e=e.replace(Yr,"$1")),(e=e.slice(2))[0]<"a"&&(e=e.toLowerCase()),n?t.addEventListener(e,i,s):t.removeEventListener(e,i,s));else{if(r=="http://www.w3.org/2000/svg")e=e.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(e!="width"&&e!="height"&&e!="href"&&e!="list"&&e!="form"&&e!="tabIndex"&&e!="download"&&e!="rowSpan"&&e!="colSpan"&&e!="role"&&e!="popover"&&e in t)try{return void(t[e]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&e[4]!="-"?t.removeAttribute(e):t.setAttribute(e,e=="popover"&&n==1?"":n)}}function tu(t){return function(e){var n=this.__e;if(n){if(n=n[t],e[Jt]==null)e[Jt]=vo++;else if(e[Jt]<this.__a[t])return;return n(T.event?T.event(e):e)}}}function xo(t,e,n,o,r,s,i,l,c,u){var d,h,m,p,g,b,y,v,k,P,C,S,N,W,re,Ae,ce,Y,X=e.type;if(e.constructor!==bt)return null;128&n.__u&&(c=32&n.__u,d=n.__c.__z)&&(e.__u|=c,h=s=[],d.nodeType==8?l=Xt(d,s):s.push(d),l=s[0]||l),(d=T.__b)&&d(e);e:if(typeof X=="function"){m=i.length;try{if(v=e.props,k=(d=X.prototype)&&d.render,P=(d=X.contextType)&&o[d.__c],C=d?P?P.props.value:d.__:o,(p=n.__c)?(e.__c=p,2&p.__g&&(p.__g|=1)):(k?e.__c=p=new X(v,C):(e.__c=p=new te(v,C),p.constructor=X,p.render=ou),P&&P.sub(p),p.state||(p.state={}),p.__n=o,p.__g|=8,p.__h=[],p.__k=[]),k&&(p.__s||(p.__s=p.state),X.getDerivedStateFromProps&&(p.__s==p.state&&(p.__s=Ne({},p.__s)),Ne(p.__s,X.getDerivedStateFromProps(v,p.__s)))),g=p.props,b=p.state,p.__v=e,n.__c){if(v!==g&&k&&!X.getDerivedStateFromProps&&p.componentWillReceiveProps&&p.componentWillReceiveProps(v,C),e.__v==n.__v&&!(8&p.__g)||!(4&p.__g)&&p.shouldComponentUpdate&&p.shouldComponentUpdate(v,p.__s,C)===!1){e.__v!=n.__v&&(p.props=v,p.state=p.__s,p.__g&=-9),e.__e=n.__e,e.__k=n.__k,e.__k.some(function(I){I&&(I.__=e)}),Gt.push.apply(p.__h,p.__k),p.__k=[],p.__h.length&&i.push(p),l=Se(n);break e}p.componentWillUpdate&&p.componentWillUpdate(v,p.__s,C),k&&p.componentDidUpdate&&p.__h.push(function(){p.componentDidUpdate(g,b,y)})}else k&&!X.getDerivedStateFromProps&&p.componentWillMount&&p.componentWillMount(),k&&p.componentDidMount&&p.__h.push(p.componentDidMount);p.context=C,p.props=v,p.__P=t,p.__g&=-5,S=T.__r,N=k?25:0;do p.__g&=-9,S&&S(e),d=p.render(p.props,p.state=p.__s,p.context);while(8&p.__g&&++N<25);k&&(Gt.push.apply(p.__h,p.__k),p.__k=[]),p.state=p.__s,p.getChildContext&&(o=Ne({},o,p.getChildContext())),k&&n.__c&&p.getSnapshotBeforeUpdate&&(y=p.getSnapshotBeforeUpdate(g,b)),W=d&&d.type===w&&d.key==null?d.props.children:d,v.__P&&(d=l,r=(t=v.__P).namespaceURI,c=s=null,n.props&&n.props.__P!=t&&(n.__k.some(function(I){I&&_o(I,I)}),n.__k=null),l=n.__k?Se(n,0):null),l=ts(t,ko(W)?W:[W],e,n,o,r,s,i,l,c,u),v.__P&&(e.__e=null,l=d),e.__u&=-161,h&&h.some(Le),p.__h.length&&i.push(p),1&p.__g&&(p.__g&=-4)}catch(I){if(i.length=m,e.__v=null,c||s)if(I&&I.then){if(e.__u|=128|c,s){for(~(ce=s.indexOf(l||void 0))||(ce=s.length);(Y=s[ce-1])&&Y.nodeType==8;)ce--;for(;ce<s.length;ce++)if(Y=s[ce])if(s[ce]=null,re){if(Y==Ae)break}else{if(Y.nodeType!=8)break;Y.data.startsWith("$s")&&(Ae=Xt(re=Y))}}if(!re){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;re=l}(d=Xt(re=e.__c.__z||(e.__c.__z=re)))?(e.__e=re,l=d):e.__e=l,l=l&&l.nextSibling}else s&&s.some(Le);else e.__e=n.__e;e.__k||(e.__k=n.__k||[]),I&&I.then||os(e),T.__e(I,e,n)}}else l=e.__e=nu(n.__e,e,n,o,r,s,i,c,u,t);return(d=T.diffed)&&d(e),l}function Xt(t,e){if(t&&t.nodeType==8&&t.data.startsWith("$s"))for(var n=1;t=t.nextSibling;){if(t.nodeType==8){if(t.data.startsWith("$s"))n++;else if(t.data.startsWith("/$s")&&!--n)return t}e&&e.push(t)}}function os(t){t&&(t.__c&&(t.__c.__g|=4),t.__k&&t.__k.some(os))}function rs(t,e,n){for(var o=0;o<n.length;)So(n[o++],n[o++],n[o++]);T.__c&&T.__c(e,t),t.some(function(r){try{t=r.__h,r.__h=[],t.some(function(s){s.call(r)})}catch(s){T.__e(s,r.__v)}})}function nu(t,e,n,o,r,s,i,l,c,u){var d,h,m,p,g,b,y,v,k=n.props||jt,P=e.props,C=e.type;if(C=="svg"?r="http://www.w3.org/2000/svg":C=="math"?r="http://www.w3.org/1998/Math/MathML":r||(r="http://www.w3.org/1999/xhtml"),s){for(d=0;d<s.length;d++)if((g=s[d])&&(C?g.localName==C:g.nodeType==3)){t=g,s[d]=null;break}}if(!t){if(v=u.ownerDocument||document,!C)return v.createTextNode(P);t=v.createElementNS(r,C,P.is?P:u),l&&(T.__m&&T.__m(e,s),l=!1),s=null}if(C){if(u=C=="template"&&t.content||t,s=C=="textarea"&&P.defaultValue!=null?null:s&&Zr.call(u.childNodes),!l&&s)for(k={},d=0;d<t.attributes.length;d++)k[(g=t.attributes[d]).name]=g.value;for(d in k)g=k[d],d=="dangerouslySetInnerHTML"?m=g:d=="children"||d in P||d=="value"&&"defaultValue"in P||d=="checked"&&"defaultChecked"in P||Wt(t,d,null,g,r);for(d in P)g=P[d],d=="children"?p=g:d=="dangerouslySetInnerHTML"?h=g:d=="value"?b=g:d=="checked"?y=g:l&&typeof g!="function"||k[d]===g||Wt(t,d,g,k[d],r);h?(l||m&&(h.__html==m.__html||h.__html==t.innerHTML)||(t.innerHTML=h.__html),e.__k=[]):(m&&(t.textContent=""),(C=="foreignObject"||r=="http://www.w3.org/1998/Math/MathML"&&Yc.test(C))&&(r="http://www.w3.org/1999/xhtml"),ts(u,ko(p)?p:[p],e,n,o,r,s,i,s?s[0]:n.__k&&Se(n,0),l,c),s&&s.some(Le)),l&&C!="textarea"||(d="value",C=="progress"&&b==null?t.removeAttribute(d):b==null||b===t[d]&&(C!="progress"||b)||Wt(t,d,b,k[d],r),d="checked",y!=null&&y!=t[d]&&Wt(t,d,y,k[d],r))}else k===P||l&&t.data==P||(t.data=P);return t}function So(t,e,n,o){try{typeof t=="function"?e?e.__x=t(e)||1:o&&(o=o.__c||o.__e)&&(e=o.__x)&&(o.__x=null,typeof e=="function"?e():t(null)):t.current=e}catch(r){T.__e(r,n)}}function _o(t,e,n){var o,r,s,i;if(T.unmount&&T.unmount(t),!(o=t.ref)||o.current&&o.current!=t.__e||So(o,null,e,t),o=t.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(l){T.__e(l,e)}o.__P=o.__n=null}if(o=t.__k)for(i=0;i<o.length;i++)o[i]&&_o(o[i],e,typeof t.type!="function"||n&&!t.props.__P);!n&&(o=t.__c)&&(o=o.__z)&&(r=Xt(o,s=[]))&&(o==t.__e&&s.some(Le),Le(r),Le(o)),n||Le(t.__e),t.__e=t.__c=t.__=null}function ou(t,e,n){return this.constructor(t,n)}function Ye(t,e){var n,o,r,s;T.__&&T.__(t,e),e.nodeType==9&&(e=e.documentElement),o=(n=t&&32&t.__u)?null:e.__k,e.__k=zt(w,{children:[t]}),r=[],s=[],xo(e,e.__k,o||jt,jt,e.namespaceURI,o?null:e.firstChild?Zr.call(e.childNodes):null,r,o?o.__e:e.firstChild,n,s),rs(r,e.__k,s),e.__k.props.children=null}T={__e:function(t,e,n,o){for(var r,s,i;e=e.__;)if((r=e.__c)&&!(1&r.__g)){r.__g|=4;try{if((i=(s=r.constructor)&&s.getDerivedStateFromError)&&r.setState(s.getDerivedStateFromError(t)),r.componentDidCatch&&(r.componentDidCatch(t,o||{}),i=1),i&&8&r.__g)return void(r.__g|=2)}catch(l){t=l}}throw Kt=0,t}},Ur=0,Uc=function(t){return t!=null&&t.constructor===bt},te.prototype.setState=function(t,e){var n=this.__s;n&&n!=this.state||(n=this.__s=Ne({},this.state)),typeof t=="function"&&(t=t(Ne({},n),this.props)),t&&(Ne(n,t),this.__v&&(e&&this.__k.push(e),jr(this)))},te.prototype.forceUpdate=function(t){this.__v&&(this.__g|=4,t&&this.__h.push(t),jr(this))},te.prototype.render=w,xe=[],Kt=0,Vr=function(t,e){return t.__v.__b-e.__v.__b},Jt=Symbol(),Yr=/(PointerCapture)$|Capture$/i,vo=0,yo={},Vc=0;var ss=`/* The flow. Lengths are in units: var(--u) is one of them; inside the figure a unit is 1 already. */
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
`;var su={" ":"toggle",",":"back",".":"step",f:"fullscreen",p:"pin",t:"theme",1:"flow",2:"table","?":"help","/":"filter",Escape:"escape"},iu={KeyF:"fullscreen",KeyP:"pin",KeyT:"theme",Period:"step",Comma:"back"};function is(t){if(t.ctrlKey||t.metaKey||t.altKey||t.defaultPrevented)return null;let e=t.composedPath()[0],n=e instanceof Element?e.localName:"";if(e?.isContentEditable)return null;if(/^(input|textarea|select)$/.test(n))return t.key==="Escape"?"escape":null;if(t.key===" "&&/^(button|a|tr)$/.test(n))return null;if(e instanceof Element&&e.getAttribute("role")==="slider"){if(t.key==="ArrowRight")return"step";if(t.key==="ArrowLeft")return"back"}return su[t.key]??(/^[\x20-\x7e]$/.test(t.key)?null:iu[t.code]??null)}function as(t){(t.ctrlKey||t.metaKey)&&t.code==="KeyS"||t.stopPropagation()}var ds="channel-sandbox.pin",ls="channel-sandbox:taken",au={right:360,bottom:240},lu=720,cu=712,cs={page:.5,telephone:.6},us=46,uu=900,du=0,Ut=class{constructor(e,n,o,r,s){this.home=e;this.host=n;this.another=o;this.box=r;this.changed=s;this.remembered=fu(),this.listen(document,ls,i=>this.yieldTo(i)),this.listen(window,"resize",()=>this.place==="pin"&&this.layOut()),this.listen(window,"pagehide",()=>this.popup?.close()),this.room.observe(e)}home;host;another;box;changed;place="cell";blocked=!1;folded=!1;popup=null;before="cell";remembered;undo=[];padded=null;mark=`data-channel-sandbox-${++du}`;room=new ResizeObserver(()=>this.place==="pin"&&this.pad());get side(){return this.canFlip?this.remembered.side:"bottom"}get canFlip(){return innerWidth>=lu}get size(){let e=this.side==="right"?innerWidth:innerHeight,n=this.canFlip?cs.page:cs.telephone,o=this.side==="right"?Math.max(e*.52,Math.min(cu,e*.56)):e*n,r=this.remembered[this.side]??o;return Math.min(e*.9,Math.max(au[this.side],r))}get view(){return this.host.ownerDocument.defaultView??window}toggle(e){this.place!==e?this.go(e):this.go(e==="window"?this.before:"cell")}go(e){if(e===this.place&&!this.blocked)return;let n=e==="window"?this.open():null;this.blocked=e==="window"&&n===null,this.blocked||this.move(e,n),this.changed()}fold(e){this.folded=e,this.layOut()}move(e,n){let o=this.place,r=e==="cell"?null:this.take();this.leave(),e==="pin"&&this.enterPin(),n&&(this.before=o==="pin"||r==="pin"?"pin":"cell",this.enterWindow(n))}flip(){this.remembered.side=this.side==="right"?"bottom":"right",this.layOut()}resize(e){this.remembered[this.side]=e,this.layOut()}toggleFullscreen(){let{ownerDocument:e}=this.host;(e.fullscreenElement?e.exitFullscreen():this.host.requestFullscreen()).catch(()=>this.changed())}dispose(){this.leave(),this.room.disconnect();for(let e of this.undo)e()}leave(){let{popup:e}=this;this.popup=null,this.unpad(),this.place="cell",this.folded=!1,this.host.ownerDocument!==document&&(this.host=this.another(document)),this.host.dataset.place="cell",this.host.removeAttribute("style"),this.host.parentNode!==this.home&&this.home.prepend(this.host),e?.close()}enterPin(){this.place="pin",this.host.dataset.place="pin",document.body.append(this.host),this.layOut()}take(){let e={box:this.box,by:this.host,from:null};return document.dispatchEvent(new CustomEvent(ls,{detail:e})),e.from}yieldTo({detail:e}){e.box!==this.box||e.by===this.host||this.place==="cell"||((this.place==="pin"||this.before==="pin")&&(e.from="pin"),this.popup=null,this.go("cell"))}layOut(){let{side:e,size:n,folded:o}=this,r=e==="right"?`right:0;width:${n}px`:"left:0;right:0",s=e==="right"?"top:0":`height:${n}px`,i=`${r};${o?`height:${us}px`:s}`;this.host.style.cssText=`position:fixed;bottom:0;z-index:${uu};${i}`,this.pad(),gu(this.remembered),this.changed()}pad(){let e=this.place==="pin"?mu(this.home):null,n=e?this.covered(pu(e)):0;if((this.padded?.element!==e||n<=0)&&this.unpad(),!e||n<=0)return;this.padded||(this.padded={element:e,style:document.head.appendChild(document.createElement("style"))},e.setAttribute(this.mark,""),this.room.observe(e,{box:"border-box"}));let o=hu(this.mark,this.beside,n,this.beside||!this.canFlip);this.padded.style.textContent!==o&&(this.padded.style.textContent=o)}covered({right:e,bottom:n}){return this.beside?e-(innerWidth-this.size):n-(innerHeight-(this.folded?us:this.size))}get beside(){return this.side==="right"&&!this.folded}unpad(){if(!this.padded)return;let{element:e,style:n}=this.padded;this.padded=null,n.remove(),e.removeAttribute(this.mark),this.room.unobserve(e)}open(){return window.open("",`channel-sandbox-${this.box}`,"popup,width=1280,height=840")}enterWindow(e){this.popup=e,this.place="window";let{document:n}=e;this.host.remove(),this.host=this.another(n),this.host.dataset.place="window",n.title=document.title,n.documentElement.style.height="100%",n.body.style.cssText="margin:0;height:100%",n.body.replaceChildren(this.host),e.addEventListener("pagehide",()=>this.popup===e&&this.go(this.before)),e.focus()}listen(e,n,o){e.addEventListener(n,o),this.undo.push(()=>e.removeEventListener(n,o))}};function hu(t,e,n,o){let r=e?"padding-right":"padding-bottom",s=`[${t}] .cm-editor .cm-content {
    white-space: break-spaces; overflow-wrap: anywhere; flex-shrink: 1; min-width: 0; }`;return`[${t}] { box-sizing: border-box !important; ${r}: ${n}px !important; }
    ${o?s:""}`}function pu(t){let e=t.getBoundingClientRect();return{right:Math.min(e.right,innerWidth),bottom:Math.min(e.bottom,innerHeight)}}function mu(t){for(let e=t.parentElement;e;e=e.parentElement)if(/auto|scroll/.test(getComputedStyle(e).overflowY)&&e.clientHeight>300)return e;return null}function fu(){let t={side:innerWidth>=1e3?"right":"bottom",right:null,bottom:null};try{let e=JSON.parse(localStorage.getItem(ds)??"{}");return{side:e.side==="right"||e.side==="bottom"?e.side:t.side,right:typeof e.right=="number"?e.right:null,bottom:typeof e.bottom=="number"?e.bottom:null}}catch{return t}}function gu(t){try{localStorage.setItem(ds,JSON.stringify(t))}catch{}}function Eo(t,e,n,o){return t==="projector"&&o?Math.min(20/12,Math.max(1.5,n/hs.medium)):t==="projector"?e<700?1:20/12:o?Math.max(1,Math.min(e/1100,n/650,1.6)):e>1300?Math.max(1,Math.min(e/1100,1.6)):1}var hs={medium:474,narrow:720},bu={medium:712,narrow:360};function ps(t,e,n){if(t!=="projector")return Eo(t,e,n,!1);let o=r=>Math.min(e/bu[r],n/hs[r]);return Math.max(1,Math.min(20/12,Math.max(o("medium"),o("narrow"))))}var wu={wide:600,medium:600,narrow:880},yu=520;function ms(t,e){return e?wu[t]:yu}var fs=520,Vt=480;function yt(t){return t>=960?"wide":t>=680?"medium":"narrow"}var Ze,A,Co,gs,Mo=Object.is,Yt=0,Es=[],Po=[],F=T,bs=F.__b,ws=F.__r,ys=F.diffed,vs=F.__c,ks=F.unmount,xs=F.__;function Zt(t,e){F.__h&&F.__h(A,t,Yt||e),Yt=0;var n=A.__H||(A.__H={__:[],__h:[]});return t>=n.__.length&&n.__.push({}),n.__[t]}function R(t){return Yt=1,vu(Cs,t)}function vu(t,e,n){var o=Zt(Ze++,2);if(o.t=t,!o.__c&&(o.__=[n?n(e):Cs(void 0,e),function(s){var i=(o.__N||o.__)[0],l=o.t(i,s);Mo(i,l)||(o.__N=[l,o.__[1]],o.__c.setState({}))}],o.__c=A,!A.__f)){A.__f=!0;var r=A.shouldComponentUpdate;A.shouldComponentUpdate=function(s,i,l){var c=this.__H;if(!c)return!0;var u=!1,d=this.props!=s;if(c.__.some(function(m){m.__N&&(u=!0,Mo(m.__[0],m.__N[0])||(d=!0))}),r){var h=r.call(this,s,i,l);return u?h||d:h}return!u||d}}return o.__}function Z(t,e){var n=Zt(Ze++,3);!F.__s&&$o(n.__H,e)&&(n.__P=!0,n.__=t,n.u=e,A.__H.__h.push(n))}function Qe(t,e){var n=Zt(Ze++,4);!F.__s&&$o(n.__H,e)&&(n.__P=!1,n.__=t,n.u=e,A.__h.push(n))}function q(t){return Yt=5,kt(function(){return{current:t}},[])}function kt(t,e){var n=Zt(Ze++,7);return $o(n.__H,e)&&(n.__=t(),n.__H=e),n.__}function ku(){var t;do{for(;t=Po.shift();)try{vt(t)}catch(n){F.__e(n,{__:(t=t.__P)&&t.__v})}for(;t=Es.shift();){var e=t.__H;if(t.__P&&e)try{e.__h.some(vt),e.__h.some(To),e.__h=[]}catch(n){e.__h=[],F.__e(n,t.__v)}}}while(Po.length)}F.__b=function(t){A=null,bs&&bs(t)},F.__=function(t,e){t&&e.__k&&e.__k.__m&&(t.__m=e.__k.__m),xs&&xs(t,e)},F.__r=function(t){ws&&ws(t),Ze=0;var e=(A=t.__c).__H;e&&(Co==A?A.__h=[]:(e.__h.some(vt),e.__h.some(To),Ze=0),e.__h=[],e.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),Co=A},F.diffed=function(t){ys&&ys(t);var e=t.__c;e&&e.__H&&(e.__H.__h.length&&_s(Es.push(e)),e.__H.__.some(function(n){n.u&&(n.__H=n.u)})),Co=A=null},F.__c=function(t,e){e.some(function(n){try{n.__h.some(vt),n.__h=n.__h.filter(function(o){return!o.__||To(o)})}catch(o){n.__h=[function(){throw o}]}}),vs&&vs(t,e)},F.unmount=function(t){ks&&ks(t);var e,n,o=t.__c;o&&o.__H&&(o.__H.__.some(function(r){try{if(r.__P&&r.__c){if(n===void 0){for(n=t.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}r.__P=n,_s(Po.push(r))}else vt(r)}catch(s){e=s}}),o.__H=void 0,e&&F.__e(e,o.__v))};var Ss=typeof requestAnimationFrame=="function";function xu(t){var e,n=function(){clearTimeout(o),Ss&&cancelAnimationFrame(e),setTimeout(t)},o=setTimeout(n,35);Ss&&(e=requestAnimationFrame(n))}function _s(t){t!=1&&gs==F.requestAnimationFrame||((gs=F.requestAnimationFrame)||xu)(ku)}function vt(t){var e=A,n=t.__c;typeof n=="function"&&(t.__c=void 0,n()),A=e}function To(t){var e=A;t.__c=t.__(),A=e}function $o(t,e){return!t||t.length!=e.length||e.some(function(n,o){return!Mo(n,t[o])})}function Cs(t,e){return typeof e=="function"?e(t):e}var J=t=>String(Math.round(t*100)/100),$=class{d="";points=[];reach=[];marks=[];x=0;y=0;constructor(e,n){this.d=`M${J(e)} ${J(n)}`,this.add(e,n)}add(e,n){let o=this.reach.at(-1)??0,r=this.reach.length?Math.hypot(e-this.x,n-this.y):0;this.points.push(e,n),this.reach.push(o+r),this.x=e,this.y=n}line(e,n){return e===this.x&&n===this.y?this:(this.d+=`L${J(e)} ${J(n)}`,this.add(e,n),this)}bend(e,n,o,r,s,i){this.d+=`C${J(e)} ${J(n)} ${J(o)} ${J(r)} ${J(s)} ${J(i)}`;let{x:l,y:c}=this;for(let u=1;u<=16;u++){let d=u/16,h=1-d,[m,p,g,b]=[h*h*h,3*h*h*d,3*h*d*d,d*d*d];this.add(m*l+p*e+g*o+b*s,m*c+p*n+g*r+b*i)}return this}level(e,n,o=.5){if(Math.abs(n-this.y)<.5)return this.line(e,n);let r=(e-this.x)*o;return this.bend(this.x+r,this.y,e-r,n,e,n)}upright(e,n,o=.5){if(Math.abs(e-this.x)<.5)return this.line(e,n);let r=(n-this.y)*o;return this.bend(this.x,this.y+r,e,n-r,e,n)}corner(e,n,o,r){let{x:s,y:i}=this;this.d+=`Q${J(e)} ${J(n)} ${J(o)} ${J(r)}`;for(let l=1;l<=16/2;l++){let c=l*2/16,u=1-c;this.add(u*u*s+2*u*c*e+c*c*o,u*u*i+2*u*c*n+c*c*r)}return this}through(e,n){for(let[o,[r,s]]of e.entries()){let[i,l]=[o===0?1:.5,o+2===e.length?1:.5];this.round(r,s,e[o+1],n,i,l)}return this}round(e,n,o,r,s,i){if(!o)return this.line(e,n);let[l,c]=o,u=Math.hypot(e-this.x,n-this.y),d=Math.hypot(l-e,c-n),h=Math.min(r,u*s,d*i);return h<.5?this.line(e,n):(this.line(e-(e-this.x)/u*h,n-(n-this.y)/u*h),this.corner(e,n,e+(l-e)/d*h,n+(c-n)/d*h))}mark(){return this.marks.push({reach:this.reach.at(-1)??0,d:this.d.length,x:this.x,y:this.y}),this}end(){let{d:e,points:n,reach:o}=this,r=o.at(-1)??0,[s,i]=this.marks,l=(u,d)=>u&&r?u.reach/r:d,c=s?`M${J(s.x)} ${J(s.y)}${e.slice(s.d,i?.d)}`:e;return{d:e,points:n,reach:o,length:r,bare:[l(s,0),l(i,1)],bareD:c}}};function Ms(t,e){let n=0,o=t.reach.length-1;for(;n<o;){let r=n+o+1>>1;t.reach[r]<=e?n=r:o=r-1}return n}function Q(t,e){let n=Math.max(0,Math.min(1,e))*t.length,o=Ms(t,n),[r,s]=[t.points[2*o],t.points[2*o+1]];if(o===t.reach.length-1)return[r,s];let i=t.reach[o+1]-t.reach[o],l=i?(n-t.reach[o])/i:0;return[r+(t.points[2*o+2]-r)*l,s+(t.points[2*o+3]-s)*l]}function Ps(t,e,n,o){let[r,s]=Q(e,n);t.moveTo(r,s);let[i,l]=[n*e.length,o*e.length];for(let d=Ms(e,i)+1;d<e.reach.length&&!(e.reach[d]>=l);d++)t.lineTo(e.points[2*d],e.points[2*d+1]);let[c,u]=Q(e,o);t.lineTo(c,u)}var Qt={workerOf:()=>null,nextSlot:()=>0},xt=(t,e)=>t.channels.find(n=>n.name===e);function qe(t,e,n){let o=t.consumers.filter(r=>r.name===e);return o.find(r=>n!==void 0&&r.channels.includes(n))??o[0]}var he=(t,e)=>t.groups.find(n=>n.name===e),me=(t,e)=>t.more.find(n=>n.fold===e),St=(t,e)=>t.servers.find(n=>n.name===e);function _e({slots:t,count:e},n){return t.x+t.w-t.w/e*(Math.min(n,e-1)+.5)}function se(t,e){let n=xt(t,e);if(n)return n;let o=me(t,"channels");if(!o)return null;let r={...o,h:16},s=o.y+o.h/2;return{...o,name:e,routed:!0,slots:r,count:10,rail:s,nameRoom:o.w}}function _t(t,e){let n=t.workers.find(o=>o.name===e);return n?t.mode==="narrow"?[n.x+14,n.y+20]:[n.x+17,n.y+n.h/2]:me(t,"workers")?.port??null}var Ts=t=>[t.x+t.w,t.y+t.h/2];function Ee(t,e){let n=t.rowOf.get(e),o=n&&St(t,n.server);if(!n||!o)return null;if(t.mode==="narrow")return{server:o,end:[n.port[0],o.y+33]};if(n.look==="page")return{server:o,end:[o.x+19,n.port[1]]};let r=n.look==="full"?t.mode==="wide"?60:66:50;return{server:o,end:[o.x+r,n.port[1]+(n.look==="full"?8:0)]}}var Su=Symbol.for("pv"),_u=0;function a(t,e,n,o,r,s){e||(e={});var i,l,c=e;if("ref"in c&&typeof t!="function")for(l in c={},e)l=="ref"?i=e[l]:c[l]=e[l];var u={type:t,props:c,key:n,ref:i,__k:null,__:null,__b:0,__e:null,__c:null,constructor:Su,__v:--_u,__i:-1,__u:0};return(r||s)&&(u.__source=r,u.__self=s),T.vnode&&T.vnode(u),u}var Os=["connect","receive","disconnect","request","reply","custom"],Eu="#16191D",Rs={receive:null,request:[[-.88,-.88],[.88,-.88],[.88,.88],[-.88,.88]],connect:[[0,-1.05],[1.1,.85],[-1.1,.85]],disconnect:[[0,1.05],[1.1,-.85],[-1.1,-.85]],reply:[[0,-1.2],[1.2,0],[0,1.2],[-1.2,0]],custom:[0,1,2,3,4,5].map(t=>[1.1*Math.sin(t*Math.PI/3),-1.1*Math.cos(t*Math.PI/3)])},$s=t=>Math.round(t*100)/100;function Cu(t,e,n,o){let r=Rs[t];return r?`M${r.map(([s,i])=>`${$s(e+s*o)} ${$s(n+i*o)}`).join("L")}Z`:`M${e-o} ${n}a${o} ${o} 0 1 0 ${2*o} 0a${o} ${o} 0 1 0 ${-2*o} 0Z`}function Bs(t,e,n,o,r){let s=Rs[e];if(t.beginPath(),!s)t.arc(n,o,r,0,2*Math.PI);else for(let[i,l]of s)t.lineTo(n+i*r,o+l*r);t.closePath()}function K({kind:t,x:e,y:n,r:o,look:r}){let s=r?` ${r}`:"";return a("path",{class:`tok${s}`,fill:`var(--${t})`,d:Cu(t,e,n,o)})}function Oo({x:t,y:e,h:n}){return a("path",{fill:Eu,d:`M${t-n*.4} ${e-n/2}h${n*.28}v${n}h${-n*.28}ZM${t+n*.12} ${e-n/2}h${n*.28}v${n}h${-n*.28}Z`})}function fe({x:t,y:e,r:n,colour:o="var(--lost)",width:r=1.75}){let s=`M${t-n} ${e-n}l${2*n} ${2*n}M${t+n} ${e-n}l${-2*n} ${2*n}`;return a("path",{d:s,stroke:o,"stroke-width":r,fill:"none"})}var Fs={queued:()=>a("rect",{x:"1",y:"1",width:"8",height:"8",fill:"none",stroke:"var(--ink)","stroke-width":"1.5"}),held:()=>a("g",{children:[a("rect",{width:"10",height:"10",fill:"var(--held)"}),a(Oo,{x:5,y:5,h:6})]}),in_hand:()=>a("g",{children:[a("circle",{cx:"5",cy:"5",r:"4",fill:"none",stroke:"var(--ink)","stroke-width":"1.5"}),a("circle",{cx:"5",cy:"5",r:"1.75",fill:"var(--ink)"})]}),delivered:()=>a("path",{d:"M1 5.5L4 8.5L9 1.5",fill:"none",stroke:"var(--ink)","stroke-width":"1.75"}),lost:()=>a(fe,{x:5,y:5,r:3.5,width:2})},Mu={full:()=>a("rect",{x:"0",y:"2",width:"10",height:"6",fill:"var(--lost)"}),expired:()=>a("g",{fill:"none",stroke:"var(--lost)",children:[a("circle",{cx:"5",cy:"5",r:"4.25","stroke-width":"1.5"}),a("path",{d:"M5 2.5V5.2L7 6.4","stroke-width":"1.25"})]}),no_connection:()=>a("path",{d:"M0 5H3M7 5H10M6.5 1.5L3.5 8.5",stroke:"var(--lost)","stroke-width":"1.75"}),nobody_listens:()=>a("path",{d:"M1 5h3M6 5h3",stroke:"var(--edge)","stroke-width":"1.5",fill:"none"})};function Pu({fate:t}){return Fs[t]()}function Ro({reason:t}){return(Mu[t]??Fs.lost)()}function Bo({children:t,box:e}){return a("svg",{class:"mark",viewBox:e,"aria-hidden":"true",children:t})}function en({fate:t}){return a(Bo,{box:"0 0 10 10",children:a(Pu,{fate:t})})}function tn({reason:t}){return a(Bo,{box:"0 0 10 10",children:a(Ro,{reason:t})})}function De({kind:t}){return a(Bo,{box:"-7 -7 14 14",children:a(K,{kind:t,x:0,y:0,r:5})})}var Ls=8,Ns=20,As=30;function Tu(t,e){let n=t.clients.find(c=>c.connections.includes(e));if(n)return n.port;let o=t.rowOf.get(e);if(o?.look==="port")return me(t,"tabs")?.port??null;if(o){let[c,u]=o.port;return t.mode==="narrow"?[c,u-As/2]:[c-As,u]}let{x:r,y:s,w:i,h:l}=t.opener;return t.mode==="narrow"?null:[r+i,s+l/2]}function $u(t,e){let n=t.rowOf.get(e);if(n)return n.port;let[o]=t.servers;return o?[o.x,t.opener.y+t.opener.h/2]:null}function Ce(t,e,n){let o=Tu(t,e),r=$u(t,e);if(!o||!r)return[];let[s,i]=n?[r,o]:[o,r],l=new $(s[0],s[1]);return t.mode!=="narrow"?[l.line(i[0],i[1]).end()]:[l.upright(i[0],i[1]).end()]}function nn(t,e,[n],o){let[r,s]=o.bus,i=t.servers.some(u=>u.y>o.y),l=o.x+o.w+7,c=i?[[n,t.lane],[l,t.lane],[l,s+8],[r,s+8],[r,s]]:[[n,t.lane],[r,t.lane],[r,s]];return e.through(c,Ns)}function Et(t,e,n){let o="exit"in e?e.exit:[e.x+e.w/2,e.y+e.h],r=new $(o[0],o[1]);if(!("side"in e)||e.side==="bottom")return nn(t,r,o,n);let s=t.width-7,[i,l]=n.bus;if(t.mode==="narrow")return r.through(Fo(t,o,n),12);if(t.servers.some(d=>d.y>n.y))return nn(t,r.line(s-6,o[1]).corner(s,o[1],s,o[1]+6),[s,0],n);let u=[[s,o[1]],[s,t.lane],[i,t.lane],[i,l]];return r.through(u,Ns)}function Fo(t,[,e],n){let o=t.gutters.back,[r,s]=n.bus;return r===o?[[o,e],[o,s]]:[[o,e],[o,t.lane],[r,t.lane],[r,s]]}function Ou(t,e,n,o){let[r,s]=e.bus,i=r+o;return t.mode==="narrow"?new $(r,s).through([[r,n[1]],n],11).end():new $(i,s).through([[i,n[1]],n],12).end()}function Ru(t,e){let n=new Map;for(let o of e){let r=Ee(t,o);if(r&&n.set(`${r.server.name} ${r.end.join()}`,r),n.size>=Ls)break}return n}function Bu(t,e,n){let o=se(t,n);if(!o)return[];let{slots:r,rail:s}=o;if(t.mode==="narrow"){let u=r.x+r.w/2;return[new $(u,e.y).line(u,s).end()]}let[i,l]=[e.x-6,r.x-10],c=[[i,e.y+14],[i,t.roof],[l,t.roof],[l,s],[r.x+6,s]];return[new $(e.x,e.y+14).through(c,8).end()]}var Ao={trunks:[],strands:[]};function et(t,e,n,o){let r=he(t,e)??me(t,"groups");if(!r)return Ao;let s=[...Ru(t,n).values()].sort((c,u)=>c.end[1]-u.end[1]),i=o.slice(0,Ls).flatMap(c=>Bu(t,r,c)),l=s.length||i.length?[...new Set(s.map(({server:c})=>c))]:t.servers.slice(0,1);return{trunks:[...l.map(c=>Et(t,r,c).end()),...i],strands:l.flatMap(c=>{let u=s.filter(h=>h.server===c),d=h=>((u.length-1)/2-h)*t.strand;return u.map((h,m)=>Ou(t,c,h.end,d(m)))})}}function qs(t,e,n){switch(e.hop){case"frame":return Ce(t,e.connection,!1);case"out":return Ce(t,e.connection,!0);case"accept":return Fu(t,e.connection,e.channel,n);case"take":return Au(t,e.channel,e.worker);case"run":return Lu(t,e.worker,e.consumer);case"send":return Ds(t,on(t,e.consumer),e.channel,n);case"toGroup":case"member":return Nu(t,on(t,e.consumer),e.group);case"fan":{let{trunks:o,strands:r}=et(t,e.group,e.connections,e.channels);return[...o,...r]}case"reply":return qu(t,on(t,e.consumer),e.connection);case"fall":return Du(t,e.channel,e.connection,e.reason)}}function on(t,e){let n=e===null?void 0:qe(t,e);return Ts(n??t.cell)}function Fu(t,e,n,o){let r=se(t,n),s=e===null?void 0:t.rowOf.get(e),i=s?St(t,s.server):t.servers[0];if(!r||!i)return e===null?Ds(t,on(t,null),n,o):[];let[l,c]=i.out,[u,d]=s?s.port:[l,c],h=new $(u,d);return s&&h.bend(u+30,d,l-40,c,l,c),h.mark().level(r.slots.x,r.rail).mark(),[h.line(_e(r,o.nextSlot(n)),r.rail).end()]}function Au(t,e,n){let o=se(t,e),r=_t(t,n);if(!o||!r)return[];let s=o.slots.x+o.slots.w;return[new $(_e(o,0),o.rail).line(s,o.rail).mark().level(r[0]-17,r[1]).mark().line(...r).end()]}function Lu(t,e,n){let o=_t(t,e),r=qe(t,n);if(!o||!r)return[];let s=t.workers.find(({name:l})=>l===e),i=s?s.x+s.w:o[0];return[new $(i,o[1]).level(r.x,r.y+r.h/2).end()]}function Ds(t,[e,n],o,r){let s=se(t,o);if(!s)return[];let i=t.gutters.back-6,l=s.slots.x-10,c=[[i,n],[i,t.roof],[l,t.roof],[l,s.rail],[_e(s,r.nextSlot(o)),s.rail]];return[new $(e,n).through(c,10).end()]}function Nu(t,[e,n],o){let r=he(t,o)??me(t,"groups")??t.noGroup;if(!r)return[];let s=Math.min(20,r.h/2),i=Math.max(r.y+s,Math.min(r.y+r.h-s,n));return[new $(e,n).level(r.x,i).end()]}function qu(t,e,n){let o=Ee(t,n);if(!o)return[];let r=t.gutters.back,i=new $(e[0],e[1]).through([[r,e[1]],[r,e[1]+12]],8),l=nn(t,i,[r,e[1]],o.server),[c]=o.server.bus;return[l.through([[c,o.end[1]],o.end],12).end()]}function Du(t,e,n,o){let{bin:r}=t,s=r.y+16,i=n===null?null:Ee(t,n);if(i){let h=i.server.x+(t.mode==="wide"?102:59),m=t.lane+15,p=[[h,m],[r.x+24,m],[r.x+24,s]];return[new $(h,i.end[1]).through(p,10).end()]}let l=se(t,e);if(!l)return[];let{slots:c,rail:u}=l;if(o==="full"){let h=c.x-10,m=t.lane+15,p=[[h,u],[h,m],[r.x+24,m],[r.x+24,s]];return[new $(c.x,u).through(p,10).end()]}let d=c.x+c.w+10;return[new $(c.x+c.w,u).through([[d,u],[d,s]],10).end()]}var Hu="(invalid name)",Iu=new Map([["websocket.connect","connect"],["websocket.receive","receive"],["websocket.disconnect","disconnect"],["http.request","request"],["http.disconnect","disconnect"]]);function ne(t){let e=Iu.get(t);return e!==void 0?e:ie(t)?"reply":t.startsWith("http.request.body")?"request":"custom"}function ie(t){return t.includes("!")}function tt(t){let e=t.indexOf("!"),n=t.indexOf("?"),o=e<0?n:n<0?e:Math.min(e,n);return o<0?t:t.slice(0,o+1)}function Hs(t,e){return e==="invalid_name"?Hu:tt(t)}function He(t,e){return`${t} ${e}`}function D(t,e){return t==="default"?e:`${t}/${e}`}function H(t){return t.startsWith("__main__.")?t.slice(9):t}function Ie(t){return t.startsWith("(default)")}function Me(t){return Ie(t)?t.slice(9).trim():t}function Is(t){let e=t.lastIndexOf("!");return e<0?t:`!${t.slice(e+1,e+5)}`}function Wu(t){let e=/^\(\?s:([\s\S]*)\)(\\Z|\\z)$/.exec(t);try{return e?new RegExp(`^(?:${e[1]})$`,"s"):new RegExp(`^(?:${t})$`)}catch{return/(?!)/}}function Ct(t,e){if(t===void 0)return null;for(let[n,o]of t.channelCapacity)if(zu(n).test(e))return o;return t.capacity}var rn=new Map,Ju=100;function zu(t){let e=rn.get(t);return e===void 0&&(rn.size>=Ju&&rn.clear(),e=Wu(t),rn.set(t,e)),e}var Xu=/^(.*) \d+\/\d+$/;function Js(t){return t.ours?Xu.exec(t.label)?.[1]??null:null}function Lo(t){let e=new Set;for(let n of t.groups.values())for(let o of n.members.values())o.ghost&&o.connection&&e.add(o.connection);return e}function pe(t){return t.state==="closed"||t.state==="rejected"}function sn(t){let e=Lo(t),n=new Map,o=(r,s,i,{server:l,id:c})=>n.set(r,{key:r,name:s,kind:i,server:l,connections:[c]});for(let r of t.connections.values()){if(r.protocol!=="websocket")continue;let s=Js(r),i=pe(r),l=e.has(r.id);if(s){if(i&&!l)continue;let c=n.get(`crowd ${s}`);c?c.connections.push(r.id):o(`crowd ${s}`,s,"crowd",r)}else if(r.ours||l){let c=`tab ${r.label}`,u=(n.get(c)?.connections??[]).filter(d=>e.has(d));o(c,r.label,l?"ghost":"tab",r),n.get(c).connections.unshift(...u)}else i||o(r.id,r.label,"tab",r)}for(let[r,s]of n)s.key=r;return[...n.values()]}function zs(t,e,n){let o=new Map,r=new Set;for(let l of t){let c=e.get(l);c===void 0||r.has(c)||(o.set(l,c),r.add(c))}let s=0;for(let l of t)if(!o.has(l)){for(;r.has(s);)s++;o.set(l,s),r.add(s)}if(Math.max(-1,...r)<n)return o;let i=t.filter(l=>o.has(l)).sort((l,c)=>o.get(l)-o.get(c));return new Map(i.map((l,c)=>[l,c]))}function ge(t,e,n){return n||t.length<=e?{shown:[...t],hidden:[]}:{shown:t.slice(0,e-1),hidden:t.slice(e-1)}}var Ku=["http.request","websocket.connect","websocket.receive","websocket.disconnect"];function an(t,{channel:e,name:n}){return e?e.capacity:Ct(t.layers.get("default"),n)}var ln=t=>t===null||t>16?10:Math.max(1,t);function ju(t){return t.filter(e=>e.hiddenBy===null||!e.builtin)}function Ws(t){let e=Ku.indexOf(t.name);return e>=0?e:(t.routed?1e3:1e6)+(t.channel?.since??0)/1e6}function Gu(t){return t.channel?.builtin?!0:!t.routed&&/^(http|websocket)\./.test(t.name)}function cn(t,e,n,o){let r=new Map,s=new Set(t.rules.map(m=>D(m.layer,m.channel)));for(let[m,p]of t.channels)r.set(m,{name:m,channel:p,routed:s.has(m)});for(let m of s)r.has(m)||r.set(m,{name:m,channel:null,routed:!0});let i=[...r.values()].sort((m,p)=>Ws(m)-Ws(p)||(m.name<p.name?-1:1));if(o)return{shown:i,hidden:[]};let l=m=>(m.channel?.queue.length??0)>0,c=m=>(l(m)?8:0)+(m.routed?2:0)+(n.has(m.name)?1:0),u=Math.min(e+4,Math.max(e,n.size)),d=i.filter(m=>l(m)||!Gu(m)).sort((m,p)=>c(p)-c(m)).filter((m,p)=>p<u||l(m)),h=new Set(d);return{shown:i.filter(m=>h.has(m)),hidden:i.filter(m=>!h.has(m)&&!m.channel?.builtin)}}function un(t,e){let n=e.map(i=>i.name),o=new Map,r=new Set;for(let i of ju(t.rules)){let l=D(i.layer,i.channel);if(!n.includes(l))continue;let c=i.builtin?`${i.consumer} @ ${l}`:i.consumer,u=o.get(c);if(u)u.channels.includes(l)||u.channels.push(l);else{let{consumer:d,builtin:h}=i;o.set(c,{key:c,name:d,home:l,channels:[l],shut:[],builtin:h})}i.hiddenBy===null&&r.add(`${c} ${l}`)}let s=new Map(n.map(i=>[i,[]]));for(let i of o.values())i.shut=i.channels.filter(l=>!r.has(`${i.key} ${l}`)),i.channels.sort((l,c)=>n.indexOf(l)-n.indexOf(c)),i.home=i.channels[i.channels.length-1>>1],s.get(i.home).push(i);return s}function dn(t,e,n){let o=[...t.workers.values()].filter(l=>!l.builtin||l.state==="busy"),r=o.filter(l=>l.state!=="stopped"),s=o.filter(l=>l.state==="stopped"&&l.reason!=="asked"),i=new Set([...r,...s.slice(-Math.max(0,e-r.length))]);if(r.length>=e)for(let l of s)i.delete(l);return ge(o.filter(l=>i.has(l)),e,n)}function hn(t,e,n){let o=[...t.groups].sort(([,r],[,s])=>r.since-s.since);return ge(o,e,n)}function Uu(t,e,n){let o=n?t.connections.get(n):void 0;if(o)return o.label;let r=e.indexOf("!");return r>=0?e.slice(r):e}function Pe(t,e,n){let o=[],r=new Map;for(let{channel:i,connection:l,ghost:c}of e.members.values()){let u=l?t.connections.get(l):void 0,d=u?Js(u):null;if(!d){let p=Uu(t,i,l);o.push({key:i,label:p,count:1,ghost:c,broad:!1});continue}let h=`${d}${c?" ghosts":""}`,m=r.get(h);m?m.count++:r.set(h,{key:h,label:d,count:1,ghost:c,broad:!0})}let s=ge(o,n,!1);return{chips:[...s.shown,...r.values()],more:s.hidden.length}}var Xs={mono:.602,sans:.53,bold:.6},Ks=/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f300}-\u{1faff}]/u;function No(t){let e=0;for(let n of t)e+=Ks.test(n)?2:1;return e}function _(t,e,n="mono"){return No(t)*e*Xs[n]}function M(t,e,n,o="mono"){let r=t.length>400?t.slice(0,400):t,s=r.replace(/\s+/g," "),i=Math.floor(e/(n*Xs[o]));if(No(s)<=i&&r===t)return s;if(No(s)<i)return`${s}…`;let l="",c=1;for(let u of s){if(c+=Ks.test(u)?2:1,c>i)break;l+=u}return i>0?`${l}…`:""}var qo=8,Vu=12;function pn(t,e){let{chips:n}=Pe(t,e,Vu),o=n.filter(r=>!r.broad);return qo+Math.max(0,...o.map(({label:r})=>_(r,11)))}var z=30,ot=60,Gs=48,Mt={pitch:75,h:67,port:31,room:6},mn={pitch:34,h:28,port:14,room:14},Do=27,js=36,Us=240,Yu=16,fn=26,rt={channels:8,consumers:6,workers:8,groups:8},ae={h:19,pitch:24,top:29,side:10,slim:6,gap:5};function Zu({width:t,mode:e}){let n=e==="wide",o=n?[152,132,192,120,120,136]:[106,86,150,84,114,92],r=(t-o.reduce((l,c)=>l+c))/5,s=0;return{x:o.map(l=>{let c=s;return s+=l+r,c}),w:o,gutter:r,wide:n}}var nt=(t,e=z)=>t.reduce((n,{y:o,h:r})=>Math.max(n,o+r),e);function Vs(t,e,n){let o=Zu(e),{x:r,w:s}=o,i=Ve=>e.unfolded.has(Ve),l=[],c=cn(t,rt.channels,Qu(n),i("channels")),u=un(t,c.shown),d=i("consumers")?Number.POSITIVE_INFINITY:rt.consumers,h=ed(t,c.shown,u,o,d),m=td(h,u,o,d,l),p=nt([...m,...l],z),g=nt(h,z);(c.hidden.length||i("channels"))&&l.push(Pt("channels",c.hidden.length,r[2],g+6,s[2],i("channels")));let{workers:b,hidden:y}=od(t,h,o,i("workers"));(y||i("workers")&&b.length>rt.workers)&&l.push(Pt("workers",y,r[3],nt(b)+8,s[3],i("workers")));let v=ad(t,h,m,o,sd(n,h),i("groups"),l),{clients:k,servers:P,opener:C}=pd(t,e,o,n,g,l),S={x:r[4],y:p+22,w:s[4],h:22,stands:e.cell},N=v.length?null:dd(h,o),W=[...k,C,...P,...h,...b,...v],re=[...e.cell?[S]:[],...N?[N]:[]],Ae=nt([...W,...l,...re],z+Us),Y=Math.max(Ae,p+Yu)+16,X={x:r[2],y:Y+14,w:r[4]+s[4]-r[2],h:48},I={mode:e.mode,width:e.width,height:X.y+X.h+4,headings:["clients","server","channels","workers","consumers","groups"].map((Ve,ke)=>({key:Ve,x:r[ke],y:14})),clients:k,typing:null,opener:C,servers:P,channels:h,workers:b,consumers:m,groups:v,noGroup:N,more:l,cell:S,bin:X,legend:{x:0,y:Y+20,w:r[1]+s[1]-22,h:40},lane:Y,roof:23,gutters:{back:r[4]+s[4]+o.gutter/2,take:0},rowOf:new Map,strand:e.theme==="projector"?2.8:2.2};return fd(t,I),I}function Qu(t){return new Set(t?.channels.map(({name:e})=>e))}function Pt(t,e,n,o,r,s){return{fold:t,count:e,x:n,y:o,w:r,h:22,unfolded:s,port:[n+8,o+11]}}function ed(t,e,n,{x:o,w:r},s){let i=z;return e.map(l=>{let c=i,u=Math.min(n.get(l.name)?.length??0,s);i+=ot+Math.max(0,u-1)*Gs;let d=c+Do,h={x:o[2],y:c,w:r[2],h:50},m={...h,y:d-8,h:16},p=ln(an(t,l));return{...h,name:l.name,routed:l.routed,slots:m,count:p,rail:d,nameRoom:h.w}})}function td(t,e,{x:n,w:o},r,s){return t.flatMap(({name:i,rail:l})=>{let c=h=>({x:n[4],y:l-16+h*Gs,w:o[4],h:32}),{shown:u,hidden:d}=ge(e.get(i)??[],r,!1);if(d.length){let{x:h,y:m,w:p}=c(u.length);s.push(Pt("consumers",d.length,h,m+5,p,!1))}return u.map((h,m)=>({...h,...c(m)}))})}function nd(t,e){let n=t.map(({rail:i})=>i),o=n[e],r=n[e+1];return o!==void 0&&r!==void 0?(o+r)/2:(n.at(-1)??z+Do-ot)+ot/2+ot*(e-Math.max(n.length-1,0))}function od(t,e,{x:n,w:o},r){let{shown:s,hidden:i}=dn(t,rt.workers,r),l=e.length>=3&&s.length<e.length?1:0;return{workers:s.map(({name:u},d)=>({name:u,x:n[3],y:nd(e,l+d)-js/2,w:o[3],h:js})),hidden:i.length}}var Ys=t=>t?ae.side:ae.slim;function Zs(t,e,n){return(t-2*Ys(n)-(e-1)*ae.gap)/e}function rd(t,e){return t<=2?e?12:6:t<=4?6:4}function sd(t,e){let n=o=>o.map(({rail:r})=>r).join();return!t||n(t.channels)!==n(e)?new Map:new Map(t.groups.map(({name:o,y:r})=>[o,r]))}function id(t,e,n){for(let{consumer:o,to:r,what:s}of t.edges.values()){if(r!==e||s!=="send")continue;let i=n.find(({name:l})=>l===o);if(i)return i.y+i.h/2}return null}function ad(t,e,n,o,r,s,i){let{shown:l,hidden:c}=hn(t,rt.groups,s),u=l.length>1,d=o.w[5]-(u?16:0),h=l.map(([b,y])=>{let v=o.wide&&pn(t,y)<=Zs(d,2,!0),k=Pe(t,y,rd(l.length,v));return ld(b,k,o.x[5],d,v,o.wide)}),m=e.map(({rail:b})=>b),p=u?z:m[2]??m.at(-1)??z+3*ot;cd(h,b=>{let y=id(t,b.name,n)??p;return r.get(b.name)??y-b.h/2});let g=nt(h,z);if((c.length||s&&l.length>rt.groups)&&i.push(Pt("groups",c.length,o.x[5],g+8,d,s)),!u)return h;for(let b of h)b.y+b.h<g&&(b.side="right",b.exit=[b.x+b.w,b.y+Math.min(17,b.h/2)]);return h}function ld(t,{chips:e,more:n},o,r,s,i){let l=e.filter(v=>!v.broad),c=s&&l.length+(n?1:0)>1?2:1,u=Ys(i),d=Zs(r,c,i),h=v=>({x:o+u+v%c*(d+ae.gap),y:ae.top+Math.floor(v/c)*ae.pitch,w:d,h:ae.h}),m=l.map((v,k)=>({...v,...h(k)})),p=n?{...h(l.length),count:n}:null,g=Math.ceil((l.length+(n?1:0))/c);for(let v of e)v.broad&&m.push({...v,x:o+u,y:ae.top+g++*ae.pitch,w:r-2*u,h:ae.h});let b=ae.top+Math.max(1,g)*ae.pitch+5,y=[o+r/2,b];return{name:t,x:o,y:0,w:r,h:b,chips:m,more:p,exit:y,side:"bottom"}}function cd(t,e){let n=t.map(r=>({box:r,top:e(r)})).sort((r,s)=>r.top-s.top),o=z;for(let{box:r,top:s}of n)ud(r,Math.max(o,s)),o=r.y+r.h+12}function ud(t,e){t.y+=e;for(let n of t.chips)n.y+=e;t.more&&(t.more.y+=e),t.exit=[t.exit[0],t.exit[1]+e]}function dd(t,{x:e,w:n}){let o=t[2]?.rail??z+2*ot+Do;return{x:e[5],y:o-32,w:n[5],h:64}}function hd(t,e){let o=[...new Set([...t.servers.keys(),...e.map(({server:i})=>i)])].map(i=>[i,e.filter(({server:l})=>l===i)]),r=i=>t.servers.get(i)?.state!=="stopped",s=o.filter(([i,l])=>l.length||t.servers.has(i)&&r(i));return s.length?s:o.slice(-1)}function pd(t,e,n,o,r,s){let{x:i,w:l}=n,c=sn(t),u=hd(t,c),d=c.length<=Mt.room?Mt:mn,h=ge(c,mn.room,e.unfolded.has("tabs")),m=new Set(h.shown),p=new Map(o?.clients.map(S=>[S.key,S.slot])),g=[],b=[],y=u.length>1?z+4:z;for(let[S,N]of u){let W=N.filter(ke=>m.has(ke)),re=W.map(({key:ke})=>ke),Ae=zs(re,d===Mt?p:new Map,Mt.room),ce=d===Mt?"tab":"line";for(let ke of W){let Xr=Ae.get(ke.key),Kr=y+Xr*d.pitch,Gc=[i[0]+l[0],Kr+d.port];g.push({...ke,look:ce,slot:Xr,x:i[0],y:Kr,w:l[0],h:d.h,port:Gc})}let Y=Math.max(-1,...Ae.values())+1,X=u.length===1?Math.max(Us,r-z):96,I=Y*d.pitch+(d===mn?fn:0),Ve=Math.max(X,I);b.push(md(S,i[1],y,l[1],Ve,n)),y+=Math.max(Y*d.pitch,u.length===1?0:Ve)+(u.length===1?0:16)}let v=nt(g,z-8)+8,k=e.unfolded.has("tabs")&&c.length>mn.room;if(h.hidden.length||k){let S=Pt("tabs",h.hidden.length,i[0],v,l[0],k);s.push({...S,port:[i[0]+l[0],v+11]})}let P=h.hidden.length||k?v+30:v,C={x:i[0],y:P,w:l[0],h:c.length?28:62};b.length===1&&(b[0].h=Math.max(b[0].h,C.y+C.h-z));for(let S of b)S.bus=[S.bus[0],S.y+S.h];for(let S of b)S.foot&&(S.foot.y=S.y+S.h-fn);return{clients:g,servers:b,opener:C}}function md(t,e,n,o,r,{wide:s}){return{name:t,x:e,y:n,w:o,h:r,rows:[],out:[e+o,n+16],bus:[e+o-16,n+r],foot:{x:e,y:n+r-fn,w:o-(s?28:22),h:fn}}}function fd(t,e){let n=s=>e.servers.find(i=>i.name===s),o=(s,i,l)=>{n(s)?.rows.push(i);for(let c of l)e.rowOf.set(c,{...i,connection:c,server:s})};for(let s of e.clients){let i=n(s.server);if(!i)continue;let l=s.look==="tab"?"full":"line",c=[i.x,s.port[1]],u=s.connections.at(-1);o(s.server,{client:s.key,connection:u,port:c,look:l},s.connections)}let r=e.more.find(s=>s.fold==="tabs");for(let s of t.connections.values()){if(e.rowOf.has(s.id))continue;let i=n(s.server)??e.servers[0];if(!i)continue;let l=s.protocol!=="websocket",c=l||!r?i.foot?i.foot.y+13:i.y+8:r.port[1],u={client:"",connection:s.id,port:[i.x,c],look:l?"page":"port"};e.rowOf.set(s.id,{...u,server:i.name})}}var gn=6,Ho=42,Qs=40,st=44,Wo=20,Io=40,Tt=34,$t=26,it={channels:7,consumers:4,workers:8,groups:6};function ei(t,e,n){let o={y:20,more:[],headings:[]},{width:r}=e,s={x:r-128,y:0,w:128,h:30},{clients:i,typing:l,servers:c}=gd(t,e,o),{channels:u,consumers:d}=xd(t,e,n,o),h=Ed(t,e,o),{groups:m,noGroup:p}=Cd(t,e,o),g=o.headings.find(({key:k})=>k==="workers").y,b={x:r-$t-90,y:g-17,w:90,h:22,stands:e.cell},y={x:0,y:o.y+16,w:r,h:44},v={mode:"narrow",width:r,height:y.y+y.h+4,headings:o.headings,clients:i,typing:l,opener:s,servers:c,channels:u,workers:h,consumers:d,groups:m,noGroup:p,more:o.more,cell:b,bin:y,legend:null,lane:(c[0]?.y??0)+st+10,roof:0,gutters:{back:r-5,take:r-16},rowOf:new Map,strand:2};return kd(t,v),v}function bn(t,e,n){t.y+=n,t.headings.push({key:e,x:0,y:t.y}),t.y+=8}function wn(t,e,n,o){let r=[8,t.y+11];t.more.push({fold:e,count:n,x:0,y:t.y,w:120,h:22,unfolded:o,port:r}),t.y+=26}function gd(t,e,n){let o=sn(t);bn(n,"clients",0),n.y+=8;let s=o.some(({kind:p,connections:g})=>p!=="crowd"&&t.connections.get(g[0])?.ours)?{x:0,y:n.y,w:e.width,h:Qs}:null;s&&(n.y+=Qs+8);let i=Math.max(4,Math.floor(e.width/110)),l=e.unfolded.has("tabs"),{shown:c,hidden:u}=ge(o,2*i,l),h=bd(t,c).map((p,g)=>wd(p,g,i,e.width,n.y));h.length&&(n.y=Math.max(...h.map(({y:p,h:g})=>p+g))+2),(u.length||l&&o.length>2*i)&&(n.y+=4,wn(n,"tabs",u.length,l),n.y-=4),yd(h,n.y),n.y+=20;let m=vd(t,e,n);return{clients:h,typing:s,servers:m}}function bd(t,e){let n=[...t.servers.keys()];return[...e].sort((o,r)=>n.indexOf(o.server)-n.indexOf(r.server))}function wd(t,e,n,o,r){let s=(o-gn*n)/n,i=e%n*(s+gn),l=r+Math.floor(e/n)*(Ho+gn);return{...t,look:"cell",slot:e,x:i,y:l,w:s,h:Ho,port:[i+s/2,l+Ho]}}function yd(t,e){for(let n of t)t.some(r=>r.x===n.x&&r.y>n.y)&&(n.port=[n.x+n.w+gn/2,Math.min(e,n.y+n.h-8)])}function vd(t,e,n){let r=[...t.servers.values()].filter(c=>c.state!=="stopped").map(({name:c})=>c),s=[...t.servers.keys()].at(-1);!r.length&&s&&r.push(s);let{y:i}=n,l=(e.width-8*Math.max(0,r.length-1))/Math.max(1,r.length);return n.y+=st,r.map((c,u)=>{let d=u*(l+8),h=r.length===1?[e.width-5,i+st]:[d+l-16,i+st];return{name:c,x:d,y:i,w:l,h:st,rows:[],out:[d+12,i+st],bus:h,foot:null}})}function kd(t,e){for(let n of t.connections.values()){let o=e.servers.find(({name:u})=>u===n.server)??e.servers[0];if(!o)continue;let r=e.clients.find(({connections:u})=>u.includes(n.id)),s=e.more.find(u=>u.fold==="tabs"),i=r?.port[0]??(s&&n.protocol==="websocket"?60:o.x+o.w/2),l=Math.max(o.x+12,Math.min(o.x+o.w-24,i)),c={client:r?.key??"",connection:n.id,port:[l,o.y],look:n.protocol==="websocket"?"port":"page"};r?.connections.at(-1)===n.id&&o.rows.push(c),e.rowOf.set(n.id,{...c,server:o.name})}}function xd(t,e,n,o){bn(o,"channels",30),o.y+=4;let r=e.unfolded.has("channels"),s=new Set(n?.channels.map(({name:h})=>h)),i=cn(t,it.channels,s,r),l=un(t,i.shown),c=[],u=e.unfolded.has("consumers")?Number.POSITIVE_INFINITY:it.consumers,d=i.shown.map(h=>{let{shown:m,hidden:p}=ge(l.get(h.name)??[],u,!1),g=m.length+(p.length?1:0),b=Sd(t,h,g,e.width,o.y);return c.push(...m.map((y,v)=>({...y,...ti(b,v)}))),o.y+=b.h+6,p.length&&_d(o,b,m.length,p.length),b});return(i.hidden.length||r)&&wn(o,"channels",i.hidden.length,r),{channels:d,consumers:c}}function Sd(t,e,n,o,r){let s=Math.max(152,Math.min(o*.4,200)),i=r+8;return{name:e.name,routed:e.routed,x:0,y:r,w:o-$t,h:18+Math.max(1,n)*Wo,slots:{x:s,y:i-7,w:o-$t-s,h:14},count:ln(an(t,e)),rail:i,nameRoom:s-6}}function ti(t,e){return{x:0,y:t.y+17+e*Wo,w:t.nameRoom,h:Wo}}function _d(t,e,n,o){let r=ti(e,n),s=[r.x+8,r.y+8];t.more.push({...r,fold:"consumers",count:o,unfolded:!1,port:s})}function Ed(t,e,n){bn(n,"workers",14),n.y+=7;let o=e.unfolded.has("workers"),{shown:r,hidden:s}=dn(t,it.workers,o),i=e.width-$t,l=Math.max(1,Math.min(Math.max(r.length,3),Math.floor((i+8)/102))),c=(i-8*(l-1))/l,u=n.y,d=r.map(({name:h},m)=>({name:h,x:m%l*(c+8),y:u+Math.floor(m/l)*(Io+8),w:c,h:Io}));return n.y=Math.max(u+Io,...d.map(h=>h.y+h.h))+4,(s.length||o&&r.length>it.workers)&&wn(n,"workers",s.length,o),d}function Cd(t,e,n){bn(n,"groups",20);let o=e.unfolded.has("groups"),{shown:r,hidden:s}=hn(t,it.groups,o),i=e.width-$t,l=r.map(([u,d])=>{let h=Md(t,u,d,i,n.y);return n.y+=Tt+8,h});if((s.length||o&&r.length>it.groups)&&wn(n,"groups",s.length,o),l.length)return{groups:l,noGroup:null};let c={x:0,y:n.y,w:i,h:Tt};return n.y+=Tt+8,{groups:l,noGroup:c}}function Md(t,e,n,o,r){let s=Math.min(_(e,12)+24,o/3),i=Math.max(54,Math.min(96,pn(t,n))),l=Math.max(2,Math.floor((o-s-6)/(i+4))),{chips:c,more:u}=Pe(t,n,l),d=c.slice(0,u?l-1:l),h=u+c.slice(d.length).reduce((b,y)=>b+y.count,0),m=d.length+(h?1:0),p=Math.min(96,(o-s-10-4*Math.max(0,m-1))/Math.max(1,m)),g=b=>({x:s+b*(p+4),y:r+8,w:p,h:18});return{name:e,x:0,y:r,w:o,h:Tt,chips:d.map((b,y)=>({...b,...g(y)})),more:h?{...g(d.length),count:h}:null,exit:[o,r+Tt/2],side:"right"}}function ri(t,e,n=null){let o=n&&n.mode===e.mode?n:null,r=e.mode==="narrow"?ei(t,e,o):Vs(t,e,o);return!n||oi(r)!==oi(n)?r:(n.rowOf=r.rowOf,n)}var yn=({x:t,y:e,w:n,h:o})=>[t+n/2,e+o/2];var ni=new WeakMap;function oi(t){let e=ni.get(t);return e===void 0&&(e=JSON.stringify({...t,rowOf:null}),ni.set(t,e)),e}function si(t,e,n){switch(e.hop){case"frame":return Ce(t,e.connection,!1);case"out":return Ce(t,e.connection,!0);case"accept":return Pd(t,e.connection,e.channel,n);case"take":return Td(t,e.channel,e.worker);case"run":return[];case"send":return $d(t,Jo(t,e.consumer,n),e.channel,n);case"toGroup":case"member":return Od(t,Jo(t,e.consumer,n),e.group);case"fan":{let{trunks:o,strands:r}=et(t,e.group,e.connections,e.channels);return[...o,...r]}case"reply":return Rd(t,Jo(t,e.consumer,n),e.connection);case"fall":return Bd(t,e.channel,e.connection)}}function Jo(t,e,n){let o=e===null?null:n.workerOf(e);return t.workers.find(({name:r})=>r===o)??(e===null?t.cell:qe(t,e)??t.cell)}function Pd(t,e,n,o){let r=se(t,n),s=e===null?void 0:t.rowOf.get(e),i=s?St(t,s.server):t.servers[0];if(!r||!i)return[];let l=s?.port[0]??i.x+i.w/2;return[new $(l,i.y+i.h).mark().mark().upright(r.slots.x-4,r.slots.y-6).corner(r.slots.x-4,r.rail,r.slots.x+6,r.rail).line(_e(r,o.nextSlot(n)),r.rail).end()]}function Td(t,e,n){let o=se(t,e),r=t.workers.find(({name:d})=>d===n),s=_t(t,n);if(!o||!s)return[];let i=t.gutters.take,l=(r?.y??s[1])-7,c=[[i,o.rail],[i,l],[s[0],l],[s[0],r?.y??s[1]]],u=new $(_e(o,0),o.rail);return u.line(o.slots.x+o.slots.w,o.rail).mark(),[u.through(c,12).mark().line(...s).end()]}function $d(t,e,n,o){let r=se(t,n);if(!r)return[];let s=_e(r,o.nextSlot(n));return[new $(yn(e)[0],e.y).upright(s,r.rail+8).line(s,r.rail).end()]}function Od(t,e,n){let o=he(t,n)??me(t,"groups")??t.noGroup;return o?[new $(e.x+20,e.y+e.h).upright(o.x+24,o.y).end()]:[]}function Rd(t,e,n){let o=Ee(t,n);if(!o)return[];let r=e.y+e.h+4,s=[yn(e)[0],r],i=Fo(t,s,o.server),[l]=o.server.bus;return[new $(yn(e)[0],e.y+e.h).line(...s).through([...i,[l,o.end[1]],o.end],11).end()]}function Bd(t,e,n){let o=n===null?null:Ee(t,n),r=o?null:se(t,e),s=o?.end??(r&&[r.slots.x+r.slots.w,r.rail]);if(!s)return[];let i=t.gutters.take+2;return[new $(s[0],s[1]).through([[i,s[1]],[i,t.bin.y+14]],14).end()]}function Te(t,e,n=Qt){return(t.mode==="narrow"?si(t,e,n):qs(t,e,n)).filter(r=>r.length>0)}function zo(t){return Object.values(t).map(e=>Array.isArray(e)?e.join(","):String(e)).join("|")}function Fd(t,e,n){let o=new $(e.slots.x+e.slots.w,e.rail),r=n.x-(t.mode==="wide"?40:22),s=n.y+n.h/2;return Math.abs(s-e.rail)<.5?o.line(n.x,s).end():o.line(r,e.rail).level(n.x,s).end()}function ii(t){let e=t.slots.x+t.slots.w;return{d:`M${e} ${t.rail}H${e+12}`,end:[e+17,t.rail]}}function ai(t){let e=[],n=(o,r,s,i)=>{let[l]=i;l&&e.push({key:`${o} ${r} ${s}`,d:l.d,what:o,from:r,to:s})};for(let o of t.clients){let r=o.connections.at(-1);n("wire",o.key,r,Ce(t,r,!1))}if(t.mode==="narrow"){for(let o of t.groups.length?t.groups:[])for(let r of t.servers)n("back",o.name,r.name,[Et(t,o,r).end()]);return e}for(let o of t.servers)for(let r of t.channels)/^(http|websocket)\./.test(r.name)&&n("accept",o.name,r.name,[new $(...o.out).level(r.slots.x,r.rail).end()]);for(let o of t.consumers)for(let r of o.channels){let s=xt(t,r);s&&n("route",r,o.key,[Fd(t,s,o)])}for(let o of t.servers){for(let r of t.groups)n("back",r.name,o.name,[Et(t,r,o).end()]);t.noGroup&&n("back","",o.name,[Et(t,t.noGroup,o).end()])}return e}var Ot=.75,Ad=new Set(["frame","accept","take","run","toGroup","out"]),li=500;function ui(t,e){let n=getComputedStyle(t),o=s=>n.getPropertyValue(`--${s}`).trim(),r=s=>o(s);return{bg:o("bg"),ink:o("ink"),tokline:o("tokline"),mono:o("mono"),live:Number(o("live"))||2.5,fan:e==="projector"?1.3:1,kinds:{connect:r("connect"),receive:r("receive"),disconnect:r("disconnect"),request:r("request"),reply:r("reply"),custom:r("custom")}}}function Xo(t){let e=Math.max(0,Math.min(1,t));return e<.5?4*e*e*e:1-(-2*e+2)**3/2}function Ld(t,e=1){let n=t<=4?2*Math.max(1,t):8+2*Math.log2(t/4);return Math.min(14,n)*e}function Ko(t,e){let n=t.ends-t.begins;return n>0?(e-t.begins)/n:e<t.begins?-1:2}var Nd=6,qd={frame:-3,out:3},vn=8,kn=class{constructor(e,n,o){this.canvas=e;this.where=n;this.count=o;this.pen=e.getContext("2d")}canvas;where;count;pen;curves=new Map;fans=new Map;at=null;scale=1;inks=null;clean=!0;fit(e,n,o,r){let s=Math.round((e.width+2*vn)*n*o),i=Math.round((e.height+2*vn)*n*o);(this.canvas.width!==s||this.canvas.height!==i)&&(this.canvas.width=s,this.canvas.height=i,this.clean=!0),this.at!==e&&(this.curves.clear(),this.fans.clear()),this.at=e,this.scale=n*o,this.inks=r}draw(e,n,o){let{at:r,inks:s,pen:i}=this;if(!r||!s)return!1;let l=e.flights.filter(u=>Dd(u,n));if(this.clean||(i.setTransform(1,0,0,1,0,0),i.clearRect(0,0,this.canvas.width,this.canvas.height),this.clean=!0),!l.length&&!e.streams.length&&!e.roads.length)return!1;this.clean=!1;let{scale:c}=this;i.setTransform(c,0,0,c,vn*c,vn*c),i.lineJoin="round",i.lineCap="round",this.streams(e.streams,s);for(let u of e.roads)this.whole(u,s);if(o)for(let u of l)this.still(u,s);if(o)return!0;for(let{road:u}of l)Ad.has(u.hop)&&this.active(u,s);for(let u of l)u.road.hop==="fan"&&this.fan(u,n,r,s);for(let u of l)u.road.hop!=="fan"&&this.token(u,n,r,s);return!0}road(e){let n=e.hop==="accept"||e.hop==="send"?this.where.nextSlot(e.channel):"consumer"in e&&e.consumer?this.where.workerOf(e.consumer):"",o=`${zo(e)}|${n}`,r=this.curves.get(o);return r||(this.curves.size>li&&this.curves.clear(),r=Te(this.at,e,this.where),r.length&&this.curves.set(o,r)),r}fanOf(e){if(e.hop!=="fan")return Ao;let n=zo(e),o=this.fans.get(n);return o||(this.fans.size>li&&this.fans.clear(),o=et(this.at,e.group,e.connections,e.channels),o.trunks.length&&this.fans.set(n,o)),o}line(e,n,o,r=0,s=1){let{pen:i}=this;i.beginPath(),Ps(i,e,r,s),i.lineWidth=n,i.strokeStyle=o,i.stroke()}streams(e,n){let o=this.flows(e);for(let{fan:r,...s}of o)r.trunks.length?this.trunks(r,Nd,1,1,n):this.current(s,n);for(let{curve:r,aside:s,rate:i}of o){let[l,c]=Q(r,(r.bare[0]+r.bare[1])/2);this.badge([l,c+s*3.5],`${this.count(Math.round(i))}/s`,n)}}flows(e){let n=new Map;for(let{kind:o,road:r,perSecond:s}of e){let i=this.fanOf(r),l=i.trunks[0]??this.road(r)[0];if(!l)continue;let c=n.get(l.bareD);c?c.rate+=s:n.set(l.bareD,{curve:l,kind:o,fan:i,aside:qd[r.hop]??0,rate:s})}return[...n.values()]}current({curve:e,kind:n,aside:o},r){let{pen:s}=this;s.save(),s.translate(0,o),this.line(e,6,r.tokline,...e.bare),this.line(e,4,r.kinds[n],...e.bare),s.restore()}whole(e,n){let o=this.fanOf(e),r=e.hop==="fan"?e.connections.length+e.channels.length:1;o.trunks.length?this.trunks(o,r,1,1,n):this.active(e,n);let[s]=o.trunks;s&&r>1&&this.badge(Q(s,.5),`×${this.count(r)}`,n)}still({kind:e,road:n,count:o},r){let s=this.fanOf(n),[i]=s.trunks.length?s.trunks:this.road(n);if(!i)return;let l=o>1?`×${this.count(o)}`:"";if(s.trunks.length){this.trunks(s,o,1,1,r),l&&this.badge(Q(i,.5),l,r);return}let c=Q(i,1);this.active(n,r),this.shape(e,c,5,r),l&&this.badge(ci(c),l,r)}active(e,n){let[o]=this.road(e);o&&o.bare[1]>o.bare[0]&&this.line(o,n.live,n.ink,...o.bare)}token(e,n,o,r){let[s]=this.road(e.road);if(!s)return;let i=Q(s,Xo(Ko(e,n))),l=o.mode==="narrow"||e.road.hop==="member"?5:6.5;this.halo(i,l+3.5,r),this.shape(e.kind,i,l,r),e.count>1&&this.badge(ci(i),`×${this.count(e.count)}`,r)}halo([e,n],o,r){this.pen.beginPath(),this.pen.arc(e,n,o,0,2*Math.PI),this.pen.fillStyle=r.bg,this.pen.fill()}shape(e,[n,o],r,s){let{pen:i}=this;Bs(i,e,n,o,r),i.fillStyle=s.kinds[e],i.fill(),i.lineWidth=1.25,i.strokeStyle=s.tokline,i.stroke()}fan(e,n,o,r){let s=this.fanOf(e.road),i=Ko(e,n),l=Xo(i/Ot),c=Xo((i-Ot)/(1-Ot));this.trunks(s,e.count,l,c,r),i<Ot&&this.outline(e.road,o,r);let u=s.trunks.map(p=>Q(p,l));if(i<Ot)for(let p of u)this.stack(e,p,o,r);else for(let p of s.strands){let g=Q(p,c);this.halo(g,8,r),this.shape(e.kind,g,5,r)}let[d]=u;if(e.count<2||!d)return;let[h,m]=o.mode==="narrow"?[-22,18]:[20,-12];this.badge([d[0]+h,d[1]+m],`×${this.count(e.count)}`,r)}outline(e,n,o){let r=e.hop==="fan"?he(n,e.group):void 0;r&&(this.pen.beginPath(),this.pen.roundRect(r.x,r.y,r.w,r.h,16),this.pen.lineWidth=2,this.pen.strokeStyle=o.ink,this.pen.stroke())}stack({kind:e,count:n},[o,r],s,i){let l=s.mode==="narrow"?6:7.5;this.halo([o,r],2*l,i);for(let c=Math.min(3,n)-1;c>=0;c--)this.shape(e,[o-c*3,r],l,i)}trunks({trunks:e,strands:n},o,r,s,i){let l=Ld(o,i.fan),c=Math.min(l,1.8*i.fan),u=(d,h,m,p)=>{if(p>0)for(let g of d)this.line(g,h,m,0,p)};this.pen.lineCap="butt",u(e,l+2,i.tokline,r),u(n,c+2,i.tokline,s),u(e,l,i.kinds.reply,r),u(n,c,i.kinds.reply,s),this.pen.lineCap="round"}badge([e,n],o,r){let{pen:s,at:i}=this,l=Math.max(24,o.length*6.6+10),c=Math.max(l/2,Math.min((i?.width??e)-l/2,e)),u=Math.max(8,n);s.beginPath(),s.roundRect(c-l/2,u-8,l,16,8),s.fillStyle=r.ink,s.fill(),s.fillStyle=r.bg,s.font=`600 11px ${r.mono}`,s.textAlign="center",s.textBaseline="middle",s.fillText(o,c,u+.5)}},ci=([t,e])=>[t+16,e-14];function Dd(t,e){let n=Ko(t,e);return n>=0&&n<1}function Hd(t,e){let n=Object.keys(t);if(n.length!==Object.keys(e).length)return!1;let[o,r]=[t,e];return n.every(s=>Object.is(o[s],r[s]))}function L(t){return class extends te{shouldComponentUpdate(e){return!Hd(this.props,e)}render(){return t(this.props)}}}var jo=new Set(["nobody_listens"]),Id=4,Go=14;function Wd(t,e,n,o){let r=Math.max(_(n("bin"),12,"bold"),_(o.count(t.totals.lost),12));return Math.max(e?78:88,20+r+18)}function di(t,e,n,o,r,s){let i=[],l=[...t.totals.lostBy].filter(([,p])=>p>0);l.sort(([p],[g])=>Number(jo.has(p))-Number(jo.has(g)));let c=e.x+Wd(t,n,r,s),u=c,d=0,h=o?_(r("bin.show"),11,"sans")+24:0,m=e.x+e.w-24-h;for(let[p,g]of l){let b=t.bin.filter(W=>W.reason===p).slice(0,Id),y=`reason.${p}`,v=r(y)===y?p.replaceAll("_"," "):r(y),k=b.length*Go+4+_(s.count(g),12),P=n?12:20,C=Math.max(k,15+_(v,11,"sans"))+P,S=u+C>m,N=S?Math.max(10,4+_(s.count(g),12))+P:C;if(u+N>m){d+=g;continue}i.push({reason:p,count:g,kinds:S?[]:b.map(({kind:W})=>W),word:v,bare:S,x:u,w:N}),u+=N}return{heaps:i,rest:d,start:c}}function hi({box:t,heaps:e,rest:n,start:o,lost:r,picked:s,say:i,numbers:l}){let c=e.some(({reason:g})=>!jo.has(g))||n>0,u=(e.at(-1)?.x??0)+(e.at(-1)?.w??0),{x:d,y:h,w:m,h:p}=t;return a("g",{"data-actor":"bin","data-lost":r,class:s===""?"picked":"",children:[a("path",{class:c?"vessel bad":"vessel",d:`M${d} ${h}L${d+8} ${h+p}H${d+m-8}L${d+m} ${h}`}),a("text",{x:d+20,y:h+21,class:c?"tb tlost":"tb",children:i("bin")}),a("text",{x:d+20,y:h+38,class:c?"tm tb tlost":"tm tb",children:l.count(r)}),r===0&&a("text",{x:o,y:h+30,class:"t1",children:i("bin.empty")}),e.map(g=>a(Jd,{...g,word:g.bare?"":g.word,kinds:g.kinds.join(),y:h,text:l.count(g.count),picked:s===g.reason},g.reason)),n>0&&a("text",{x:u,y:h+30,class:"tm t1i tb",children:["+",l.count(n)]})]})}var Jd=L(function({reason:e,kinds:n,word:o,x:r,y:s,text:i,picked:l}){let c=n?n.split(","):[],u=e==="expired"?"near":"dim";return a("g",{"data-heap":e,"data-count":i,class:l?"picked":"",children:[c.map((d,h)=>a(K,{kind:d,x:r+5+h*Go,y:s+16,r:4.5,look:u},h)),a("text",{x:r+c.length*Go+4,y:s+20,class:"tm tb",children:i}),a("g",{transform:`translate(${r} ${s+29.5})`,children:a(Ro,{reason:e})}),a("text",{x:r+15,y:s+38,class:`t1i${l?" tb":""}`,children:o})]})}),pi=L(function({box:e,say:n}){let o=Math.min(100,e.w/3);return a("g",{"data-actor":"legend",children:Os.map((r,s)=>{let i=e.x+6+s%3*o,l=e.y+11+Math.floor(s/3)*19;return a("g",{children:[a(K,{kind:r,x:i,y:l,r:5}),a("text",{x:i+11,y:l+4,class:"t1i",children:n(`kind.${r}`)})]},r)})})});function zd(t,e){if(e.kind==="ghost")return"ghost";let n=t.find(o=>!pe(o));return e.kind==="crowd"?n?.state??"ghost":t.at(-1).state}function Xd(t,e,n,o,r){if(e==="ghost"){let s=r.seconds(n-(t.closedAt??n));return o("flow.gone",{time:s})}return e==="rejected"?o("flow.rejected",{status:String(t.status??"")}):!pe(t)||t.code===null?"":o("flow.closed",{code:String(t.code)})}function mi(t,e,n,o,r){let s=e.connections.flatMap(h=>t.connections.get(h)??[]),i=s.at(-1);if(!i)return null;let l=Kd(s).filter(h=>!h.incoming),c=zd(s,e),d=(e.kind==="crowd"?s:s.slice(0,-1)).filter(pe).length;return{box:e,name:e.name,path:i.path,state:c,ours:i.ours,before:l.at(-2)?.text??"",last:l.at(-1)?.text??"",count:e.kind==="crowd"?s.length-d:1,ghosts:d,end:e.kind==="crowd"?"":Xd(i,c,n,o,r)}}function Kd(t){let e=[];for(let{frames:n}of t)(n.at(-1)?.at??-1)>(e.at(-1)?.at??-2)&&(e=n);return e}var xn=20,fi=L(function(e){let{box:n,state:o,picked:r}=e,s=o!=="open"&&o!=="opening";return a("g",{"data-actor":"client","data-name":e.name,"data-state":o,class:`${r?"picked":""}${s?" gone":""}`,children:n.kind==="crowd"?a(Qd,{...e}):a(jd,{...e})})});function jd(t){return t.box.look==="tab"?a(Gd,{...t}):t.box.look==="line"?a(Yd,{...t}):a(Zd,{...t})}function Gd(t){let{box:e,name:n,path:o,state:r}=t,s=r!=="open"&&r!=="opening",{x:i,y:l,w:c,h:u}=e,d=c>120,h=Math.min(Math.max(d?70:58,_(n,12,"mono")+20),c*.66),m=c-h-24,p=o.length<=2||_(o,11)<=m||m>70;return a(w,{children:[a("path",{class:"box outline",d:`M${i} ${l+u-4}q0 4 4 4H${i+c-4}q4 0 4-4V${l+xn+3}q0-3-3-3H${i+h}V${l+4}q0-4-4-4H${i+4}q-4 0-4 4Z`}),a("text",{x:i+9,y:l+15,class:"tm tb name",children:M(n,h-14,12)}),p&&a("text",{x:i+c-18,y:l+14,"text-anchor":"end",class:"tm t1",children:M(o,m,11)}),s?a(Vd,{...t}):a(Ud,{...t})]})}function Ud({box:t,before:e,last:n,state:o,say:r,ours:s,live:i,ghosts:l}){let{x:c,y:u,w:d,h}=t,m=d-16,p=o==="opening"?r("state.opening"):"";return a(w,{children:[l?a("text",{x:c+9,y:u+33,class:"t1","data-ghosts":l,children:M(r("flow.ghosts",{n:l}),m,11,"sans")}):a("text",{x:c+9,y:u+33,class:"tm t1",children:M(e,m,11)}),a("text",{x:c+9,y:u+45.5,class:n?"tm":"t1",children:n?M(n,m,12):p}),s&&i&&a("path",{class:"div",d:`M${c+9} ${u+h-4.5}H${c+d-9}`})]})}function Vd({box:t,end:e,state:n,say:o}){let{x:r,y:s}=t,i=n==="ghost";return a(w,{children:[a("text",{x:r+9,y:s+33,class:"t1i tb",children:o(i?"flow.ghost":`state.${n}`)}),a("text",{x:r+9,y:s+46,class:"t1",children:M(e,t.w-14,11,"sans")})]})}function Yd({box:t,name:e,last:n,end:o,ours:r,live:s,state:i}){let{x:l,y:c,w:u,h:d}=t,h=Uo(t,e),m=o?r&&s?"":o:r&&s&&i==="open"?"":n;return a(w,{children:[a("rect",{x:l,y:c,width:u,height:d,rx:4,class:"box outline"}),a("text",{x:l+9,y:c+18,class:"tm tb name",children:M(e,h-12,12)}),m&&a("text",{x:l+h+4,y:c+18,class:o?"t1":"tm t1i",children:M(m,u-h-24,11,o?"sans":"mono")})]})}function Uo(t,e){return Math.min(t.w*.5,_(e,12)+18)}function Zd({box:t,name:e,last:n,end:o,state:r,say:s}){let{x:i,y:l,w:c,h:u}=t,d=r==="ghost"?s("flow.ghost"):o;return a(w,{children:[a("rect",{x:i,y:l,width:c,height:u,rx:3,class:"box outline"}),a("text",{x:i+8,y:l+17,class:"tm name",children:M(e,c-12,12)}),a("text",{x:i+8,y:l+33,class:o?"t1":"tm t1i",children:o?M(d,c-12,11,"sans"):M(n,c-12,11)})]})}function Qd({box:t,name:e,last:n,count:o,ghosts:r,say:s}){let{x:i,y:l,w:c,h:u}=t,d=u<40,h=t.look==="cell",m=d||h?2:4,[p,g]=[c-2*m,u-2*m];return a(w,{children:[[2,1,0].map(b=>a("rect",{x:i+b*m,y:l+b*m,width:p,height:g,rx:4,class:b?"box":"box outline"},b)),a("text",{x:i+9,y:l+16,class:"tm tb name",children:M(e,h?p-12:p-52,12)}),a("text",{x:h?i+9:i+p-8,y:l+(h?31:16),"text-anchor":h?"start":"end",class:h?"tm t1i":"tm tb",children:s("flow.times",{n:o})}),!d&&!h&&a("text",{x:i+9,y:l+34,class:"tm t1i",children:M(n,p-16,11)}),!d&&!h&&r>0&&a("text",{x:i+9,y:l+50,class:"t1",children:s("flow.ghosts",{n:r})})]})}async function at(t,e){try{return await e.ownerDocument.defaultView.navigator.clipboard.writeText(t),!0}catch{return eh(t,e)}}function eh(t,e){let n=e.ownerDocument,o=n.createElement("textarea");o.value=t,o.style.cssText="position:fixed;top:0;left:-999px",e.getRootNode().appendChild(o),o.select();try{return n.execCommand("copy")}finally{o.remove(),e.focus()}}function Sn({currentTarget:t}){let e=t.ownerDocument;return String(e.getSelection()??"")!==""}var th=.9;function nh(t,e,n,o){let r=t.layers.get(e.layer)?.expiry??null,s="";for(let i of e.queue.slice(0,n.count)){let l=t.messages.get(i),c=r!==null&&o-(l?.acceptedAt??o)>th*r;s+=l?.state==="held"?"h":c?"n":"q"}return s}function oh(t,e,n,o){let r=t.messages.get(e.queue[0]??"");if(!r)return null;let s=Math.max(0,n-r.acceptedAt),i=t.layers.get(e.layer)?.expiry??null;return o&&i!==null?Math.max(0,i-s):s}function rh(t,e,n,o,r){if(n)return{age:o("flow.held",{n}),time:""};if(t===null)return{age:"",time:""};let s=r.seconds(t);return{age:o(e?"flow.expires":"flow.oldest",{time:s}),time:s}}function sh(t){let e=0;for(let n of t?.lost.values()??[])e+=n;return e}function gi(t,e,n,o,r,s,i){let{name:l}=e,c={delivered:o?.delivered??0,lost:sh(o)};if(!n)return{box:e,name:l,kind:"custom",slots:"",waiting:0,held:0,capacity:null,age:"",time:"",near:!1,...c};let u=nh(t,n,e,r),d=o?.held??u.split("h").length-1,h=u.startsWith("n");return{box:e,name:l,kind:n.kind,slots:u,waiting:n.queue.length,held:d,capacity:n.capacity,...rh(oh(t,n,r,h),h,d,s,i),near:h,...c}}var bi=L(function(e){let{box:n,capacity:o,waiting:r,picked:s}=e,i=o!==null&&r>=o;return a("g",{"data-actor":"channel","data-name":e.name,"data-waiting":r,"data-state":i?"full":r?"busy":"empty",class:s?"picked":"",children:[!n.routed&&a(ih,{...e}),a(ah,{...e}),a(lh,{...e,full:i}),a(dh,{...e,full:i})]})});function ih({box:t,narrow:e,say:n,waiting:o,lost:r}){let{d:s,end:i}=ii(t),l=o||r?"var(--lost)":"var(--edge)";return e?a("text",{x:0,y:t.rail+22,class:"t1",children:n("flow.noroute")}):a(w,{children:[a("path",{d:s,class:"route ghost"}),a(fe,{x:i[0],y:i[1],r:4,colour:l})]})}function ah({box:t,name:e,narrow:n,delivered:o,lost:r,numbers:s}){if(n)return a("text",{x:t.x,y:t.rail+4,class:"tm t1i name",children:M(e,t.nameRoom,11)});let i=`${o?`✓ ${s.count(o)}`:""}${r?` ✕${s.count(r)}`:""}`,l=t.w-_(i,11)-10,c=i!==""&&_(e,12)<=l;return a(w,{children:[a("text",{x:t.x,y:t.y+11,class:"tm name",children:M(e,c?l:t.w,12)}),c&&a("text",{x:t.x+t.w,y:t.y+11,"text-anchor":"end",class:"tm t1",children:[o?`✓ ${s.count(o)}`:"",r?a("tspan",{class:"tlost",children:` ✕${s.count(r)}`}):null]})]})}function lh(t){let{box:e,full:n}=t,{x:o,y:r,w:s,h:i}=e.slots,l=s/e.count,c=Array.from({length:e.count-1},(d,h)=>`M${o+(h+1)*l} ${r}v${i}`),u=t.capacity!==null&&t.capacity<=16;return a(w,{children:[a("rect",{x:o,y:r,width:s,height:i,class:"slot"}),a("path",{d:c.join(""),class:"div"}),u?a(ch,{...t,step:l}):a(uh,{...t,step:l}),a("rect",{x:o,y:r,width:s,height:i,class:n?"rim st-full":"rim outline"})]})}function ch({box:t,slots:e,kind:n,step:o,narrow:r}){let{x:s,y:i,w:l,h:c}=t.slots,u=Math.min(r?4:5,o*.42);return a(w,{children:[...e].map((d,h)=>{let m=s+l-o*(h+.5),p=i+c/2;return d==="h"?a(wi,{x:m,y:i,w:o,h:c,kind:n},h):a(K,{kind:n,x:m,y:p,r:u,look:d==="n"?"near":void 0},h)})})}function wi({x:t,y:e,w:n,h:o,kind:r}){let s=n>15;return a(w,{children:[a("rect",{x:t-n/2,y:e,width:n,height:o,fill:"var(--held)",stroke:"var(--ink)"}),s&&a(K,{kind:r,x:t-n*.2,y:e+o/2,r:4.2}),a(Oo,{x:s?t+n*.27:t,y:e+o/2,h:8})]})}function uh({box:t,kind:e,waiting:n,held:o,capacity:r,slots:s,step:i}){if(!n)return null;let{x:l,y:c,w:u,h:d}=t.slots,h=r===null?Math.min(1,n/100):Math.min(1,n/r),m=Math.max(2,u*h),p=l+u-m,g=s.startsWith("n")?"near":void 0;return a(w,{children:[a("rect",{x:p,y:c,width:m,height:d,fill:`var(--${e})`,class:"level"}),a("path",{d:`M${p} ${c}v${d}`,stroke:"var(--tokline)","stroke-width":"1.25"}),o?a(wi,{x:l+u-i/2,y:c,w:i,h:d,kind:e}):a(K,{kind:e,x:l+u-i/2,y:c+d/2,r:5,look:g})]})}function dh(t){let{box:e,full:n,say:o,numbers:r,waiting:s,capacity:i,held:l,age:c,time:u,narrow:d}=t,h=i===null?r.count(s):`${r.count(s)} / ${r.count(i)}`,m=d?e.slots.x:e.x,p=d?e.rail+19:e.y+47;if(d&&!s)return null;let g=e.slots.x+e.slots.w,b=n?`${o("flow.full")} ${h}`:h,y=e.slots.w-_(b,11,n?"bold":"mono")-6;return a(w,{children:[a("text",{x:m,y:p,class:n?"t1 tb tlost":"tm t1",children:b}),a("text",{x:g,y:p,"text-anchor":"end",class:l?"t1 tb theld":"t1i",children:[c,u].find(k=>_(k,11,"sans")<=y)??""})]})}var vi=L(function(e){let{box:n,members:o,narrow:r,picked:s,numbers:i}=e,l=i.count(o),c=r?n.y+22:n.y+19,u=r?(n.chips[0]?.x??110)-12:n.w-28-_(l,11);return a("g",{"data-actor":"group","data-name":n.name,"data-members":o,class:s?"picked":"",children:[a("rect",{x:n.x,y:n.y,width:n.w,height:n.h,rx:16,class:"box outline"}),a("text",{x:n.x+12,y:c,class:"tm tb name",children:M(n.name,u,12)}),!r&&a("text",{x:n.x+n.w-12,y:c,"text-anchor":"end",class:"tm t1i",children:l}),n.chips.map(d=>a(yi,{box:d,ghost:d.ghost,text:d.count>1?`${d.label} ×${i.count(d.count)}`:d.label},d.key)),n.more&&a(yi,{box:n.more,ghost:!1,text:`+${i.count(n.more.count)}`})]})});function yi({box:t,text:e,ghost:n}){return a(w,{children:[a("rect",{x:t.x,y:t.y,width:t.w,height:t.h,rx:t.h/2,class:n?"box ghost":"box"}),a("text",{x:t.x+t.w/2,y:t.y+t.h/2+4,"text-anchor":"middle",class:n?"tm t1":"tm t1i",children:M(e,t.w-qo,11)})]})}function ki({box:t,say:e}){return a("g",{"data-actor":"no-group",children:[a("rect",{x:t.x,y:t.y,width:t.w,height:t.h,rx:16,class:"box ghost"}),a("text",{x:t.x+t.w/2,y:t.y+t.h/2+4,"text-anchor":"middle",class:"t1",children:M(e("flow.nogroup"),t.w-12,11,"sans")})]})}var xi=new WeakMap;function hh(t){let e=xi.get(t);return e||(e=ai(t),xi.set(t,e)),e}function Si({at:t,state:e,say:n}){let o=ph(e);return a("g",{children:[hh(t).map(r=>r.what==="wire"?a(fh,{at:t,state:e,route:r},r.key):a(_n,{d:r.d,look:mh(r,t,e,o)},r.key)),a(bh,{at:t}),a(wh,{at:t,state:e,say:n}),a(kh,{at:t,state:e})]})}var _n=L(function({d:e,look:n}){return a("path",{d:e,class:`route ${n}`})});function ph(t){let e=new Set;for(let n of t.ledger.values())n.accepted>0&&e.add(D(n.layer,n.key));return e}function mh(t,e,n,o){if(t.what==="accept")return o.has(t.to)?"used":"";if(t.what==="back")return"back";let r=e.consumers.find(({key:i})=>i===t.to);if(r?.shut.includes(t.from))return"shut";let s=n.channels.get(t.from)?.name??t.from;return n.usedRoutes.has(`${s} → ${r?.name}`)?"used":""}function fh({at:t,state:e,route:n}){let o=e.connections.get(n.to),r=t.clients.find(({key:l})=>l===n.from);if(!o||!r)return null;let[s]=Te(t,{hop:"frame",connection:n.to});return s?r.connections.map(l=>e.connections.get(l)).every(l=>l===void 0||pe(l))?a(gh,{curve:s,lost:r.kind!=="tab"}):a(_n,{d:n.d,look:"used"}):null}var gh=L(function({curve:e,lost:n}){let[o,r]=Q(e,.5);return a(w,{children:[a("path",{d:e.d,class:"route ghost"}),a("circle",{cx:o,cy:r,r:6.5,class:"halo"}),a(fe,{x:o,y:r,r:4,colour:n?"var(--lost)":"var(--edge)"})]})}),bh=L(function({at:e}){if(e.mode==="narrow")return null;let{x:n,w:o}=e.bin,r=[n+o*.37,n+o*.74].map(s=>`M${s+5} ${e.lane-4}l-5 4l5 4`);return a("path",{d:r.join(""),class:"arrow"})});function wh({at:t,state:e,say:n}){return t.mode==="narrow"?null:a(w,{children:[...e.edges.values()].map(({consumer:o,what:r,to:s})=>{let i=yh(t,o,r,s);if(!i)return null;let l=r==="add"||r==="discard";return a("g",{children:[a(_n,{d:i.d,look:l?"add":"used"}),l&&t.mode==="wide"&&a(vh,{curve:i,text:n(`flow.${r}`)})]},`${o} ${r} ${s}`)})})}function yh(t,e,n,o){if(qe(t,e)){if(n==="channel")return Te(t,{hop:"send",consumer:e,channel:o},Qt)[0];if(he(t,o))return Te(t,{hop:"toGroup",consumer:e,group:o})[0]}}function vh({curve:t,text:e}){let[n,o]=Q(t,0),[,r]=Q(t,1);return a("text",{x:n+5,y:r>=o?o-4:o+13,class:"t1",children:e})}function kh({at:t,state:e}){let n=[];for(let{name:o}of t.workers){let r=e.workers.get(o),s=e.messages.get(r?.message??"");if(!r||!s)continue;let i=(c,u)=>{let[d]=u;d&&n.push(a(_n,{d:d.bareD,look:"live"},`${o} ${c}`))},l=D(s.layer,s.channel);xt(t,l)&&i("take",Te(t,{hop:"take",channel:l,worker:o})),r.consumer&&r.run&&t.mode!=="narrow"&&i("run",Te(t,{hop:"run",worker:o,consumer:r.consumer}))}return a(w,{children:n})}var En=8;function xh(t,e,n){let o=t.connections.get(e.connection),r=o?.replyChannel??"",s=r.lastIndexOf("!");return{row:e,name:s<0?"":`!${r.slice(s+1,s+5)}`,waiting:o?.queue.length??0,inHand:(o?.inHand.length??0)>0,gone:n.has(e.connection)||o!==void 0&&pe(o)}}function Sh(t,e){let n=[];for(let o of t.connections.values())o.protocol!=="websocket"&&o.server===e&&!pe(o)&&n.push(`${o.method??"GET"} ${o.path}`);return n}function Ei({box:t,state:e,narrow:n,wide:o,named:r,picked:s,say:i}){let l=e.servers.get(t.name),c=Lo(e),u=t.rows.map(g=>xh(e,g,c)),d=Sh(e,t.name),h=Vo(l?.address??null),p=l!==void 0&&l.state!=="running"?i(`state.${l.state}`):"";return a("g",{"data-actor":"server","data-name":t.name,"data-state":l?.state??"running",class:`${s?"picked":""}${l?.state==="stopped"?" gone":""}`,children:[a(_h,{box:t,title:_i(t,n,r,h,p),narrow:n,named:r}),u.map(g=>n?a(Ph,{...g,box:t},g.row.client):a(Eh,{...g,wide:o,box:t},g.row.client)),n?a(Ci,{x:t.x+34+_(_i(t,n,r,h,p),11),y:t.y+13,texts:d,room:t.w/3}):t.foot&&a(Th,{box:t,pages:d,wide:o}),!n&&a("path",{d:`M${t.out[0]} ${t.out[1]-5}v10l6-5z`,fill:"var(--ink)"})]})}function Vo(t){return t?t.slice(t.lastIndexOf(":")):""}function _i(t,e,n,o,r){return e?[t.name,o,r].filter(Boolean).join(" "):[n?`${t.name} ${o}`:"",r].filter(Boolean).join(" ")}var _h=L(function({box:e,title:n,narrow:o,named:r}){let[s,i]=o?[e.x+10,e.y+17]:r?[e.x,e.y-4]:[e.x+10,e.y+e.h-10];return a(w,{children:[a("rect",{x:e.x,y:e.y,width:e.w,height:e.h,class:"box outline"}),n&&a("text",{x:s,y:i,class:"tm t1i",children:M(n,e.w-20,11)})]})}),Eh=L(function({row:e,name:n,waiting:o,inHand:r,gone:s,wide:i,box:l}){let c=e.port[1],u=l.x,d=s?" ghost":"",h=e.look==="full",m=i?54:48,p=h?u+12:u+50,g=h?c+3:c-5;return a("g",{"data-actor":"reply","data-name":e.connection,"data-waiting":o,children:[a("path",{d:`M${u} ${c-5}a5 5 0 0 1 0 10`,class:`box${d}`}),a("text",{x:u+12,y:h?c-1:c+4,class:s?"tm t1":"tm t1i",children:n}),(h||o>0)&&a(Ch,{x:p,y:g,w:h?m:40,waiting:o,ghost:d}),r&&a(Mh,{x:p+m+10,y:g+5})]})});function Ch({x:t,y:e,w:n,waiting:o,ghost:r}){let s=n/En,i=Array.from({length:En-1},(c,u)=>`M${t+(u+1)*s} ${e}v10`),l=Math.min(o,En);return a(w,{children:[a("rect",{x:t,y:e,width:n,height:10,class:`slot${r}`}),a("path",{d:i.join(""),class:"div"}),Array.from({length:l},(c,u)=>a(K,{kind:"reply",x:t+(u+.5)*s,y:e+5,r:3.2},u)),o>En&&a("text",{x:t,y:e+20,class:"tm t1i",children:o})]})}function Mh({x:t,y:e}){return a(w,{children:[a("circle",{cx:t,cy:e,r:6.5,fill:"var(--bg)",stroke:"var(--ink)","stroke-width":"1.25"}),a(K,{kind:"reply",x:t,y:e,r:3.2})]})}var Ph=L(function({row:e,waiting:n,inHand:o,gone:r,box:s}){let[i]=e.port;return a("g",{"data-actor":"reply","data-name":e.connection,"data-waiting":n,children:[a("circle",{cx:i,cy:s.y,r:4,class:r?"box ghost":"box"}),(n>0||o)&&a(K,{kind:"reply",x:i,y:s.y+33,r:5}),n>1&&a("text",{x:i+9,y:s.y+37,class:"tm t1i",children:n})]})});function Th({box:t,pages:e,wide:n}){if(!e.length||!t.foot)return null;let{x:o,y:r,w:s}=t.foot;return a(w,{children:[a("path",{d:`M${o} ${r+1.5}H${o+s}`,class:"div"}),a(Ci,{x:o+19,y:r+13.5,texts:e,room:n?s-34:34})]})}function Ci({x:t,y:e,texts:n,room:o}){let[r]=n;if(r===void 0)return null;let s=n.length>1?` +${n.length-1}`:"";return a("g",{"data-actor":"page","data-waiting":n.length,children:[a("circle",{cx:t,cy:e,r:8,fill:"var(--bg)",stroke:"var(--ink)","stroke-width":"1.25"}),a(K,{kind:"request",x:t,y:e,r:4}),o>0&&a("text",{x:t+14,y:e+4,class:"tm t1i",children:[M(r,o-s.length*6.6,11),s]})]})}function $h(t){return Math.max(1,Math.min(6,1+Math.floor(Math.log10(Math.max(t,1e-4)/1e-4))))}function Oh(t,e,n,o,r){if(t.state==="stopped")return o(`flow.stopped.${t.reason==="killed"?"killed":"other"}`);if(t.message===null)return o(t.state==="stopping"?"flow.stopping":"flow.idle");let s=t.alarm===null?r.seconds(e):r.whole(e),i=t.alarm?.line;return n&&i!=null?o("flow.busy.line",{time:s,line:i}):n?o(t.run===null?"flow.inhand":"flow.busy",{time:s}):s}function Rh(t,e,n){return t.zombies>0?n("flow.zombies",{words:e,count:t.zombies}):e}function Mi(t,e,n,o,r,s,i){let l=n.message===null?void 0:t.messages.get(n.message),c=Math.max(0,o-(n.busySince??o));return{box:e,name:e.name,state:n.state,kind:n.message===null?null:l?.kind??"custom",consumer:Me(n.consumer??""),words:Rh(n,Oh(n,c,r,s,i),s),ticks:n.run===null?0:$h(c),alarm:n.alarm!==null}}var Pi=L(function(e){let{box:n,state:o,kind:r,picked:s}=e,i=o==="stopped",l=i?" ghost":e.alarm?" alarm":r?" busy":"";return a("g",{"data-actor":"worker","data-name":e.name,"data-state":o,"data-alarm":e.alarm?"":void 0,class:`${s?"picked":""}${i?" gone":""}`,children:[a("rect",{x:n.x,y:n.y,width:n.w,height:n.h,rx:n.h/2,class:`box outline${l}`}),e.mode==="narrow"?a(Ah,{...e}):a(Bh,{...e})]})});function Ti({x:t,y:e,kind:n,stopped:o}){return a(w,{children:[a("circle",{cx:t,cy:e,r:9,class:o?"slot ghost":"slot"}),o&&a(fe,{x:t,y:e,r:4}),n&&a(K,{kind:n,x:t,y:e,r:5.5})]})}function $i(t,e){let[n,o]=t.split(":");return!n||!o?t:e?`${n[0]}${o}`:`${n} ${o}`}function Bh({box:t,name:e,state:n,kind:o,words:r,ticks:s,mode:i}){let l=t.y+t.h/2,c=i==="wide",u=t.x+(c?88:54);return a(w,{children:[a(Ti,{x:t.x+17,y:l,kind:o,stopped:n==="stopped"}),a("text",{x:t.x+32,y:t.y+15,class:"tb",children:$i(e,!c)}),a("text",{x:t.x+32,y:t.y+29,class:o?"t1i":"t1",children:M(r,t.w-34,11,"sans")}),s>0&&a(Fh,{x:u,y:t.y+7,on:s})]})}function Fh({x:t,y:e,on:n}){let o=(r,s)=>Array.from({length:s-r},(i,l)=>`M${t+1+(r+l)*3.5} ${e}v8`).join("");return a(w,{children:[a("path",{d:o(0,n),stroke:"var(--ink)","stroke-width":"2"}),a("path",{d:o(n,6),stroke:"var(--line)","stroke-width":"2"})]})}function Ah({box:t,name:e,state:n,kind:o,words:r,consumer:s}){let i=t.y+t.h/2,l=t.x+27,c=t.w-34,u=o&&s?M(s,c,11):"";return a(w,{children:[a(Ti,{x:t.x+14,y:i,kind:o,stopped:n==="stopped"}),a("text",{x:l,y:t.y+17,class:"tm t1i",children:M(_(e,11)>c?$i(e,!0):e,c,11)}),a("text",{x:l,y:t.y+31,class:u?"tm t1i tb":"t1",children:u||M(r,c,11,"sans")})]})}function Oi(t,e){return{box:t,name:t.name,builtin:t.builtin,hiddenBy:e?.hiddenBy?.number??null,running:e?.running??0,runs:e?.runs??0,raised:e?.raised??0}}function Ri(t,e){let n=Me(t);if(_(n,12)<=e)return{text:n,small:!1};let o=n.slice(n.lastIndexOf(".")+1);return _(o,12)<=e?{text:o,small:!1}:{text:M(o,e,11),small:!0}}function Lh({builtin:t,hiddenBy:e,runs:n,say:o,mode:r}){return e!==null?o(r==="wide"?"flow.hidden":"flow.hidden.short",{rule:e}):n?o("flow.runs",{n}):t?o("flow.builtin"):""}var Bi=L(function(e){let{running:n,picked:o,raised:r,mode:s}=e;return a("g",{"data-actor":"consumer","data-name":e.name,"data-state":n?"running":"idle","data-runs":e.runs,"data-raised":r,"data-hidden":e.hiddenBy??void 0,class:`${e.hiddenBy===null?"":"gone "}consumer${o?" picked":""}${n?" running":""}`,children:s==="narrow"?a(Dh,{...e}):a(Nh,{...e})})});function Nh(t){let{box:e,name:n,builtin:o,raised:r,say:s,mode:i}=t,{x:l,y:c,w:u}=e,d=e.h/2,h=i==="wide"?7:6,{text:m,small:p}=Ri(n,u-2*h-4),g=c+e.h+12;return a(w,{children:[a("path",{class:`box outline${o?" built":""}`,d:`M${l} ${c+d}l${h} ${-d}H${l+u-h}l${h} ${d}l${-h} ${d}H${l+h}Z`}),a("text",{x:l+u/2,y:c+d+4,"text-anchor":"middle",class:`on tm name${o?" t1i":" tb"}${p||i!=="wide"?" small":""}`,children:m}),r?a(qh,{x:l+8,y:g,text:s("flow.raised",{n:r})}):a("text",{x:l+8,y:g,class:"t1",children:Lh(t)})]})}function qh({x:t,y:e,text:n}){return a(w,{children:[a(fe,{x:t+4,y:e-4,r:3}),a("text",{x:t+12,y:e,class:"t1 tlost tb",children:n})]})}function Dh({box:t,name:e,raised:n,builtin:o,running:r,hiddenBy:s,say:i}){let{text:l}=Ri(e,t.w-30),c=s!==null,u=24+_(l,12),d=t.y+12,h=r?" tb run":o?"":" tb name";return a(w,{children:[a("path",{d:`M${t.x+2} ${d-4}h8m-3.5-3.5l3.5 3.5l-3.5 3.5`,class:c?"route shut":"route used"}),a("text",{x:t.x+16,y:d,class:`tm t1i${h}`,children:l}),c&&a("text",{x:t.x+u,y:d,class:"t1",children:i("flow.hidden.short")}),n>0&&!c&&a(fe,{x:t.x+u,y:d-4,r:3})]})}function $e(t,e,n){return t!==null&&t.what===e&&"name"in t&&t.name===n}function Fi(t){let{at:e}=t;return a("svg",{viewBox:`0 0 ${e.width} ${e.height}`,"aria-hidden":"true",class:"figure",children:[a(Hh,{...t}),a(Si,{...t}),a(Ih,{...t}),a(Wh,{...t}),a(Jh,{...t}),a(zh,{...t}),a(Xh,{...t}),a(Kh,{...t}),a(jh,{...t}),a(Gh,{...t})]})}function Hh({at:t,state:e,say:n}){let o=t.mode==="wide",[r]=t.servers,s=t.mode!=="narrow"&&t.servers.length===1?r:void 0,i=l=>n(l==="server"&&!o?"server.short":l);return a(w,{children:[t.headings.map(({key:l,x:c,y:u})=>a("text",{x:c,y:u,class:"col",children:i(l)},l)),s&&a("text",{x:Math.max(s.x+s.w,s.x+_(i("server"),12,"bold")*.86+44),y:14,"text-anchor":"end",class:"tm t1i",children:Vo(e.servers.get(s.name)?.address??null)})]})}function Ih({clients:t,say:e,live:n,selection:o}){return a(w,{children:t.map(r=>{let s=r.box.connections.some(i=>$e(o,"connection",i));return a(fi,{...r,picked:s,say:e,live:n},r.box.key)})})}function Wh({at:t,state:e,say:n,selection:o}){return a(w,{children:t.servers.map(r=>a(Ei,{box:r,state:e,narrow:t.mode==="narrow",wide:t.mode==="wide",named:t.servers.length>1,picked:$e(o,"server",r.name),say:n},r.name))})}function Jh({at:t,state:e,now:n,say:o,numbers:r,selection:s}){let i=l=>{let c=e.channels.get(l);return c&&e.ledger.get(He(c.layer,tt(c.name)))};return a(w,{children:t.channels.map(l=>a(bi,{...gi(e,l,e.channels.get(l.name),i(l.name),n,o,r),narrow:t.mode==="narrow",picked:$e(s,"channel",l.name),say:o,numbers:r},l.name))})}function zh({at:t,state:e,now:n,say:o,numbers:r,selection:s}){return a(w,{children:t.workers.map(i=>{let l=e.workers.get(i.name);if(!l)return null;let c=Mi(e,i,l,n,t.mode==="wide",o,r),u=$e(s,"worker",i.name);return a(Pi,{...c,mode:t.mode,picked:u,say:o},i.name)})})}function Xh({at:t,state:e,say:n,selection:o}){return a(w,{children:t.consumers.map(r=>a(Bi,{...Oi(r,e.consumers.get(r.name)),mode:t.mode,picked:$e(o,"consumer",r.name),say:n},r.key))})}function Kh({at:t,state:e,say:n,numbers:o,selection:r}){return a(w,{children:[t.groups.map(s=>a(vi,{box:s,members:e.groups.get(s.name)?.members.size??0,narrow:t.mode==="narrow",picked:$e(r,"group",s.name),say:n,numbers:o},s.name)),t.noGroup&&a(ki,{box:t.noGroup,say:n})]})}function jh({at:t,say:e}){if(!t.cell.stands)return null;let{x:n,y:o,w:r,h:s}=t.cell;return a("g",{"data-actor":"cell",children:[a("rect",{x:n,y:o,width:r,height:s,class:"box built"}),a("text",{x:n+8,y:o+15,class:"tm t1i",children:M(`[ ] ${e("flow.cell")}`,r-12,11)})]})}function Gh({at:t,state:e,say:n,numbers:o,bin:r,selection:s}){let i=s?.what==="bin"?s.reason??"":null;return a(w,{children:[a(hi,{box:t.bin,...r,lost:e.totals.lost,picked:i,say:n,numbers:o}),t.legend&&a(pi,{box:t.legend,say:n}),t.more.map(({fold:l,x:c,y:u,h:d,count:h,unfolded:m})=>a("text",{x:c+2,y:u+d/2+4,class:"t1i","data-more":l,children:m?n("flow.fewer"):n(`flow.more.${l}`,{n:h})},`${l} ${u}`))]})}function Oe({x:t,y:e,w:n,h:o}){let r=s=>`calc(${Math.round(s*100)/100} * var(--u))`;return{left:r(t),top:r(e),width:r(n),height:r(o)}}function Cn({box:t,name:e,picked:n,title:o,onPress:r,onOpen:s,kind:i}){return a("button",{type:"button",class:"hit","data-hit":i,style:Oe(t),"aria-label":e,"aria-pressed":n,title:o,onClick:r,onDblClick:s})}function lt({say:t,selection:e,select:n},o,r,s,i,l="",c){let u=$e(e,o,r),[d=r,...h]=i;return a(Cn,{kind:o,box:s,name:[d,t(`what.${o}`).toLowerCase(),...h].filter(Boolean).join(", "),title:l,picked:u,onPress:()=>n(u?null:{what:o,name:r}),onOpen:c},`${o} ${r} ${s.y}`)}function Ai(t){return a(w,{children:[t.clients.map(e=>lt(t,"connection",e.box.connections.at(-1),e.box,Yh(t,e))),t.clients.map(e=>a(Vh,{look:e,select:t.select},`said ${e.box.key}`))]})}var Uh={tab:{before:23,last:36},cell:{before:null,last:23}};function Vh({look:t,select:e}){let{box:n,before:o,last:r,state:s}=t;if(n.kind!=="tab"||n.look==="line"||s!=="open"||!r)return null;let i=Uh[n.look],l=i.before??i.last,c=u=>{Sn(u)||e({what:"connection",name:n.connections.at(-1)})};return a("div",{class:`said ${n.look}`,"aria-hidden":"true",style:Oe({x:n.x+8,y:n.y+l,w:n.w-11,h:i.last+14-l}),onClick:c,children:[i.before!==null&&a("div",{class:"before",children:o}),a("div",{children:r})]})}function Li(t){let{at:e,say:n}=t;return a(w,{children:[e.servers.map(o=>lt(t,"server",o.name,o,[o.name])),e.channels.map(o=>lt(t,"channel",o.name,Zh(t,o),[o.name,Qh(t,o.name)])),e.workers.map(o=>lt(t,"worker",o.name,o,[o.name,ep(t,o.name)])),e.consumers.map(o=>lt(t,"consumer",o.name,o,[Me(o.name)],n(o.builtin||!t.live?"flow.source":"flow.edit"),o.builtin||!t.live?void 0:()=>t.edit(o.name))),e.groups.map(o=>lt(t,"group",o.name,o,[o.name,tp(t,o.name)],np(t,o.name))),a(rp,{...t}),a(sp,{...t})]})}function Yh({say:t},{name:e,state:n,path:o,last:r}){return[e,o,t(n==="ghost"?"flow.ghost":`state.${n}`),r]}function Zh({at:t},e){return t.mode!=="narrow"?e:{x:e.slots.x,y:e.y-2,w:e.slots.w,h:e.h+2}}function Qh({state:t,say:e},n){return e("flow.waiting",{n:t.channels.get(n)?.queue.length??0})}function ep({state:t,say:e},n){let o=t.workers.get(n);return o?o.state==="stopped"?e("flow.stopped.other"):o.consumer&&o.run?Me(o.consumer):e("flow.idle"):""}function tp({state:t,say:e},n){return e("flow.members",{n:t.groups.get(n)?.members.size??0})}function np({state:t,say:e},n){let o=t.groups.get(n);if(!o)return"";let{chips:r,more:s}=Pe(t,o,op);return[...r.map(({label:l,count:c,ghost:u})=>{let d=c>1?`${l} ×${c}`:l;return u?`${d} (${e("flow.ghost")})`:d}),...s?[`+${s}`]:[]].join(", ")}var op=30;function rp({at:t,say:e,toggle:n}){return a(w,{children:t.more.map(o=>a(Cn,{kind:"more",box:o,name:o.unfolded?e("flow.fewer"):e(`flow.more.${o.fold}`,{n:o.count}),onPress:()=>n(o.fold)},`${o.fold} ${o.y}`))})}function sp({at:t,say:e,bin:n,selection:o,select:r,showInTable:s,state:i}){let l=o?.what==="bin"?o:null,c=b=>r(l&&l.reason===b?null:{what:"bin",reason:b}),{x:u,y:d,h,w:m}=t.bin,p={x:u+12,y:d+2,w:60,h:h-4},g=i.totals.lost;return a(w,{children:[a(Cn,{kind:"bin",box:p,name:`${e("bin")}, ${e("flow.losses",{n:g})}`,picked:l?.reason===null,onPress:()=>c(null)}),n.heaps.map(b=>a(Cn,{kind:"heap",box:{x:b.x-6,y:d+2,w:b.w-4,h:h-4},name:`${b.word}, ${e("flow.losses",{n:b.count})}`,picked:l?.reason===b.reason,onPress:()=>c(b.reason)},b.reason)),g>0&&t.mode==="wide"&&a("button",{type:"button",class:"link show",style:Oe({x:u+m-190,y:d+24,w:172,h:18}),onClick:()=>s("lost"),children:e("bin.show")})]})}var ip=`@box.consumer("websocket.connect")
def ws_add(message):
    Group("chat").add(message.reply_channel)

@box.consumer("websocket.receive")
def ws_message(message):
    Group("chat").send({"text": "[user] %s" % message["text"]})`,Mn='alice = box.connect("/", name="alice")';function Ni(t){return t.totals.accepted===0&&t.connections.size===0&&t.skipped===0}function qi(t){return t.rules.some(e=>!e.builtin)}function Di({consumers:t,live:e,open:n,say:o}){let r=t?Mn:ip;return a("section",{class:"invite","aria-label":o("empty.title"),children:[a("div",{class:"top",children:[a("h2",{children:o("empty.title")}),t&&a(w,{children:[a("span",{children:o("empty.cell")}),a("code",{children:Mn}),a(Pn,{text:Mn,say:o})]})]}),a("ol",{class:t?"":"coded",children:[t?a(Rt,{number:1,title:o("empty.1"),text:o("empty.1.text"),children:a("button",{type:"button",class:"btn pri",disabled:!e,onClick:n,children:o("flow.open.long")})}):a(Rt,{number:1,title:o("flow.first"),text:o("flow.first.text"),children:[a("pre",{children:a("code",{children:r})}),a(Pn,{text:r,say:o,filled:!0})]}),t?a(Rt,{number:2,title:o("empty.2"),text:o("empty.2.text")}):a(Rt,{number:2,title:o("empty.1"),text:o("empty.1.text"),children:a("code",{class:"one",children:Mn})}),a(Rt,{number:3,title:o("empty.3"),text:o("empty.3.text")})]})]})}function Rt({number:t,title:e,text:n,children:o}){return a("li",{children:[a("b",{children:t}),a("div",{children:[a("strong",{children:e}),a("p",{children:n}),o&&a("div",{class:"go",children:o})]})]})}var Pn=class extends te{state={done:!1};copy=({currentTarget:e})=>{let n=e;at(this.props.text,n).then(o=>{o?this.setState({done:o}):this.choose(n)})};choose(e){let n=e.parentElement?.querySelector("code");n&&n.ownerDocument.getSelection()?.selectAllChildren(n)}render(){let{say:e,filled:n}=this.props;return a("button",{type:"button",class:n?"btn pri":"btn",onClick:this.copy,children:e(this.state.done?"row.copied":"flow.copy")})}};var ap=({ours:t,box:e})=>t&&e.kind!=="crowd",$n=({state:t})=>t==="open"||t==="opening";function Tn(t){return t.then(()=>!0,()=>!1)}var On=class extends te{state={fresh:null,chosen:null};open=e=>{Tn(this.props.deeds.openTab(e,null).then(n=>{this.setState({fresh:n,chosen:n})}))};settled=()=>this.setState({fresh:null});act={send:(e,n)=>Tn(this.props.deeds.send(e,n)),close:e=>{Tn(this.props.deeds.closeTab(e))},reopen:e=>{Tn(this.props.deeds.reopenTab(e))}};render(){let{at:e,clients:n,live:o,say:r,empty:s}=this.props,i=n.filter(ap),{fresh:l}=this.state;return a(w,{children:[e.typing?this.typing(e.typing,i):null,e.mode!=="narrow"&&i.map(c=>a(cp,{look:c,act:this.act,live:o,say:r,focus:c.name===l?this.settled:null},c.box.key)),a(up,{box:e.opener,open:this.open,live:o,say:r,empty:s,mode:e.mode})]})}typing(e,n){let{selection:o,live:r,say:s}=this.props,i=o?.what==="connection"?o.name:null,l=u=>n.find(d=>d.name===u),c=n.find(({box:u})=>i!==null&&u.connections.includes(i))??l(this.state.chosen)??n.find($n)??n[0];return c?a("div",{class:"typing",style:Oe(e),children:[a("select",{"aria-label":s("flow.tab"),value:c.name,onChange:({currentTarget:u})=>this.setState({chosen:u.value}),children:n.map(({name:u})=>a("option",{value:u,children:u},u))}),a(Hi,{look:c,act:this.act,live:r,say:s,focus:null},c.name)]}):null}};function lp(t,e){let{x:n,y:o,w:r,h:s}=t;if(t.look==="tab")return{line:{x:n+5,y:o+xn+30,w:r-10,h:s-xn-32},corner:{x:n+r-17,y:o+1,w:17,h:18}};let i=Uo(t,e);return{line:{x:n+i,y:o+3,w:r-i-20,h:s-6},corner:{x:n+r-20,y:o+4,w:18,h:s-8}}}function cp(t){let{look:e,act:n,live:o,say:r}=t,{line:s,corner:i}=lp(e.box,e.name);return a(w,{children:[a("div",{class:"line",style:Oe(s),children:a(Hi,{...t})}),o&&$n(e)&&a("button",{type:"button",class:"close",style:Oe(i),"aria-label":r("flow.close",{tab:e.name}),title:r("flow.close",{tab:e.name}),onClick:()=>n.close(e.name),children:"×"})]})}function Hi({look:t,act:e,live:n,say:o,focus:r}){let s=t.box.look==="cell";return!$n(t)&&!n?null:$n(t)?a(w,{children:[a(Yo,{name:t.name,hint:n?t.box.look==="line"?t.last:s?o("flow.type"):"":o("flow.notlive"),off:!n||t.state!=="open",say:o,focus:r,send:e.send}),s&&n&&a("button",{type:"button",class:"close","aria-label":o("flow.close",{tab:t.name}),onClick:()=>e.close(t.name),children:"×"})]}):a("button",{type:"button",class:"reopen link",onClick:()=>e.reopen(t.name),children:o("flow.reopen")})}var Yo=class extends te{input=wt();componentDidMount(){this.takeFocus()}componentDidUpdate(){this.takeFocus()}takeFocus(){let{focus:e,off:n}=this.props;!e||n||(this.input.current?.focus({preventScroll:!0}),e())}submit=e=>{e.preventDefault();let n=this.input.current;if(!n?.value)return;let o=n.value;n.value="",this.props.send(this.props.name,o).then(r=>{!r&&n.value===""&&(n.value=o)})};render(){let{name:e,hint:n,off:o,say:r}=this.props;return a("form",{onSubmit:this.submit,children:a("input",{ref:this.input,type:"text","aria-label":r("flow.typeto",{tab:e}),placeholder:n,disabled:o,autocomplete:"off",autocapitalize:"off",spellcheck:!1,enterkeyhint:"send"})})}};function up({box:t,open:e,live:n,say:o,empty:r,mode:s}){let i=wt(),l=c=>{c.preventDefault(),e(i.current?.value.trim()||"/")};return a("form",{class:`opener${r?" large":""}`,style:Oe(t),onSubmit:l,children:[a("button",{type:"submit",disabled:!n,title:n?"":o("flow.notlive"),children:["+ ",o(s==="wide"?"flow.open":"flow.open.short")]}),a("input",{ref:i,type:"text",disabled:!n,"aria-label":o("flow.path"),title:o("flow.path"),placeholder:"/",autocomplete:"off",autocapitalize:"off",spellcheck:!1})]})}var dp=1e3/15;function hp({flights:t,roads:e}){let n=o=>"consumer"in o&&o.consumer===null;return t.some(({road:o})=>n(o))||e.some(n)}var pp=["version","now"],Rn=class extends te{state={unfolded:new Set,cellActs:!1};canvas=wt();sky=null;at=null;inks=null;drawnAt=Number.NEGATIVE_INFINITY;waiting=null;stopFrames=null;runners=new Map;shouldComponentUpdate(e,n){let{props:o}=this,s=Object.keys(e).filter(l=>e[l]!==o[l]);if(n!==this.state||s.some(l=>!pp.includes(l)))return!0;if(!s.length)return!1;let i=this.drawnAt+dp-performance.now();return i<=0?!0:(this.waiting??=setTimeout(()=>{this.waiting=null,this.forceUpdate()},i),!1)}componentDidMount(){let e={workerOf:n=>this.runners.get(n)??null,nextSlot:n=>this.nextSlot(n)};this.sky=new kn(this.canvas.current,e,n=>this.props.numbers.count(n)),this.fit(),this.stopFrames=this.props.onFrame(n=>this.frame(n))}componentDidUpdate(e){this.fit(),e.onFrame!==this.props.onFrame&&(this.stopFrames?.(),this.stopFrames=this.props.onFrame(n=>this.frame(n))),this.frame(this.props.time())}componentWillUnmount(){this.stopFrames?.(),this.waiting!==null&&clearTimeout(this.waiting)}frame(e){let n=this.props.air(e);this.sky?.draw(n,e,this.props.calm),!this.state.cellActs&&hp(n)&&this.setState({cellActs:!0})}fit(){let{theme:e,scale:n}=this.props,o=this.canvas.current;if(!this.at||!o)return;let r=o.ownerDocument.defaultView?.devicePixelRatio??1,s=`${e} ${n}`;this.inks?.look!==s&&(this.inks={look:s,inks:ui(o,e)}),this.sky?.fit(this.at,n,r,this.inks.inks)}nextSlot(e){let n=this.at?.channels.find(l=>l.name===e);if(!n)return 0;let o=this.props.state.channels.get(e);if(!o)return 0;let{capacity:r,queue:s}=o,i=r===null||r<=16?1:r/n.count;return Math.min(Math.floor(s.length/i),n.count-1)}toggle=e=>{let n=new Set(this.state.unfolded);n.delete(e)||n.add(e),this.setState({unfolded:n})};open=()=>{this.props.deeds.openTab("/",null).catch(()=>{})};remember(){let{workers:e,consumers:n}=this.props.state;for(let{name:o,consumer:r}of e.values())r!==null&&this.runners.set(r,o);for(let o of this.runners.keys())n.has(o)||this.runners.delete(o)}drawing(e){let{state:n,now:o,mode:r,theme:s,say:i,numbers:l,live:c,selection:u}=this.props,h=e.clients.map(p=>mi(n,p,o,i,l)).filter(p=>p!==null),m=di(n,e.bin,r==="narrow",r==="wide",i,l);return{at:e,state:n,now:o,theme:s,say:i,numbers:l,live:c,selection:u,clients:h,bin:m}}render(){let{state:e,width:n,mode:o,theme:r,say:s,live:i,deeds:l,selection:c,select:u,showInTable:d,edit:h}=this.props;this.drawnAt=performance.now();let{unfolded:m}=this.state,p=ri(e,{width:n,mode:o,theme:r,unfolded:m,cell:this.state.cellActs},this.at);this.at=p,this.remember();let g=this.drawing(p),b={...g,select:u,showInTable:d,edit:h,toggle:this.toggle},y=Ni(e),v={width:`calc(${p.width} * var(--u))`,height:`calc(${p.height} * var(--u))`};return a("div",{class:"flow","data-mode":o,children:[a("section",{class:"plane",style:v,"aria-label":s("view.flow"),children:[a(Fi,{...g}),a("canvas",{ref:this.canvas}),a("div",{class:"controls",children:[a(Ai,{...b}),a(On,{at:p,clients:g.clients,deeds:l,live:i,say:s,selection:c,empty:y}),a(Li,{...b})]})]}),y&&a(Di,{consumers:qi(e),live:i,open:this.open,say:s})]})}};function f(t){return typeof t=="string"?t:null}function O(t){return typeof t=="number"?t:null}function Wi(t){return Array.isArray(t)?t.filter(e=>typeof e=="string"):[]}function oe(t){return typeof t=="object"&&t!==null&&!Array.isArray(t)?t:{}}function j(t){return f(t.layer)??"default"}function ue(t){return f(t.message)??f(t.id)}function We(t){return f(t.connection)??(t.kind.startsWith("connection.")?f(t.id):null)}var Ii=400;function Ji(t){let e=f(t.text)??f(oe(t.text).$head);return e!==null?e.length>Ii?`${e.slice(0,Ii)}…`:e:`<${O(t.size)??0} B>`}var mp=40,fp=10,gp=20,bp=8,zi=128,wp=new Set(["asgi.delay"]);function Xi(t,e){let n=j(e),o={alias:n,store:f(e.store)??"",capacity:O(e.capacity),channelCapacity:yp(e.channel_capacity),expiry:O(e.expiry),groupExpiry:O(e.group_expiry),open:!0};t.layers.set(n,o);for(let r of t.channels.values())r.layer===n&&(r.capacity=Ct(o,r.name))}function yp(t){return Array.isArray(t)?t.filter(e=>Array.isArray(e)&&typeof e[0]=="string"&&typeof e[1]=="number"):[]}function Ki(t,e){let n=t.layers.get(j(e));n!==void 0&&(n.open=!1)}function Bn(t,e){let n=f(e.server)??e.where??"",o=t.servers.get(n),r=e.kind.slice(7);t.servers.set(n,{name:n,address:f(e.address)??o?.address??null,state:r==="started"?"running":r==="draining"?"draining":"stopped"})}function ji(t,e){let n=f(e.worker)??e.where??"",o=t.workers.get(n),r=Qi(n,j(e));r.runs=o?.runs??0,r.lastDuration=o?.lastDuration??null,r.zombies=o?.zombies??0,t.workers.set(n,r),An(t,r,Wi(e.channels))}function Gi(t,e){let n=t.workers.get(f(e.worker)??e.where??"");n!==void 0&&(n.state="stopping")}function Ui(t,e){let n=t.workers.get(f(e.worker)??e.where??"");if(n===void 0)return;An(t,n,[]),n.state="stopped",n.reason=f(e.reason),Zo(n);let o=[...t.workers.values()].filter(r=>r.state==="stopped");for(let r of o.slice(0,Math.max(o.length-bp,0)))t.workers.delete(r.name)}function Vi(t,e){let n=t.workers.get(f(e.worker)??e.where??"");n!==void 0&&(n.zombies+=1)}function Yi(t,e){let n=t.workers.get(f(e.worker)??e.where??"");n!==void 0&&(n.zombies=Math.max(n.zombies-1,0))}function Zi(t,e){let n=t.workers.get(f(e.worker)??e.where??""),o=f(e.run);n===void 0||n.message===null||n.run!==o||(n.alarm={run:o,file:f(e.file),line:O(e.line)},n.consumer??=H(f(e.consumer)??"")||null)}function Zo(t){t.state==="busy"&&(t.state="idle"),t.message=t.run=t.consumer=t.busySince=t.alarm=null}function Qi(t,e){return{name:t,builtin:!ea(t),layer:e,channels:[],state:"idle",reason:null,message:null,run:null,consumer:null,busySince:null,alarm:null,lastDuration:null,runs:0,zombies:0}}function ea(t){return t.startsWith("worker:")}function Fn(t,e,n){let o=t.workers.get(e);if(o!==void 0||!ea(e))return o;let r=Qi(e,n);return t.workers.set(e,r),r}function An(t,e,n){for(let o of e.channels)t.channels.get(D(e.layer,o))?.heardBy.delete(e.name);e.channels=[...n];for(let o of n)Ln(t,e.layer,o).heardBy.add(e.name)}function Ln(t,e,n){let o=n.includes("?")?n.slice(0,n.indexOf("?")+1):n,r=D(e,o),s=t.channels.get(r);return s===void 0&&(t.channels.size>=zi&&vp(t),s={layer:e,name:o,kind:ne(o),capacity:Ct(t.layers.get(e),n),queue:[],builtin:wp.has(o),heardBy:new Set,since:t.at},t.channels.set(r,s)),s}function vp(t){let e=new Set(t.rules.map(n=>D(n.layer,n.channel)));for(let[n,o]of t.channels){if(t.channels.size<zi)return;o.queue.length===0&&o.heardBy.size===0&&!e.has(n)&&t.channels.delete(n)}}function ta(t,e,n){let o=We(e);if(o===null||t.connections.has(o))return;let r=f(e.label),s=f(e.reply_channel);kp(t,r),t.connections.set(o,{id:o,protocol:f(e.protocol)??"websocket",server:e.where??"",path:f(e.path)??"",label:r??o,ours:r!==null,replyChannel:s,state:"opening",openedAt:e.at,closedAt:null,code:null,closedBy:null,why:null,method:null,status:null,queue:[],inHand:[],groups:new Set,frames:[],sent:0,received:0}),s!==null&&t.replies.set(s,o),n&&Nn(t)}function kp(t,e){if(e!==null)for(let n of t.closed.keys())t.connections.get(n)?.label===e&&aa(t,n)}function na(t,e){let n=Je(t,e);n?.state==="opening"&&(n.state="open")}function oa(t,e,n){let o=Je(t,e);o!==void 0&&(o.status=O(e.status),o.why=f(e.why),Qo(t,o,"rejected",e.at),n&&Nn(t))}function ra(t,e,n){let o=Je(t,e);o!==void 0&&(o.code=O(e.code),o.closedBy=f(e.by),Qo(t,o,o.state==="rejected"?"rejected":"closed",e.at),n&&Nn(t))}function Qo(t,e,n,o){e.state=n,e.closedAt??=o;for(let r of e.groups){let s=t.groups.get(r)?.members.get(e.replyChannel??"");s!==void 0&&(s.ghost=!0)}e.groups.size===0&&t.closed.set(e.id,e.closedAt)}function sa(t){return t.state==="closed"||t.state==="rejected"}function ia(t,e){!sa(e)||e.groups.size>0||(t.closed.set(e.id,t.at),Nn(t))}function Nn(t){for(let[e,n]of t.closed){let o=t.connections.get(e);if(o===void 0||o.groups.size>0)t.closed.delete(e);else{let r=o.ours&&o.protocol==="websocket";(t.closed.size>mp||!r&&t.at-n>fp)&&aa(t,e)}}}function aa(t,e){let n=t.connections.get(e);t.closed.delete(e),t.connections.delete(e);let o=n?.replyChannel??null;o!==null&&t.replies.get(o)===e&&t.replies.delete(o)}function Je(t,e){let n=We(e);return n===null?void 0:t.connections.get(n)}function er(t,e,n){let o=Je(t,e);if(o===void 0)return;let r=e.kind==="frame.received";n&&(o[r?"sent":"received"]+=1),o.frames.push({incoming:r,text:Ji(e),at:e.at,message:r?null:f(e.cause)}),o.frames.length>gp&&o.frames.shift()}function la(t,e){let n=Je(t,e);n!==void 0&&(n.method=f(e.method))}function ca(t,e){let n=Je(t,e);n!==void 0&&(n.status=O(e.status),n.state==="opening"&&(n.state="open"))}function ua(t,e){let n=Je(t,e);n===void 0||sa(n)||(n.closedBy=f(e.by),Qo(t,n,"closed",e.at))}var Sp="(decides by itself)";function da(t){let e=[],n=0,o=new Set,r=null;for(let s of t){(r?.text!==s.text||o.has(s.channel))&&(n+=1,o=new Set),o.add(s.channel),r=s;let i=e.find(l=>_p(l,s));e.push({...s,number:n,hiddenBy:i?.number??null})}return e}function _p(t,e){return t.channel!==e.channel||t.consumer.endsWith(Sp)?!1:Object.entries(t.filters).every(([n,o])=>e.filters[n]===o)}var Ep=400,ha=400,pa=300,Cp=1e3,Mp=200,Pp=500,Tp=100,$p=.5;function ct(t,e){let n=H(e),o=t.consumers.get(n);return o===void 0&&(t.consumers.size>=pa&&Op(t),o={name:n,channels:[],builtin:Ie(n),version:null,source:null,diff:null,file:null,line:null,runs:0,running:0,raised:0,deferred:0,lastError:null,lastDuration:null,routed:!1,hiddenBy:null},t.consumers.set(n,o)),o}function Op(t){for(let[e,n]of t.consumers){if(t.consumers.size<pa)return;!n.routed&&n.running===0&&t.consumers.delete(e)}}function ma(t,e){let n=j(e),o=Array.isArray(e.rules)?da(e.rules.map(s=>Rp(n,s))):[];t.routed.add(n),t.rules=[...t.rules.filter(s=>s.layer!==n),...o],fa(t);let r=[...new Set(o.map(s=>s.channel))];for(let s of t.workers.values())s.layer===n&&s.state!=="stopped"&&!s.builtin&&An(t,s,r)}function Rp(t,e){let n=oe(e),o=H(f(n.consumer)??""),r={};for(let[s,i]of Object.entries(oe(n.filters)))r[s]=String(i);return{channel:f(n.channel)??"",consumer:o,text:f(n.text)??"",filters:r,builtin:n.builtin===!0||Ie(o),layer:t}}function fa(t){for(let n of t.consumers.values())n.channels=[],n.routed=!1,n.hiddenBy=null;let e=new Set;for(let n of t.rules){let o=ct(t,n.consumer);o.channels.includes(n.channel)||o.channels.push(n.channel),o.builtin=n.builtin,o.routed=!0,n.hiddenBy===null?e.add(o):o.hiddenBy??=Bp(t,n)}for(let n of e)n.hiddenBy=null}function Bp(t,{layer:e,hiddenBy:n}){let o=t.rules.find(r=>r.layer===e&&r.number===n);return o===void 0?null:{number:o.number,consumer:o.consumer}}function tr(t){return Array.isArray(t.ladder)?t.ladder:[]}function ga(t,e,n){let o=ue(e),r=o===null?void 0:t.messages.get(o),s=f(e.channel)??r?.channel??null,i=H(f(e.consumer)??"");if(s===null)return;if(n){let c=`${s} → ${i}`;t.usedRoutes.set(c,(t.usedRoutes.get(c)??0)+1),t.usedRoutes.size>ha&&Ca(t.usedRoutes,u=>u,c)}wa(t,s,{message:o,steps:tr(e),matched:i});let l=r?.layer??"default";t.routed.has(l)||Fp(t,l,s,i,tr(e))}function ba(t,e){let n=ue(e)??f(e.cause),o=f(e.channel)??t.messages.get(n??"")?.channel??null;o!==null&&wa(t,o,{message:n,steps:tr(e),matched:null})}function wa(t,e,n){if(t.ladders.set(e,n),t.ladders.size>Tp){let o=t.ladders.keys().next().value;o!==void 0&&t.ladders.delete(o)}}function Fp(t,e,n,o,r){if(t.rules.some(h=>h.layer===e&&h.channel===n&&h.consumer===o)||t.rules.length>=ha)return;let i=r.find(h=>h.matched)?.rule,l=Ie(o),c=i??`${n} -> ${o}`,u=t.rules.length+1,d={channel:n,consumer:o,text:c,filters:{},builtin:l,layer:e};t.rules.push({...d,number:u,hiddenBy:null}),fa(t)}function ya(t,e,n){let o=f(e.run)??f(e.id);if(o===null||t.runs.has(o))return;let r=ct(t,f(e.consumer)??""),s=f(e.message),i=f(e.worker)??e.where??null,l=t.messages.get(s??"")?.layer??"default",c=Fn(t,i??"",l);t.runs.set(o,{id:o,consumer:r.name,message:s,worker:i,startedAt:e.at,ended:!1}),t.runs.size>Cp&&Ap(t),r.running+=1,r.version=f(e.version)??r.version,n&&(r.runs+=1),c!==void 0&&(c.state==="idle"&&(c.state="busy"),c.run=o,c.consumer=r.name,c.message??=s,c.busySince??=e.at,n&&(c.runs+=1))}function Ap(t){let e=t.runs.values().next().value;e!==void 0&&(qn(t,e),t.runs.delete(e.id))}function qn(t,e){if(e.ended)return;e.ended=!0;let n=t.consumers.get(e.consumer);n!==void 0&&(n.running-=1)}function va(t,e){for(let n of t.runs.values())n.message===e&&(qn(t,n),t.runs.delete(n.id))}function ka(t,e){return t.runs.get(f(e.run)??f(e.id)??"")}function xa(t,e){let n=ka(t,e),o=ct(t,f(e.consumer)??n?.consumer??"");if(o.lastDuration=O(e.duration),n===void 0)return;qn(t,n);let r=t.workers.get(n.worker??"");r!==void 0&&(r.lastDuration=o.lastDuration)}function Sa(t,e,n){let o=ka(t,e),r=ct(t,f(e.consumer)??o?.consumer??""),s=f(e.error)??"";n&&(r.raised+=1),r.lastDuration=O(e.duration);let i=e.seq??t.seq;r.lastError={error:s,run:f(e.run),seq:i,at:e.at},o!==void 0&&qn(t,o),ze(t,e,"raised",r.name)}function _a(t,e,n){n&&(ct(t,f(e.consumer)??"").deferred+=1)}function Ea(t,e){let n=f(e.run)??f(e.cause);t.printed.push({seq:e.seq??t.seq,at:e.at,run:n,consumer:H(f(e.consumer)??"")||(t.runs.get(n??"")?.consumer??null),stream:f(e.stream)??"stdout",text:f(e.text)??f(oe(e.text).$head)??"",cut:O(e.cut)??0}),t.printed.length>Mp&&t.printed.shift()}function Dn(t,e){let n=t.runs.get(e);if(n!==void 0||!t.messages.has(e))return n;for(let o of t.runs.values())if(o.message===e)return o}function Bt(t,e,n,o,r){let s=Dn(t,e)?.consumer;if(s===void 0)return;let i=`${s} ${n} ${o}`,l=t.edges.get(i);if(l!==void 0){r&&(l.uses+=1);return}t.edges.set(i,{consumer:s,to:o,what:n,uses:1}),t.edges.size>Ep&&Ca(t.edges,c=>c.uses,i)}function Ca(t,e,n){let o=null,r=Number.POSITIVE_INFINITY;for(let[s,i]of t)s!==n&&e(i)<r&&(o=s,r=e(i));o!==null&&t.delete(o)}function Ma(t,e){let n=ct(t,f(e.what)??"");n.version=f(e.version)??n.version,n.diff=f(e.diff),n.source=f(e.source)??f(oe(e.source).$head),n.file=f(e.file),n.line=O(e.line),n.diff&&ze(t,e,"code",n.name)}function Pa(t,e){ze(t,e,"raised",H(f(e.what)??""))}function Ta(t,e){let n=f(e.fault)??"",o=f(e.target),r=oe(e.options);t.faults.set(Oa(e),{id:f(e.id),fault:n,target:o,options:r,since:e.at}),ze(t,e,"fault",n)}function $a(t,e){t.faults.delete(Oa(e))}function Oa(t){return f(t.id)??`${f(t.fault)??""} ${f(t.target)??""}`}function Ra(t,e){ze(t,e,"marked",f(e.label)??"",f(e.notes))}function ze(t,e,n,o,r=null){let s=t.markers,i=s.at(-1),l=i!==void 0&&i.kind===n&&i.label===o;if(!(n==="lost"&&l&&e.at-i.at<$p)&&(s.push({seq:e.seq??t.seq,at:e.at,label:o,notes:r,kind:n}),s.length>Pp)){let c=s.findIndex(u=>u.kind!=="marked");s.splice(Math.max(c,0),1)}}function Ba(t,e){let n=f(e.id);n!==null&&t.holds.set(n,{id:n,target:f(e.target)??"",condition:f(e.condition),expires:e.expires===!0,since:e.at,held:[]})}function Fa(t,e){t.holds.delete(f(e.id)??"")}function Aa(t,e){let n=ut(t,e);if(n?.state!=="queued")return;n.state="held",n.hold=f(e.breakpoint);let o=In(t,n);o!==void 0&&!o.held.includes(n.id)&&o.held.push(n.id)}function La(t,e){let n=ut(t,e);n?.state==="held"&&(Hn(t,n),n.state="queued",n.hold=n.due=null,Ia(t,n))}function Na(t,e){let n=ut(t,e);n!==void 0&&(n.edited=!0)}function qa(t,e){let n=ut(t,e),o=f(oe(e.changed).copy),r=n===void 0?void 0:In(t,n)?.held;n===void 0||o===null||r===void 0||r.splice(r.indexOf(n.id)+1||r.length,0,o)}function Da(t,e){let n=ut(t,e);n?.state==="held"&&(Hn(t,n),n.due=e.at+(O(oe(e.changed).seconds)??0))}function Ha(t,e){let n=ut(t,e),o=O(e.place),r=n===void 0?void 0:In(t,n)?.held;n===void 0||o===null||!r?.includes(n.id)||(r.splice(r.indexOf(n.id),1),r.splice(o,0,n.id))}function Hn(t,e){let n=In(t,e)?.held,o=n?.indexOf(e.id)??-1;o>=0&&n?.splice(o,1)}function In(t,e){return e.hold===null?void 0:t.holds.get(e.hold)}function ut(t,e){return t.messages.get(ue(e)??"")}var qp=50,Wa=200,Dp=100,Ja="nobody_listens";function Re(t){return t.kind==="message.lost"&&t.reason!==Ja}function za(t,e,n){let o=ue(e),r=f(e.channel)??"";if(o===null||t.messages.has(o))return;let s={id:o,layer:j(e),channel:r,kind:ne(r),state:"queued",acceptedAt:e.at,hand:null,takenAt:null,size:O(e.size)??0,cause:f(e.cause),hold:null,due:null,edited:!1};if(t.messages.set(o,s),Jn(t,s)?.push(o),s.cause===null)return;let i=ie(r)?"":D(s.layer,r);Bt(t,s.cause,i===""?"reply":"channel",i,n)}function nr(t,e){let n=t.replies.get(e.channel);return n===void 0?void 0:t.connections.get(n)}function Jn(t,e){return ie(e.channel)?nr(t,e)?.queue:Ln(t,e.layer,e.channel).queue}function Hp(t,e){let n=ue(e);return n===null?void 0:t.messages.get(n)}function Wn(t,e){if(t===void 0)return;let n=t[0]===e?0:t.indexOf(e);n===0?t.shift():n>0&&t.splice(n,1)}function Xa(t,e){let n=Hp(t,e);if(n===void 0||n.state==="in_hand")return;Wn(Jn(t,n),n.id),n.state="in_hand",n.hand=e.where??null,n.takenAt=e.at,ie(n.channel)&&nr(t,n)?.inHand.push(n.id);let o=Fn(t,n.hand??"",n.layer);o!==void 0&&Ip(t,o,n,e.at)}function Ip(t,e,n,o){e.state==="idle"&&(e.state="busy"),e.message=n.id,e.busySince=o,ie(n.channel)||Wp(t,e,n)}function Wp(t,e,n){let o=Ln(t,n.layer,n.channel);o.heardBy.has(e.name)||e.channels.length>=Dp||(o.heardBy.add(e.name),e.channels.push(o.name))}function Ka(t,e){Ga(t,e)}function ja(t,e){let n=f(e.reason)??"",o=f(e.channel)??"",r=Ga(t,e),s=n===Ja;t.bin.unshift({seq:e.seq??t.seq,at:e.at,message:r,channel:o,kind:ne(o),reason:n,harmless:s}),t.bin.length>qp&&t.bin.pop(),s||ze(t,e,"lost",n)}function Ga(t,e){let n=ue(e);if(n===null)return null;let o=t.messages.get(n);va(t,n);let r=t.workers.get(o?.hand??e.where??"");return r?.message===n&&Zo(r),o===void 0||(t.messages.delete(n),Hn(t,o),o.state==="in_hand"?Wn(nr(t,o)?.inHand,n):Wn(Jn(t,o),n)),n}function Ia(t,e){let n=Jn(t,e);Wn(n,e.id),n?.push(e.id)}function Ua(t,e){let n=j(e),o=f(e.group)??"",r=D(n,o),s=t.groups.get(r);return s===void 0&&(t.groups.size>=Wa&&Jp(t),s={layer:n,name:o,members:new Map,sends:0,since:e.at},t.groups.set(r,s)),s}function Jp(t){for(let[e,n]of t.groups){if(t.groups.size<Wa)return;n.members.size===0&&t.groups.delete(e)}}function Va(t,e,n){let o=Ua(t,e),r=D(o.layer,o.name),s=f(e.channel)??"",i=t.replies.get(s)??null,l=i===null?void 0:t.connections.get(i),c=o.members.get(s);o.members.set(s,{channel:s,connection:i,joinedAt:c?.joinedAt??e.at,expiresAt:O(e.expires_at),ghost:l?.state==="closed"||l?.state==="rejected"}),l?.groups.add(r),e.cause&&Bt(t,e.cause,"add",r,n)}function Ya(t,e,n){let o=D(j(e),f(e.group)??""),r=f(e.channel)??"",s=t.groups.get(o),i=s?.members.get(r);s?.members.delete(r);let l=t.connections.get(i?.connection??"");l!==void 0&&(l.groups.delete(o),ia(t,l)),e.cause&&e.reason==="discarded"&&Bt(t,e.cause,"discard",o,n)}function Za(t,e,n){let o=Ua(t,e);n&&(o.sends+=1),e.cause&&Bt(t,e.cause,"send",D(o.layer,o.name),n)}var Qa={en:{title:"Channel sandbox","view.flow":"Flow","view.table":"Table",views:"Views",theme:"Theme: {theme}","theme.light":"light","theme.dark":"dark","theme.projector":"projector","language.other":"Русский","language.this":"English",more:"More",pin:"Pin",unpin:"Unpin",window:"Window",fullscreen:"Full screen","fullscreen.leave":"Leave full screen","pin.side":"Dock at the bottom","pin.bottom":"Dock at the right","pin.resize":"Size of the pinned stage","pin.fold":"Fold into a bar","pin.unfold":"Open the stage","pin.here":"The stage floats over the notebook.","window.here":"The stage is in its own window.","window.back":"Bring it back","window.blocked":"The browser opens a window only on a click.","window.open":"Open the window",help:"Keys",close:"Close","help.space":"pause or play the picture","help.step":"one fact back, one fact on","help.views":"Flow, Table","help.filter":"filter the table","help.fullscreen":"full screen","help.pin":"pin over the notebook","help.theme":"theme","help.escape":"close what is open","help.help":"these keys","help.filter.title":"Filter of the table","help.filter.forms":`a kind or a part of one · field:value · field~regular expression · -not that · "two words" · content.key:value for a message's content`,"help.filter.fields":"Fields",clients:"Clients",server:"Protocol server","server.short":"Server",channels:"Channels",workers:"Workers",consumers:"Consumers",groups:"Groups","what.connection":"Connection","what.channel":"Channel","what.worker":"Worker","what.consumer":"Consumer","what.group":"Group","what.message":"Message","what.server":"Protocol server","kind.connect":"connect","kind.receive":"receive","kind.disconnect":"disconnect","kind.request":"request","kind.reply":"reply","kind.custom":"custom",ledger:"Ledger","fate.accepted":"accepted","fate.queued":"queued","fate.held":"held","fate.in_hand":"in hand","fate.delivered":"delivered","fate.lost":"lost","fate.refused":"refused","ledger.balances":"✓ balances","ledger.off":"✗ does not balance","ledger.skipped":{one:"{n} fact was not shown one by one",other:"{n} facts were not shown one by one"},"reason.full":"full","reason.expired":"expired","reason.no_connection":"no connection","reason.slow_client":"slow client","reason.worker_killed":"worker killed","reason.server_killed":"server killed","reason.no_route":"no route","reason.retries":"too many retries","reason.flushed":"flushed","reason.layer_lost":"lost by the layer","reason.undecryptable":"cannot be read","reason.malformed":"malformed","reason.requeue_full":"no room to requeue","reason.nobody_listens":"nobody listens","reason.dropped_by_you":"dropped by you","reason.fault":"injected fault","reason.too_large":"too large","reason.invalid_name":"invalid name","reason.not_a_dict":"not a dict","reason.unserialisable":"cannot be serialised","reason.layer_down":"layer down","reason.asked":"asked to","reason.killed":"killed","reason.failed":"failed","reason.discarded":"discarded",bin:"Lost","bin.empty":"nothing lost","bin.show":"Show in table",time:"Time","time.pause":"Pause","time.play":"Play","time.back":"Step back","time.step":"Step","time.speed":"Speed","time.live":"Live","time.lost":"Last known","time.paused":"Paused","time.ago":"{time} ago","time.tolive":"Back to live","time.slow":"1 ms takes {time}","mark.raised":"{what} raises","mark.code":"{what} edited","wait.cell":{one:"A command waits for the running cell.",other:"{n} commands wait for the running cell."},"wait.kernel":"The kernel does not answer. What is shown is the last that was known.","wait.again":{one:"If it was restarted, run this cell again:",other:"If it was restarted, run these cells again:"},"alarm.busy":"{worker} busy {time} in {consumer}.","alarm.line":"{worker} busy {time} in {consumer}, line {line} of {file}.","alarm.more":"{n} more.","alarm.spoken":"{worker} does not come back from {consumer}.","alarm.replace":"Replace worker","alarm.replace.hint":"Ends what runs there: its message is lost, and a new worker takes its place.","wait.feed":"Waiting for the sandbox.","error.dismiss":"Dismiss","table.filter":"Filter","table.hint":"lost channel:chat -reason:full text~^hi","table.found":{one:"{found} of {n} event",other:"{found} of {n} events"},"table.clear":"Clear","table.newest":"Newest","table.none":"No event fits this filter.","table.empty":"Nothing has happened yet.","column.seq":"seq","column.at":"at","column.where":"where","column.kind":"kind","column.what":"what","column.reason":"reason","column.cause":"cause","gap.skipped":{one:"{n} fact skipped here: too fast to send one by one",other:"{n} facts skipped here: too fast to send one by one"},"gap.trimmed":{one:"{n} older fact is no longer kept",other:"{n} older facts are no longer kept"},"row.payload":"Payload","row.fields":"Fields","row.causes":"Cause chain","row.traceback":"Raised in the same run","card.try":"Try:","row.printed":"Printed by the run","row.ladder":"Rules tried","row.copy":"Copy as Python","row.copied":"Copied","row.whole":"Show all {size}","row.fetching":"Fetching …","row.story":"Story","row.matched":"matched","detail.close":"Close details","detail.source":"Source","detail.diff":"Last change","detail.version":"version {version}","detail.builtin":"built in","detail.gone":"No longer there.","detail.runs":{one:"{n} run",other:"{n} runs"},"detail.raised":{one:"raised {n}",other:"raised {n}"},"detail.lasterror":"Last error","detail.channels":"Takes from","detail.never.reached":"Never reached","detail.hidden":"rule {rule} ({consumer}) takes its messages first","detail.printed":"Printed","detail.members":{one:"{n} member",other:"{n} members"},"detail.since":"for","detail.expires":"expires in","detail.never":"never","detail.ghost":"ghost: its connection is gone","detail.queue":{one:"{n} waiting",other:"{n} waiting"},"detail.capacity":"capacity {n}","detail.age":"age","detail.size":"size","detail.empty":"Nothing waits here.","detail.frames":"Frames","detail.noframes":"No frames yet.","detail.earlier":"Earlier connections","detail.counted":"{groups} still counts it","detail.path":"path","detail.reply":"reply channel","detail.state":"state","detail.closed":"closed by {by}, code {code}","detail.idle":"idle","detail.busy":"busy with {consumer}","detail.busyfor":"in hand for","detail.hand":"in hand of","detail.line":"was at","detail.stopped":"stopped: {reason}","detail.hears":"Hears","detail.losses":"{n} lost","detail.harmless":"harmless","detail.address":"address","detail.table":"Show in table","detail.ladder":"Last route","state.opening":"opening","state.open":"open","state.closed":"closed","state.rejected":"turned away","state.running":"running","state.draining":"draining","state.stopped":"stopped","state.queued":"queued","state.held":"held","state.in_hand":"in hand","fact.waiting":"Waiting for the next message.","fact.first":"Waiting for the first message.","fact.layer.opened":"Channel layer {layer} is ready.","fact.layer.closed":"Channel layer {layer} takes no more messages.","fact.process.joined":"A process joins the sandbox.","fact.process.left":"A process has left the sandbox.","fact.server.started":"{where} listens on {address}.","fact.server.draining":"{where} takes no new connections and ends those that it has.","fact.server.stopped":"{where} has stopped.","fact.worker.started":"{where} is ready and hears its channels.","fact.worker.busy":"{where} has not come back from {consumer} for {duration}.","fact.worker.stopping":"{where} ends its work and takes nothing new.","fact.worker.stopped":"{where} has stopped.","fact.worker.stuck":"A killed thread of {where} goes on: it is inside C code, where nothing can end it.","fact.worker.freed":"The killed thread of {where} has ended.","fact.connection.opened":"{who} connects to {path}.","fact.connection.accepted":"The server accepts {who}: the connection is open.","fact.connection.rejected":"The server turns {who} away.","fact.connection.closed":"{who} is gone: the connection has closed.","fact.frame.received":"The protocol server reads a frame from {who}.","fact.frame.sent":"{who} gets a frame.","fact.frame.ignored":"A frame for {who} is ignored.","fact.reply.malformed":"A reply to {who} has keys that its protocol does not know.","fact.request.received":"{who} asks for {method} {path}.","fact.response.started":"The answer to {who} begins: {status}.","fact.response.ended":"The answer to {who} is complete.","fact.message.accepted":"It becomes a message on {channel}.","fact.message.accepted.reply":"A reply waits for {who}.","fact.message.refused":"{channel} refuses a message: {reason}.","fact.message.taken":"{where} takes it after {waited}.","fact.message.taken.plain":"{where} takes it.","fact.message.delivered":"{message} has arrived.","fact.message.lost":"A message on {channel} is lost: {reason}.","fact.message.lost.harmless":"Nobody listens to {channel}: the notice goes nowhere, which is harmless.","fact.message.lost.reply":"{who} is gone and cannot be reached: the message is lost.","fact.message.held":"{message} is stopped at a hold.","fact.message.released":"{message} goes on.","fact.message.edited":"{message} was edited while it was held.","fact.message.duplicated":"{message} was copied while it was held.","fact.message.delayed":"{message} has to wait longer.","fact.message.moved":"{message} has another place among what is held.","fact.group.joined":"{who} is now in group {group}.","fact.group.left":"{who} is no longer in group {group}.","fact.group.sent":{one:"Group {group}: one send, one message for its only member.",other:"Group {group}: one send, {n} messages, one for each member."},"fact.route.matched":"Rule {rule} of {rules} matched: it leads to {consumer}.","fact.route.unmatched":"No rule takes messages like this one.","fact.routing.changed":"The routing has changed: new messages take the new rules.","fact.session.opened":"A session was found for it.","fact.session.saved":"The session was written back.","fact.session.discarded":"Changes to the session were not written: {why}.","fact.user.identified":"It is known who the user is.","fact.consumer.started":"{where} runs {consumer}.","fact.consumer.finished":"{consumer} returned after {duration}.","fact.consumer.raised":"{consumer} raised an error; the worker lives on.","fact.consumer.deferred":"{consumer} asks to see the message again later.","fact.consumer.denied":"{consumer} refused the connection.","fact.consumer.waited":"Message {order} waits until message {expected} has run.","fact.binding.refused":"{binding}: {user} may not {action} this.","fact.consumer.printed":"{consumer} printed “{text}”.","fact.timer.set":"A message is put aside until it is due.","fact.timer.fired":"A delayed message is due.","fact.code.changed":"{what} has new code{which}: the next message takes it.","fact.hold.began":"From now on messages stop here: {target}.","fact.hold.ended":"Messages stop here no longer: {target}.","fact.code.changed.undone":"The last change of {what} is undone: the next message takes the code before it.","fact.code.refused":"New code for {what} is wrong, so the old one goes on serving: {error}","fact.code.changed.plain":"{what} serves from the next message on.","fact.fault.began":"A fault begins: {fault}.","fact.fault.ended":"The fault is over: {fault}.","fact.marked":"{label}","fact.subscriber.failed":"A reader of the log has failed.","fact.log.trimmed":"The log let its oldest facts go; the sums keep them.","who.nobody":"a client","gist.after":"after {time}","gist.line":"line {line}","gist.by":"by {who}","gist.on":"on {channel}","gist.capacity":"capacity {size}","gist.members":{one:"{n} member",other:"{n} members"},"gist.queued":"{n} queued","gist.lost":"{n} lost","gist.rule":"(rule {rule} of {rules})","gist.rules":{one:"{n} rule",other:"{n} rules"},"gist.builtin":"and {n} built in","gist.trimmed":{one:"{n} event",other:"{n} events"},"gist.upto":"up to {seq}","who.reply":"{who}'s reply channel","unit.ms":"{n} ms","unit.s":"{n} s","unit.min":"{n} min","unit.h":"{n} h","unit.B":"{n} B","unit.KiB":"{n} KiB","unit.MiB":"{n} MiB","empty.title":"Nothing has happened yet","empty.cell":"or in a cell","empty.1":"Open a tab","empty.1.text":"A tab is a real client. It connects to the server, and websocket.connect gets its first message.","empty.2":"Say something","empty.2.text":"Type in the tab and press Enter.","empty.3":"Watch it travel","empty.3.text":"Every stop shows what it holds. Nothing vanishes: what is lost lies in the bin, with a reason.","flow.idle":"idle","flow.busy":"busy {time}","flow.busy.line":"{time} · line {line}","flow.inhand":"in hand {time}","flow.stopping":"stopping","flow.stopped.killed":"killed","flow.stopped.other":"stopped","flow.zombies":"{words} · zombies: {count}","flow.full":"full","flow.held":"{n} held","flow.oldest":"oldest {time}","flow.expires":"expires in {time}","flow.noroute":"no route","flow.nobody":"nobody listens","flow.builtin":"built in","flow.hidden":"behind rule {rule}: never runs","flow.hidden.short":"never runs","flow.runs":{one:"{n} run",other:"{n} runs"},"flow.raised":"raised {n}","flow.ghost":"ghost","flow.gone":"gone {time}","flow.closed":"code {code}","flow.rejected":"status {status}","flow.reopen":"Reopen","flow.close":"Close {tab}","flow.open":"Open a tab","flow.open.short":"tab","flow.path":"Path of the new tab","flow.tab":"Tab","flow.type":"Type a line","flow.typeto":"Type to {tab}","flow.notlive":"not live","flow.more.tabs":"+{n} more","flow.more.channels":{one:"+{n} quiet",other:"+{n} quiet"},"flow.more.consumers":"+{n} more","flow.more.workers":"+{n} more","flow.more.groups":"+{n} more","flow.fewer":"fewer","flow.nogroup":"no group yet","flow.cell":"cell","flow.times":"×{n}","flow.add":"add","flow.discard":"discard","flow.source":"Show its source","flow.edit":"Show its source · Double click: edit","flow.waiting":{one:"{n} message waits",other:"{n} messages wait"},"flow.members":{one:"{n} member",other:"{n} members"},"flow.losses":{one:"{n} message lost",other:"{n} messages lost"},"flow.first":"Write a consumer","flow.first.text":"Run this in a cell: what websocket.connect and websocket.receive lead to.","flow.copy":"Copy","flow.ghosts":{one:"{n} ghost",other:"{n} ghosts"},"flow.open.long":"Open a tab",code:"Code","code.edit":"Edit {name}","code.close":"Close the editor","code.loading":"Fetching the editor …","code.waiting":"Asking the sandbox for its code …","code.new":"New","code.routes":"Routes","code.noroutes":"No rules are in force.","code.ladder":"Tried from the top for each message; the first that matches takes it.","code.text":"Code of {name}","code.serving":"{version} serves","code.edited":"edited here; its cell has another text","code.state.unsaved":"not saved","code.state.saved":"serves","code.state.new":"not saved yet","code.run":"Run","code.running":"Running …","code.run.hint":"Shift-Enter, Ctrl-Enter or Ctrl-S: serves from the next message on; no socket closes","code.diff":"Diff","code.diff.hint":"Compare with the version that serves","code.revert":"Revert","code.undo":"Undo","code.undo.hint":"Take the last change of code back, whoever made it","code.copy":"Copy","code.copy.hint":"Copy the text, to paste it into its cell","code.versions":"Versions","code.versions.hint":"Put the text of another version into the editor","code.by.cell":"cell","code.by.editor":"editor","code.by.file":"file","code.by.script":"script","code.by.undo":"undo","code.said.serves":"{version} serves from the next message on.","code.said.same":"Nothing has changed: {version} goes on serving.","code.said.followed":"It was changed elsewhere: {version} serves now.","code.said.shelved":"This is {version}; your text is put by.","code.back":"Bring my text back","code.conflict.cell":"The cell of {name} was run again: {version} serves now, and your text is not saved.","code.conflict.file":"The file of {name} has changed: {version} serves now, and your text is not saved.","code.conflict.undo":"A change of {name} was undone: {version} serves now, and your text is not saved.","code.conflict.other":"{name} was changed elsewhere: {version} serves now, and your text is not saved.","code.theirs":"Take theirs","code.mine":"Keep mine","code.refused":"Line {line}: {what}","code.old":"{what}; {version} goes on serving.","code.raised":"Line {line} raised {error}.","code.gone":"{name} serves no longer; your text is kept here, and running it registers it again.","code.nokernel":"The kernel does not answer, so nothing can be saved; your text stays here.","code.undone":"Undone: {names}.","code.undone.nothing":"There is no change to undo.","code.cm.completions":"Completions","code.cm.problems":"What is wrong","code.cm.none":"Nothing is wrong"},ru:{title:"Песочница каналов","view.flow":"Поток","view.table":"Таблица",views:"Виды",theme:"Тема: {theme}","theme.light":"светлая","theme.dark":"тёмная","theme.projector":"проектор","language.other":"English","language.this":"Русский",more:"Ещё",pin:"Закрепить",unpin:"Открепить",window:"В окно",fullscreen:"Во весь экран","fullscreen.leave":"Обычный размер","pin.side":"К нижнему краю","pin.bottom":"К правому краю","pin.resize":"Размер закреплённой сцены","pin.fold":"Свернуть в полосу","pin.unfold":"Развернуть сцену","pin.here":"Сцена закреплена поверх блокнота.","window.here":"Сцена открыта в своём окне.","window.back":"Вернуть сюда","window.blocked":"Браузер открывает окно только по щелчку.","window.open":"Открыть окно",help:"Клавиши",close:"Закрыть","help.space":"пауза или ход картинки","help.step":"на факт назад, на факт вперёд","help.views":"Поток, Таблица","help.filter":"фильтр таблицы","help.fullscreen":"во весь экран","help.pin":"закрепить поверх блокнота","help.theme":"тема","help.escape":"закрыть открытое","help.help":"эти клавиши","help.filter.title":"Фильтр таблицы","help.filter.forms":'вид или его часть · поле:значение · поле~регулярное выражение · -кроме этого · "два слова" · content.ключ:значение — по содержимому сообщения',"help.filter.fields":"Поля",clients:"Клиенты",server:"Сервер","server.short":"Сервер",channels:"Каналы",workers:"Воркеры",consumers:"Потребители",groups:"Группы","what.connection":"Соединение","what.channel":"Канал","what.worker":"Воркер","what.consumer":"Потребитель","what.group":"Группа","what.message":"Сообщение","what.server":"Сервер протоколов","kind.connect":"вход","kind.receive":"кадр","kind.disconnect":"выход","kind.request":"запрос","kind.reply":"ответ","kind.custom":"свой",ledger:"Баланс","fate.accepted":"принято","fate.queued":"в очереди","fate.held":"задержано","fate.in_hand":"в работе","fate.delivered":"доставлено","fate.lost":"потеряно","fate.refused":"отказано","ledger.balances":"✓ сходится","ledger.off":"✗ не сходится","ledger.skipped":{one:"{n} факт не показан по отдельности",few:"{n} факта не показаны по отдельности",many:"{n} фактов не показано по отдельности",other:"{n} факта не показаны по отдельности"},"reason.full":"полон","reason.expired":"истёк срок","reason.no_connection":"нет соединения","reason.slow_client":"медленный клиент","reason.worker_killed":"воркер убит","reason.server_killed":"сервер убит","reason.no_route":"нет маршрута","reason.retries":"слишком много повторов","reason.flushed":"сброшено","reason.layer_lost":"потерял слой","reason.undecryptable":"не прочесть","reason.malformed":"неверный вид","reason.requeue_full":"некуда вернуть","reason.nobody_listens":"никто не слушает","reason.dropped_by_you":"убрано вами","reason.fault":"внесённый сбой","reason.too_large":"слишком велико","reason.invalid_name":"неверное имя","reason.not_a_dict":"не словарь","reason.unserialisable":"не записать","reason.layer_down":"слой недоступен","reason.asked":"по просьбе","reason.killed":"убит","reason.failed":"сбой","reason.discarded":"исключён",bin:"Потеряно","bin.empty":"потерь нет","bin.show":"Показать в таблице",time:"Время","time.pause":"Пауза","time.play":"Пуск","time.back":"Шаг назад","time.step":"Шаг вперёд","time.speed":"Скорость","time.live":"Сейчас","time.lost":"Последнее известное","time.paused":"Пауза","time.ago":"{time} назад","time.tolive":"К настоящему","time.slow":"1 мс длится {time}","mark.raised":"ошибка {what}","mark.code":"правка {what}","wait.cell":{one:"{n} команда ждёт конца ячейки.",few:"{n} команды ждут конца ячейки.",many:"{n} команд ждут конца ячейки.",other:"{n} команды ждут конца ячейки."},"wait.kernel":"Ядро не отвечает. Показано последнее известное.","wait.again":{one:"Если его перезапустили, выполните эту ячейку ещё раз:",few:"Если его перезапустили, выполните эти ячейки ещё раз:",many:"Если его перезапустили, выполните эти ячейки ещё раз:",other:"Если его перезапустили, выполните эти ячейки ещё раз:"},"alarm.busy":"{worker} занят {time}: {consumer}.","alarm.line":"{worker} занят {time}: {consumer}, строка {line}, {file}.","alarm.more":"И ещё {n}.","alarm.spoken":"{worker} не возвращается из {consumer}.","alarm.replace":"Заменить воркер","alarm.replace.hint":"Прервёт то, что там работает: сообщение пропадёт, на место встанет новый воркер.","wait.feed":"Ждём песочницу.","error.dismiss":"Скрыть","table.filter":"Фильтр","table.hint":"lost channel:chat -reason:full text~^hi","table.found":{one:"{found} из {n} события",few:"{found} из {n} событий",many:"{found} из {n} событий",other:"{found} из {n} событий"},"table.clear":"Сбросить","table.newest":"К новым","table.none":"Под фильтр ничего не подходит.","table.empty":"Пока ничего не произошло.","column.seq":"№","column.at":"время","column.where":"где","column.kind":"вид","column.what":"что","column.reason":"причина","column.cause":"из-за","gap.skipped":{one:"Здесь пропущен {n} факт: слишком быстро, чтобы слать по одному",few:"Здесь пропущены {n} факта: слишком быстро, чтобы слать по одному",many:"Здесь пропущено {n} фактов: слишком быстро, чтобы слать по одному",other:"Здесь пропущены {n} факта: слишком быстро, чтобы слать по одному"},"gap.trimmed":{one:"{n} более ранний факт больше не хранится",few:"{n} более ранних факта больше не хранятся",many:"{n} более ранних фактов больше не хранится",other:"{n} более ранних факта больше не хранятся"},"row.payload":"Содержимое","row.fields":"Поля","row.causes":"Цепочка причин","row.traceback":"Ошибка в том же вызове","card.try":"Что сделать:","row.printed":"Напечатано в вызове","row.ladder":"Проверенные правила","row.copy":"Копировать как Python","row.copied":"Скопировано","row.whole":"Показать все {size}","row.fetching":"Загружаем …","row.story":"История","row.matched":"подошло","detail.close":"Закрыть подробности","detail.source":"Исходный код","detail.diff":"Последняя правка","detail.version":"версия {version}","detail.builtin":"встроен","detail.gone":"Этого больше нет.","detail.runs":{one:"{n} вызов",few:"{n} вызова",many:"{n} вызовов",other:"{n} вызова"},"detail.raised":{one:"{n} ошибка",few:"{n} ошибки",many:"{n} ошибок",other:"{n} ошибки"},"detail.lasterror":"Последняя ошибка","detail.channels":"Берёт из","detail.never.reached":"Не вызовется","detail.hidden":"правило {rule} ({consumer}) забирает его сообщения раньше","detail.printed":"Напечатано","detail.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"detail.since":"в группе","detail.expires":"истечёт через","detail.never":"никогда","detail.ghost":"призрак: соединения больше нет","detail.queue":{one:"{n} ждёт",few:"{n} ждут",many:"{n} ждут",other:"{n} ждут"},"detail.capacity":"вместимость {n}","detail.age":"возраст","detail.size":"размер","detail.empty":"Здесь ничего не ждёт.","detail.frames":"Кадры","detail.noframes":"Кадров пока нет.","detail.earlier":"Прежние соединения","detail.counted":"{groups} всё ещё считает его","detail.path":"путь","detail.reply":"канал ответа","detail.state":"состояние","detail.closed":"закрыто: {by}, код {code}","detail.idle":"ждёт","detail.busy":"занят: {consumer}","detail.busyfor":"в работе","detail.hand":"у кого","detail.line":"стоял на","detail.stopped":"остановлен: {reason}","detail.hears":"Слушает","detail.losses":"потеряно {n}","detail.harmless":"не страшно","detail.address":"адрес","detail.table":"Показать в таблице","detail.ladder":"Последний маршрут","state.opening":"открывается","state.open":"открыто","state.closed":"закрыто","state.rejected":"отклонено","state.running":"работает","state.draining":"завершает","state.stopped":"остановлен","state.queued":"в очереди","state.held":"задержано","state.in_hand":"в работе","fact.waiting":"Ждём следующего сообщения.","fact.first":"Ждём первого сообщения.","fact.layer.opened":"Слой каналов {layer} готов.","fact.layer.closed":"Слой каналов {layer} больше не берёт сообщений.","fact.process.joined":"К песочнице присоединился процесс.","fact.process.left":"Процесс покинул песочницу.","fact.server.started":"{where} слушает {address}.","fact.server.draining":"{where} не берёт новых соединений и завершает имеющиеся.","fact.server.stopped":"{where} остановлен.","fact.worker.started":"{where} готов и слушает каналы.","fact.worker.busy":"{where} уже {duration} не возвращается из {consumer}.","fact.worker.stopping":"{where} заканчивает работу и нового не берёт.","fact.worker.stopped":"{where} остановлен.","fact.worker.stuck":"Убитый поток {where} продолжает работать: он внутри кода на C, где его не завершить.","fact.worker.freed":"Убитый поток {where} завершился.","fact.connection.opened":"{who} соединяется с {path}.","fact.connection.accepted":"Сервер принял {who}: соединение открыто.","fact.connection.rejected":"Сервер отклонил {who}.","fact.connection.closed":"{who} больше нет: соединение закрыто.","fact.frame.received":"Сервер протоколов читает кадр от {who}.","fact.frame.sent":"{who} получает кадр.","fact.frame.ignored":"Кадр для {who} пропущен.","fact.reply.malformed":"В ответе для {who} ключи, которых протокол не знает.","fact.request.received":"{who} запрашивает {method} {path}.","fact.response.started":"Ответ для {who} начат: {status}.","fact.response.ended":"Ответ для {who} отправлен целиком.","fact.message.accepted":"Это стало сообщением в канале {channel}.","fact.message.accepted.reply":"Ответ ждёт отправки: {who}.","fact.message.refused":"{channel} отказывает в приёме: {reason}.","fact.message.taken":"{where} берёт его через {waited}.","fact.message.taken.plain":"{where} берёт его.","fact.message.delivered":"{message} доставлено.","fact.message.lost":"Сообщение в канале {channel} потеряно: {reason}.","fact.message.lost.harmless":"{channel} никто не слушает: извещение никуда не попало, и это не беда.","fact.message.lost.reply":"{who} уже не на связи: сообщение потеряно.","fact.message.held":"{message} остановлено задержкой.","fact.message.released":"{message} идёт дальше.","fact.message.edited":"{message} изменено, пока было задержано.","fact.message.duplicated":"{message} скопировано, пока было задержано.","fact.message.delayed":"{message} подождёт ещё.","fact.message.moved":"{message} стоит на другом месте среди задержанных.","fact.group.joined":"{who} теперь в группе {group}.","fact.group.left":"{who} больше не в группе {group}.","fact.group.sent":{one:"Группа {group}: одна отправка, {n} сообщение, каждому участнику своё.",few:"Группа {group}: одна отправка, {n} сообщения, каждому участнику своё.",many:"Группа {group}: одна отправка, {n} сообщений, каждому участнику своё.",other:"Группа {group}: одна отправка, {n} сообщения, каждому участнику своё."},"fact.route.matched":"Подошло правило {rule} из {rules}: оно ведёт к {consumer}.","fact.route.unmatched":"Ни одно правило не берёт таких сообщений.","fact.routing.changed":"Маршруты изменились: новые сообщения пойдут по новым правилам.","fact.session.opened":"Для него найдена сессия.","fact.session.saved":"Сессия записана.","fact.session.discarded":"Изменения сессии не записаны: {why}.","fact.user.identified":"Пользователь опознан.","fact.consumer.started":"{where} вызывает {consumer}.","fact.consumer.finished":"{consumer} завершился через {duration}.","fact.consumer.raised":"{consumer} упал с ошибкой; воркер жив.","fact.consumer.deferred":"{consumer} просит вернуть сообщение позже.","fact.consumer.denied":"{consumer} отказал в соединении.","fact.consumer.waited":"Сообщение {order} ждёт, пока не отработает сообщение {expected}.","fact.binding.refused":"{binding}: {user} не имеет права на {action}.","fact.consumer.printed":"{consumer} напечатал «{text}».","fact.timer.set":"Сообщение отложено до срока.","fact.timer.fired":"Срок отложенного сообщения настал.","fact.code.changed":"У {what} новый код{which}: следующее сообщение пойдёт по нему.","fact.hold.began":"Теперь сообщения останавливаются здесь: {target}.","fact.hold.ended":"Сообщения здесь больше не останавливаются: {target}.","fact.code.changed.undone":"Последняя правка {what} отменена: следующее сообщение пойдёт по прежнему коду.","fact.code.refused":"Новый код для {what} с ошибкой, поэтому дальше работает старый: {error}","fact.code.changed.plain":"{what} работает, начиная со следующего сообщения.","fact.fault.began":"Сбой начался: {fault}.","fact.fault.ended":"Сбой закончился: {fault}.","fact.marked":"{label}","fact.subscriber.failed":"Читатель журнала дал сбой.","fact.log.trimmed":"Журнал отпустил старейшие факты; в суммах они остались.","who.nobody":"клиент","gist.after":"через {time}","gist.line":"строка {line}","gist.by":"от {who}","gist.on":"в {channel}","gist.capacity":"вместимость {size}","gist.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"gist.queued":"в очередь {n}","gist.lost":"потеряно {n}","gist.rule":"(правило {rule} из {rules})","gist.rules":{one:"{n} правило",few:"{n} правила",many:"{n} правил",other:"{n} правила"},"gist.builtin":"и встроенных {n}","gist.trimmed":{one:"{n} событие",few:"{n} события",many:"{n} событий",other:"{n} события"},"gist.upto":"до {seq}","who.reply":"канал ответа {who}","unit.ms":"{n} мс","unit.s":"{n} с","unit.min":"{n} мин","unit.h":"{n} ч","unit.B":"{n} Б","unit.KiB":"{n} КиБ","unit.MiB":"{n} МиБ","empty.title":"Пока ничего не произошло","empty.cell":"или в ячейке","empty.1":"Откройте вкладку","empty.1.text":"Вкладка — настоящий клиент. Она соединяется с сервером, и websocket.connect получает первое сообщение.","empty.2":"Скажите что-нибудь","empty.2.text":"Наберите текст во вкладке и нажмите Enter.","empty.3":"Следите за сообщением","empty.3.text":"Каждая остановка показывает, что в ней лежит. Ничего не исчезает: потерянное лежит в корзине с причиной.","flow.idle":"ждёт","flow.busy":"занят {time}","flow.busy.line":"{time} · строка {line}","flow.inhand":"в работе {time}","flow.stopping":"завершает","flow.stopped.killed":"убит","flow.stopped.other":"остановлен","flow.zombies":"{words} · зомби: {count}","flow.full":"полон","flow.held":"задержано {n}","flow.oldest":"старшему {time}","flow.expires":"истечёт через {time}","flow.noroute":"нет маршрута","flow.nobody":"никто не слушает","flow.builtin":"встроен","flow.hidden":"за правилом {rule}: не вызовется","flow.hidden.short":"не вызовется","flow.runs":{one:"{n} вызов",few:"{n} вызова",many:"{n} вызовов",other:"{n} вызова"},"flow.raised":"ошибок {n}","flow.ghost":"призрак","flow.gone":"ушёл {time} назад","flow.closed":"код {code}","flow.rejected":"статус {status}","flow.reopen":"Открыть снова","flow.close":"Закрыть {tab}","flow.open":"Вкладка","flow.open.short":"вкладка","flow.path":"Путь новой вкладки","flow.tab":"Вкладка","flow.type":"Наберите строку","flow.typeto":"Набрать в {tab}","flow.notlive":"не вживую","flow.more.tabs":"ещё {n}","flow.more.channels":{one:"ещё {n} тихий",few:"ещё {n} тихих",many:"ещё {n} тихих",other:"ещё {n} тихих"},"flow.more.consumers":"ещё {n}","flow.more.workers":"ещё {n}","flow.more.groups":"ещё {n}","flow.fewer":"свернуть","flow.nogroup":"групп пока нет","flow.cell":"ячейка","flow.times":"×{n}","flow.add":"add","flow.discard":"discard","flow.source":"Показать исходный текст","flow.edit":"Показать исходный текст · Двойной щелчок: править","flow.waiting":{one:"ждёт {n} сообщение",few:"ждут {n} сообщения",many:"ждут {n} сообщений",other:"ждёт {n} сообщения"},"flow.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"flow.losses":{one:"потеряно {n} сообщение",few:"потеряно {n} сообщения",many:"потеряно {n} сообщений",other:"потеряно {n} сообщения"},"flow.first":"Напишите потребителя","flow.first.text":"Запустите это в ячейке: сюда ведут websocket.connect и websocket.receive.","flow.copy":"Копировать","flow.ghosts":{one:"{n} призрак",few:"{n} призрака",many:"{n} призраков",other:"{n} призрака"},"flow.open.long":"Открыть вкладку",code:"Код","code.edit":"Править {name}","code.close":"Закрыть редактор","code.loading":"Загружаем редактор …","code.waiting":"Спрашиваем у песочницы её код …","code.new":"Новый","code.routes":"Маршруты","code.noroutes":"Правил нет.","code.ladder":"Для каждого сообщения правила проверяются сверху вниз; берёт первое подошедшее.","code.text":"Код {name}","code.serving":"Работает {version}","code.edited":"изменён здесь; в ячейке другой текст","code.state.unsaved":"не сохранено","code.state.saved":"работает","code.state.new":"ещё не сохранено","code.run":"Запустить","code.running":"Запускаем …","code.run.hint":"Shift-Enter, Ctrl-Enter или Ctrl-S: работает со следующего сообщения; сокеты не закрываются","code.diff":"Разница","code.diff.hint":"Сравнить с работающей версией","code.revert":"Вернуть как было","code.undo":"Отменить","code.undo.hint":"Отменить последнее изменение кода, кто бы его ни сделал","code.copy":"Копировать","code.copy.hint":"Скопировать текст, чтобы вставить его в ячейку","code.versions":"Версии","code.versions.hint":"Поместить в редактор текст другой версии","code.by.cell":"ячейка","code.by.editor":"редактор","code.by.file":"файл","code.by.script":"скрипт","code.by.undo":"отмена","code.said.serves":"{version} работает со следующего сообщения.","code.said.same":"Ничего не изменилось: {version} работает дальше.","code.said.followed":"Изменено в другом месте: теперь работает {version}.","code.said.shelved":"Это {version}; ваш текст отложен.","code.back":"Вернуть мой текст","code.conflict.cell":"Ячейка {name} запущена снова: теперь работает {version}, а ваш текст не сохранён.","code.conflict.file":"Файл {name} изменился: теперь работает {version}, а ваш текст не сохранён.","code.conflict.undo":"Изменение {name} отменено: теперь работает {version}, а ваш текст не сохранён.","code.conflict.other":"{name} изменён в другом месте: теперь работает {version}, а ваш текст не сохранён.","code.theirs":"Взять их текст","code.mine":"Оставить мой","code.refused":"Строка {line}: {what}","code.old":"{what}; {version} работает дальше.","code.raised":"Ошибка в строке {line}: {error}.","code.gone":"{name} больше не работает; ваш текст остался здесь, и запуск зарегистрирует его снова.","code.nokernel":"Ядро не отвечает, сохранить нельзя; ваш текст остаётся здесь.","code.undone":"Отменено: {names}.","code.undone.nothing":"Отменять нечего.","code.cm.completions":"Варианты","code.cm.problems":"Что не так","code.cm.none":"Ошибок нет"}};var rr=["en","ru"],sr=Qa;function tl(t){return typeof t=="string"&&/^ru\b/i.test(t)?"ru":"en"}var el=new Map;function zn(t){let e=el.get(t);return e||(e=Kp(t),el.set(t,e)),e}function Kp(t){let e=ir(t),n=new Intl.PluralRules(t);return(o,r={})=>{let s=sr[t][o];return s===void 0?o:Gp(typeof s=="string"?s:jp(s,r.n,n),r,e)}}function Xn(t){return t in sr.en}function jp(t,e,n){return t[n.select(Number(e??0))]??t.other??""}function Gp(t,e,n){return t.replace(/\{(\w+)\}/g,(o,r)=>{let s=e[r];return s===void 0?o:typeof s=="number"?n.count(s):s})}var Up=" ",Vp=(t,e,n)=>sr[t][`unit.${e}`].replace("{n}",n).replace(" "," ");function ir(t){let e=(s,i)=>or(s.toFixed(i)).replace(".",t==="ru"?",":"."),n=s=>e(s,s<.095&&s>0?2:s<9.95?1:0),o=(s,i)=>Vp(t,s,i),r=s=>{let i=Math.max(0,s);return i<.995?o("ms",n(i*1e3)):i<90?o("s",n(i)):i<5400?o("min",e(i/60,0)):o("h",n(i/3600))};return{count:s=>Number.isInteger(s)?or(String(s)):e(s,1),milliseconds:s=>o("ms",n(s*1e3)),seconds:r,whole:s=>s<90?o("s",String(Math.floor(Math.max(0,s)))):r(s),bytes:s=>s<1024?o("B",or(String(s))):s<1024*1024?o("KiB",n(s/1024)):o("MiB",n(s/1024/1024))}}function or(t){let[e,...n]=t.split(".");return[e.replace(/\B(?=(\d{3})+$)/g,Up),...n].join(".")}function be(t,e){let n=`reason.${String(t)}`;return Xn(n)?e(n):String(t??"")}var ur=80;function x(t,e=ur){let n=String(t??"").replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g," ");return n.length>e?`${n.slice(0,e-1)}…`:n}function B(t){let e=Me(String(t??""));return e===t?e.slice(e.lastIndexOf(".")+1):e}function we(t,e=2){if(typeof t=="string")return`"${x(t,40)}"`;if(Array.isArray(t))return t.length?`[${t.length}]`:"[]";if(t===null||typeof t!="object")return String(t);let n=t;if(typeof n.$head=="string")return`"${x(n.$head,40)}" …`;if(typeof n.$b64=="string")return`<${pr(n.$b64)} B>`;if(typeof n.$repr=="string")return x(n.$repr,40);let o=Object.keys(n);if(e===0)return o.length?"{…}":"{}";let r=o.sort(Yp).slice(0,3);return`{${r.map(i=>`${i}: ${we(n[i],e-1)}`).join(", ")}${o.length>r.length?", …":""}}`}function pr(t){return Math.floor(t.replace(/=+$/,"").length*3/4)}var nl=["reply_channel","path","headers","query_string","client","server","order"],Yp=(t,e)=>nl.indexOf(t)-nl.indexOf(e),E=(...t)=>t.filter(e=>e!==""&&e!=null).join(" "),dr=(t,{say:e,numbers:n})=>typeof t=="number"?e("gist.after",{time:n.milliseconds(t)}):"",ar=(t,{say:e})=>t?e("gist.by",{who:x(t)}):"",hr=(t,{who:e,say:n})=>n("gist.on",{channel:e.channel(t,n)}),al=(t,{say:e})=>t==null?"":be(t,e),lr=(t,{who:e})=>E(e.connection(t.connection),Zp(t)),ol=(t,e)=>E(`${x(t.group)}:`,e.who.channel(t.channel,e.say),al(t.reason,e)),rl=(t,e)=>E(t.run,B(t.consumer),dr(t.duration,e)),Ft=(t,e)=>E(x(t.address),al(t.reason,e)),Kn=(t,e)=>E(t.message,hr(t.channel,e)),cr=(t,e)=>E(Kn(t,e),we(t.changed)),sl=t=>E(x(t.target),x(t.condition)),il=t=>E(t.fault,x(t.target),t.options==null?"":we(t.options));function Zp(t){return t.text!=null?we(t.text):t.bytes!=null?we(t.bytes):""}var Qp=(t,{say:e})=>E(t.id,`${x(t.group)}:`,[e("gist.members",{n:Number(t.members??0)}),e("gist.queued",{n:Number(t.queued??0)}),e("gist.lost",{n:Number(t.lost??0)})].join(", "),we(t.content)),em=(t,{say:e})=>E(t.message,"→",B(t.consumer),typeof t.index=="number"?e("gist.rule",{rule:t.index+1,rules:Number(t.rules??0)}):""),tm={"layer.opened":(t,{say:e})=>E(t.layer,t.store,e("gist.capacity",{size:String(t.capacity??"–")})),"layer.closed":t=>x(t.layer),"server.started":Ft,"server.draining":Ft,"server.stopped":Ft,"worker.started":t=>Array.isArray(t.channels)?t.channels.join(", "):"","worker.busy":(t,e)=>E(t.run,B(t.consumer),t.line==null?"":e.say("gist.line",{line:Number(t.line)})),"worker.stopping":Ft,"worker.stopped":Ft,"connection.opened":(t,{who:e})=>E(e.connection(t.connection),t.protocol,x(t.path)),"connection.accepted":(t,{who:e})=>E(e.connection(t.connection),t.subprotocol),"connection.rejected":(t,{who:e})=>E(e.connection(t.connection),t.status,x(t.why)),"connection.closed":(t,e)=>E(e.who.connection(t.connection),t.code,ar(t.by,e)),"frame.received":lr,"frame.sent":lr,"frame.ignored":(t,e)=>E(lr(t,e),x(t.why)),"reply.malformed":(t,{who:e})=>E(e.connection(t.connection),x(t.error)),"request.received":(t,{who:e})=>E(e.connection(t.connection),t.method,x(t.path)),"response.started":(t,{who:e})=>E(e.connection(t.connection),t.status),"response.ended":(t,{who:e})=>e.connection(t.connection),"message.accepted":(t,e)=>E(t.message,hr(t.channel,e),we(t.content)),"routing.changed":(t,e)=>{let n=Array.isArray(t.rules)?t.rules:[],o=n.filter(r=>!r.builtin).length;return E(e.say("gist.rules",{n:o}),e.say("gist.builtin",{n:n.length-o}),ar(t.by,e))},"message.refused":(t,{who:e,say:n})=>E(e.channel(t.channel,n),we(t.content)),"message.taken":(t,e)=>E(t.message,dr(t.waited,e)),"message.delivered":(t,e)=>E(t.message,dr(t.duration,e)),"message.held":Kn,"message.released":Kn,"message.edited":cr,"message.duplicated":cr,"message.delayed":cr,"message.moved":Kn,"message.lost":(t,e)=>E(t.message,hr(t.channel,e)),"group.joined":ol,"group.left":ol,"group.sent":Qp,"route.matched":em,"route.unmatched":t=>E(t.message,x(t.channel)),"user.identified":t=>E(x(t.user),x(t.why)),"consumer.started":t=>E(t.run,B(t.consumer),t.version),"consumer.finished":rl,"consumer.raised":t=>E(t.run,`${B(t.consumer)}:`,x(t.error,2*ur)),"consumer.deferred":(t,e)=>E(rl(t,e),`${t.retries}×`),"consumer.printed":t=>E(t.run,`${t.stream}:`,x(t.text)),"code.changed":(t,e)=>E(B(t.what),t.version,ar(t.by,e)),"hold.began":sl,"hold.ended":sl,"code.refused":t=>E(B(t.what),x(t.error,2*ur)),"fault.began":il,"fault.ended":il,marked:t=>x(t.label),"subscriber.failed":t=>E(x(t.subscriber),x(t.error)),"log.trimmed":(t,{say:e})=>E(e("gist.trimmed",{n:Number(t.events??0)}),e("gist.upto",{seq:String(t.up_to??"–")}))};function dt(t,e,n,o){let r=tm[t.kind];return r?r(t,{who:e,say:n,numbers:o}):we(At(t))}var nm=new Set(["kind","at","seq","id","cause","where"]);function At(t){return Object.fromEntries(Object.entries(t).filter(([e,n])=>!nm.has(e)&&n!=null))}function ll(t,e,n,o){let r=om(t,e);return Xn(r)?n(r,rm(t,e,n,o)):t.kind}function om(t,e){let n=`fact.${t.kind}`;return t.kind==="message.taken"&&typeof t.waited!="number"?`${n}.plain`:t.kind==="code.changed"&&t.by==="undo"?`${n}.undone`:t.kind==="code.changed"&&!t.diff?`${n}.plain`:t.kind==="message.lost"&&!Re(t)?`${n}.harmless`:!(t.kind==="message.accepted"||t.kind==="message.lost")||!ie(String(t.channel??""))||e.owner(t.channel)===null?n:t.kind==="message.accepted"||t.reason==="no_connection"?`${n}.reply`:n}function rm(t,e,n,o){let r=t.connection??e.owner(t.channel)??sm(t),s=i=>o.seconds(typeof i=="number"?i:0);return{...im(t),who:r==null?x(t.channel)||n("who.nobody"):e.connection(r),where:x(t.where),channel:e.channel(t.channel,n),consumer:B(t.consumer??t.run),what:B(t.what),which:t.version?` (${x(t.version)})`:"",reason:be(t.reason,n),waited:s(t.waited),duration:s(t.duration),rule:Number(t.index??0)+1,n:Number(t.members??0),message:x(t.message??t.id),text:x(t.text,60)}}function sm(t){return/^(connection|request|response)\./.test(t.kind)?t.id:null}function im(t){let e={};for(let[n,o]of Object.entries(t))typeof o=="number"?e[n]=o:typeof o=="string"&&(e[n]=x(o));return e}function cl({kit:t,spoken:e}){let{session:n,say:o,numbers:r,mode:s}=t,i=n.current;return a("div",{class:"bar now",children:[a("span",{class:"line","aria-hidden":"true",children:[i&&s!=="narrow"&&a("span",{class:"m seq",children:i.seq}),a("b",{children:Lt(t)}),i&&s==="wide"&&a("span",{class:"m",children:[i.kind," ",dt(i,n.who,o,r)]})]}),a("span",{class:"sr","aria-live":n.paused?"polite":"off",children:e||o("fact.waiting")})]})}function Lt({session:t,say:e,numbers:n}){let o=t.current;return o?ll(o,t.who,e,n):!t.live&&!t.state.seq?e("wait.feed"):e(t.state.seq?"fact.waiting":"fact.first")}var ul=0;function dl(t,e){return ul+=1,{consumer:t,seq:e,number:ul}}function hl({wish:t,kit:e,close:n}){let{session:o,say:r,numbers:s,theme:i}=e,l=q(null),c=q(null),[u,d]=R(null),[h,m]=R(!1),p={say:r,numbers:s,theme:i,opened:am(t,e),copy:at,close:n},g=q(p);return g.current=p,Z(()=>{let b=!0;return o.editor().then(y=>{b&&(c.current=y.show(l.current,g.current),m(!0))},y=>b&&d(y.message)),()=>{b=!1,c.current?.end()}},[]),Z(()=>c.current?.update(p)),a("aside",{class:"side coding","aria-label":r("code"),children:[!h&&a("p",{class:u?"bad":"",children:u??r("code.loading")}),a("div",{class:"into",ref:l})]})}function am({consumer:t,seq:e,number:n},{session:o}){return{consumer:t,raised:e===null?null:lm(o.fact(e)),wish:n}}function lm(t){return t?.kind!=="consumer.raised"?null:{error:String(t.error??""),traceback:String(t.traceback??"")}}var mr=5,Xe=27,pl=17,cm={top:34,height:14},ml=32,um=60;function fl({kit:t,lens:e}){let{session:n,say:o,numbers:r,scale:s}=t,i=q(null),l=dm(i,s),[c,u]=n.span(um),d=p=>(p-c)/(u-c)*l,h=Math.max(0,Math.min(l,d(n.now))),m=p=>{let{left:g,width:b}=i.current.getBoundingClientRect(),y=Math.max(0,Math.min(1,(p.clientX-g)/b));n.seek(c+y*(u-c))};return a("div",{class:"strip",ref:i,role:"slider",tabIndex:0,"aria-label":o("time"),"aria-valuemin":Math.round(c),"aria-valuemax":Math.round(u),"aria-valuenow":Math.round(n.now),"aria-valuetext":r.seconds(n.now),onPointerDown:p=>{p.currentTarget.setPointerCapture(p.pointerId),m(p)},onPointerMove:p=>p.buttons===1&&m(p),children:a("svg",{viewBox:`0 0 ${l} ${e?48:Xe+1}`,preserveAspectRatio:"none","aria-hidden":"true",children:[a(mm,{kit:t,width:l,from:c,to:u}),a("path",{d:`M0 ${Xe+.5}H${l}`,stroke:"var(--edge)",opacity:".55"}),n.state.seq>0&&a(pm,{x:h}),a(gm,{markers:n.state.markers,x:d,from:c,kit:t,width:l}),a(hm,{kit:t,width:l}),e&&a(wm,{kit:t,width:l,head:h})]})})}function dm(t,e){let[n,o]=R(600);return Qe(()=>{let r=new ResizeObserver(([s])=>o(s.contentRect.width));return r.observe(t.current),()=>r.disconnect()},[]),Math.max(120,Math.floor(n/e))}function hm({kit:t,width:e}){let{slowdown:n}=t.session.timing;return n===null||e<420?null:a("text",{x:e,y:"10","text-anchor":"end",class:"dim",children:t.say("time.slow",{time:t.numbers.seconds(n/1e3)})})}function pm({x:t}){return a("path",{d:`M${t} 2V${Xe+1}`,stroke:"var(--sel)","stroke-width":"2"})}function mm({kit:t,width:e,from:n,to:o}){let{session:r}=t,s=Math.floor(e/mr),{facts:i,lost:l}=r.density(n,o,s),c=Math.max(8,...i),u=(r.now-n)/(o-n)*s,d=b=>b===0?1:2+(pl-2)*Math.log1p(b)/Math.log1p(c),h=(b,y)=>`M${b*mr} ${Xe}v${-y.toFixed(1)}h3.5v${y.toFixed(1)}z`,m="",p="",g="";for(let b=0;b<s;b++)b<=u?m+=h(b,d(i[b])):p+=h(b,d(i[b])),l[b]&&(g+=`M${b*mr+1.75} ${Xe}v${-pl-4}`);return a("g",{children:[a("path",{d:m,fill:"var(--edge)"}),a("path",{d:p,fill:"var(--line)"}),a("path",{d:g,stroke:"var(--lost)","stroke-width":"1.5","stroke-dasharray":"2 2"})]})}var fm=6.2;function gm({markers:t,x:e,from:n,width:o,kit:r}){let s=t.filter(c=>c.at>=n&&c.kind!=="lost"),i=Number.POSITIVE_INFINITY,l=[];for(let c of s.slice(-40).reverse()){let u=e(c.at),d=bm(c,r),h=u+8+d.length*fm,m=h<i&&h<o+4;m&&(i=u-4);let p=c.kind==="raised"||c.kind==="fault"?"lost":"ink";l.push(a("g",{children:[a("title",{children:d}),a("path",{d:`M${u} ${Xe}V6`,stroke:`var(--${p})`,"stroke-width":"1.25","stroke-dasharray":p==="lost"?"2 2":void 0}),a("path",{d:`M${u-3.5} 2h7l-3.5 5z`,fill:`var(--${p})`}),m&&a("text",{x:u+6,y:"10",class:p==="lost"?"bad":"",children:d})]},c.seq))}return a("g",{children:l})}function bm(t,{say:e}){let n=x(t.label,28);return t.kind==="raised"?e("mark.raised",{what:B(n)}):t.kind==="code"?e("mark.code",{what:B(n)}):n}function wm({kit:t,width:e,head:n}){let{before:o,after:r}=t.session.around(ml),{top:s,height:i}=cm,l=e/(2*ml+1),c=e/2,u=(h,m)=>{let p=Re(h)||h.kind==="consumer.raised";return a("path",{d:`M${m.toFixed(1)} ${s+2}v${i-4}`,stroke:`var(--${p?"lost":"ink2"})`,"stroke-width":p?2:1.25},h.seq)},d=o.length>0;return a("g",{children:[d&&a("path",{d:`M${n} ${Xe+1}L0 ${s}H${e}Z`,fill:"var(--selbg)"}),a("rect",{x:"0",y:s,width:e,height:i,fill:d?"var(--selbg)":"var(--sunk)"}),o.map((h,m)=>u(h,c-(o.length-1-m)*l)),r.map((h,m)=>u(h,c+(m+1)*l)),d&&a("g",{children:[a("path",{d:`M${c} ${s-1}v${i+2}`,stroke:"var(--ink)","stroke-width":"2"}),a("circle",{cx:c,cy:s+i/2,r:"5",fill:"var(--ink)"})]})]})}var ym={play:"M2 1L11 6L2 11Z",pause:"M2 1h3v10H2zM7 1h3v10H7z",step:"M1 1L8 6L1 11ZM9 1h2v10H9z",back:"M11 1L4 6L11 11ZM1 1h2v10H1z"},gr=[.25,1,4];function fr({icon:t,name:e,act:n,off:o=!1}){return a("button",{type:"button","aria-label":e,title:e,onClick:n,disabled:o,children:a("svg",{viewBox:"0 0 12 12","aria-hidden":"true",children:a("path",{d:ym[t]})})})}function gl({kit:t,frame:e}){let{session:n,say:o}=t;return a("div",{class:"bar time",children:[a("div",{class:"ctl",children:[a(fr,{icon:"back",name:o("time.back"),act:()=>n.step(-1),off:!n.canStep(-1)}),a(fr,{icon:n.paused?"play":"pause",name:o(n.paused?"time.play":"time.pause"),act:()=>n.toggle()}),a(fr,{icon:"step",name:o("time.step"),act:()=>n.step(1),off:!n.canStep(1)}),e.speeds&&a(vm,{kit:t})]}),a(fl,{kit:t,lens:!e.compact}),a(km,{kit:t})]})}function vm({kit:t}){let{session:e,say:n}=t;return a("span",{class:"seg",role:"group","aria-label":n("time.speed"),children:gr.map(o=>a("button",{type:"button","aria-pressed":e.speed===o,onClick:()=>e.setSpeed(o),children:br(o,t)},o))})}var br=(t,e)=>`${e.language==="ru"?String(t).replace(".",","):t}×`;function km({kit:t}){let{session:e,say:n,numbers:o}=t,{live:r,paused:s}=e.timing,{ago:i}=e;return a("div",{class:"when",children:[a("span",{class:"m",children:i>0?n("time.ago",{time:o.seconds(i)}):n(s?"time.paused":e.lost?"time.lost":"time.live")}),!r&&a("button",{type:"button",class:"btn",onClick:()=>e.toLive(),children:n("time.tolive")})]})}function wr(t,e){return Math.max(0,e-(t.busySince??e))}function yr({alarm:t}){if(t?.file==null)return"";let e=t.file.slice(t.file.lastIndexOf("/")+1);return t.line===null?e:`${e}:${t.line}`}function xm(t,{say:e,numbers:n,session:o}){let r=t.alarm?.line==null?"alarm.busy":"alarm.line";return e(r,{worker:t.name,time:n.whole(wr(t,o.now)),consumer:t.consumer===null?"–":B(t.consumer),line:t.alarm?.line??0,file:x(t.alarm?.file?.split("/").at(-1)??"")})}function bl({kit:t}){let{session:e,say:n}=t,o=[...e.state.workers.values()].filter(i=>i.alarm!==null);o.sort((i,l)=>(i.busySince??0)-(l.busySince??0));let[r]=o;if(!r)return null;let s=o.length>1?` ${n("alarm.more",{n:o.length-1})}`:"";return a("div",{class:"bar note alarm","data-alarm":r.name,children:[a("span",{class:"sr",role:"alert",children:n("alarm.spoken",{worker:r.name,consumer:B(r.consumer??"–")})}),a("button",{type:"button",class:"link",onClick:()=>t.select({what:"worker",name:r.name}),children:xm(r,t)}),s,a(vr,{worker:r,kit:t})]})}function vr({worker:t,kit:e}){let{session:n,say:o}=e,r=n.history.live.workers.get(t.name)?.run;return!n.live||t.run===null||r!==t.run?null:a("button",{type:"button",class:"btn",title:o("alarm.replace.hint"),onClick:()=>{n.deeds.replaceWorker(t.name).catch(()=>{})},children:o("alarm.replace")})}var wl=[{name:"orm-in-cell",match:"^SynchronousOnlyOperation:",where:"cell",en:{title:"The database cannot be asked like this in a cell",cause:"A cell runs where an event loop runs, and there Django lets nobody wait for a database.",try:"Put %%sync on the first line of the cell, or write box.sync(User.objects.count), or await User.objects.acount()."},ru:{title:"Так в ячейке к базе не обратиться",cause:"Ячейка выполняется там, где работает цикл событий, а в нём Django не даёт ждать базу.",try:"Поставьте %%sync первой строкой ячейки, или напишите box.sync(User.objects.count), или await User.objects.acount()."}},{name:"orm-in-loop",match:"^SynchronousOnlyOperation:",where:"consumer",en:{title:"The database was asked inside an event loop",cause:"This code runs in a loop of its own (asyncio.run, say), where Django lets nobody wait for a database.",try:"Ask the database in the consumer itself: a consumer is a plain function in a thread without a loop."},ru:{title:"К базе обратились внутри цикла событий",cause:"Этот код запустил свой цикл (например, asyncio.run), а в нём Django не даёт ждать базу.",try:"Обратитесь к базе в самом потребителе: это обычная функция в потоке без цикла."}},{name:"no-await",match:"^TypeError: (?:object )?'?(?P<kind>[\\w.]+)'? (?:can't be used in 'await' expression|object can't be awaited)",en:{title:"No await here",cause:"The call has waited already and returned its result ({kind}); there is nothing left to await.",try:"Take the await away: bob.receive(), not await bob.receive()."},ru:{title:"Здесь await не нужен",cause:"Вызов уже дождался и вернул результат ({kind}); ждать больше нечего.",try:"Уберите await: bob.receive() вместо await bob.receive()."}},{name:"await-in-plain",match:"^SyntaxError: 'await' outside (?:async )?function",en:{title:"await has no place in a consumer",cause:"Consumers and views here are plain functions; they wait by themselves, in a worker's thread.",try:"Take the await away, and async def with it; what needs a loop stays in the cell itself."},ru:{title:"В потребителе await не бывает",cause:"Потребители и представления здесь — обычные функции; они ждут сами, в потоке обработчика.",try:"Уберите await, а с ним и async def; то, чему нужен цикл, оставьте в самой ячейке."}},{name:"channels-4",match:"^ChannelsConflict:|^ImportError: cannot import name '(?P<name>Group|Channel|route|route_class|include)' from 'channels",en:{title:"Another Channels is in this process",cause:"Channels 4 has been imported already, and one process cannot hold both meanings of the name.",try:"Restart the kernel and import sandbox.verbatim before anything else imports channels; from sandbox import Group, Channel, route works in any case."},ru:{title:"В процессе уже другой Channels",cause:"Channels 4 уже импортирован, а двух значений одного имени в процессе не бывает.",try:"Перезапустите ядро и импортируйте sandbox.verbatim раньше, чем кто-либо импортирует channels; from sandbox import Group, Channel, route работает всегда."}},{name:"channels-missing",match:"^ModuleNotFoundError: No module named 'channels(?:\\.[\\w.]+)?'",en:{title:"The old import names are not there yet",cause:"channels is what this library calls itself only after it has been asked to.",try:"Write import sandbox.verbatim above this line, or from sandbox import Group, Channel, route."},ru:{title:"Старых имён для импорта ещё нет",cause:"Библиотека отзывается на channels только после просьбы.",try:"Напишите import sandbox.verbatim выше этой строки или from sandbox import Group, Channel, route."}},{name:"consumer-async",match:"^NotAConsumer: (?P<name>\\S+) is async",en:{title:"A consumer is a plain function",cause:"{name} is written with async def, as consumers of Channels 4 are; here nobody would await it.",try:"Write def instead of async def, and take the awaits away. The code of before goes on serving."},ru:{title:"Потребитель — обычная функция",cause:"{name} объявлен через async def, как в Channels 4; здесь его никто не стал бы ждать.",try:"Напишите def вместо async def и уберите await. Прежний код продолжает работать."}},{name:"consumer-without-parameter",match:"^NotAConsumer: .*, and (?P<name>\\S+) takes none",en:{title:"A consumer takes the message",cause:"{name} takes nothing, and is called with the message.",try:"Write def {name}(message): … The code of before goes on serving."},ru:{title:"Потребитель принимает сообщение",cause:"{name} ничего не принимает, а вызывают его с сообщением.",try:"Напишите def {name}(message): … Прежний код продолжает работать."}},{name:"not-a-consumer",match:"^NotAConsumer: .*, not (?P<came>.+?)\\.?$",en:{title:"This cannot consume messages",cause:"A consumer is a function or a class that can be called with a message; {came} is neither.",try:"Give the function itself, without the brackets of a call."},ru:{title:"Это не может быть потребителем",cause:"Потребитель — функция или класс, который вызывают с сообщением; {came} не то и не другое.",try:"Передайте саму функцию, без скобок вызова."}},{name:"path-is-text",match:"^TypeError: path is text such as .*, not (?P<came>.+)\\.$",en:{title:"A tab connects to a path",cause:'The first argument is the path, such as "/", and {came} came.',try:'Write box.connect("/"); for many tabs box.crowd(3, "/").'},ru:{title:"Вкладка подключается по пути",cause:'Первый аргумент — путь, например "/", а пришло {came}.',try:'Напишите box.connect("/"); для многих вкладок — box.crowd(3, "/").'}},{name:"option-kind",match:"^(?:TypeError|ValueError): (?P<option>\\w+) is (?:a|at|from|more|True|text)\\b.*?, not (?P<came>.+?): write (?P<write>.+)\\.$",en:{title:"{option} is something else",cause:"{option} was given as {came}; a number is written without quotation marks.",try:"Write {write}."},ru:{title:"{option} задаётся иначе",cause:"Для {option} пришло {came}; число пишется без кавычек.",try:"Напишите {write}."}},{name:"option-text",match:"^TypeError: (?P<option>\\w+) is text such as (?P<usual>.+), not (?P<came>.+)\\.$",en:{title:"{option} is a text",cause:"{option} was given as {came}.",try:"Write it in quotation marks: {usual}."},ru:{title:"{option} — это текст",cause:"Для {option} пришло {came}.",try:"Напишите в кавычках: {usual}."}},{name:"frame-kind",match:"^TypeError: a frame is text or bytes",en:{title:"A frame is text or bytes",cause:"A WebSocket carries no dicts or numbers; what is sent has to be written out.",try:'alice.send_json({…}) sends JSON; Channel("…").send({…}) puts a message on a channel.'},ru:{title:"Кадр — это текст или байты",cause:"WebSocket не переносит словари и числа: их надо записать текстом.",try:'alice.send_json({…}) отправит JSON; Channel("…").send({…}) положит сообщение в канал.'}},{name:"misspelt",match:`^(?:KeyError|LookupError|ValueError): .*?(?P<name>'[^']+'|\\"[^\\"]+\\").*did you mean '(?P<near>[^']+)'`,en:{title:"There is nothing called {name}",cause:"Names are compared letter by letter, and {near} is the closest one.",try:'Write "{near}".'},ru:{title:"Имени {name} здесь нет",cause:"Имена сравниваются буква в букву; ближе всего {near}.",try:'Напишите "{near}".'}},{name:"group-has-no-members",match:"^(?:TypeError: object of type 'Group' has no len|TypeError: (?:argument of type )?'Group' (?:object )?is not (?:iterable|a container)|AttributeError: 'Group' object has no attribute '(?:members|channels|count)')",en:{title:"A Group only sends, adds and discards",cause:"Channels never told who is in a group; the sandbox does.",try:'box.groups["chat"] has the members: len(…), in, for. In a consumer keep your own list, or ask the layer: group_channels().'},ru:{title:"Group умеет только отправлять, добавлять и убирать",cause:"Channels никогда не говорил, кто в группе; песочница говорит.",try:'Участники — в box.groups["chat"]: len(…), in, for. В потребителе ведите свой список или спросите слой: group_channels().'}},{name:"nothing-arrived",match:"^NothingArrived:",en:{title:"Nothing came in time",cause:"No frame that fits came to this tab; the lines above say what came instead, and why.",try:'box.why(bob, "hi") tells more; box.story() shows where the last message went.'},ru:{title:"Вовремя ничего не пришло",cause:"Подходящий кадр к этой вкладке не пришёл; строки выше говорят, что пришло вместо него и почему.",try:'box.why(bob, "hi") расскажет больше; box.story() покажет, куда ушло последнее сообщение.'}},{name:"not-settled",match:"^NotSettled:",en:{title:"It has not come to rest",cause:"Something still moves; the text says what.",try:"A consumer that does not end: box.workers[1].kill(). One that answers itself for ever: look at box.story()."},ru:{title:"Всё ещё не остановилось",cause:"Что-то ещё движется; текст говорит что.",try:"Потребитель не завершается: box.workers[1].kill(). Отвечает сам себе без конца: посмотрите box.story()."}},{name:"earlier-sandbox",match:"^(?:TabClosed: .*earlier sandbox|SandboxStopped:)",en:{title:"This belonged to an earlier sandbox",cause:"box = Sandbox() ran again, or the sandbox was stopped, and what it had opened ended with it.",try:"Run the cell that makes it again, or Run All."},ru:{title:"Это от прежней песочницы",cause:"box = Sandbox() выполнилась заново или песочницу остановили, и всё открытое ею закрылось.",try:"Выполните снова ячейку, которая это создаёт, или все ячейки."}},{name:"handshake-refused",match:"^TabClosed: .*\\b(?P<status>403|404)\\b",en:{title:"The handshake was refused ({status})",cause:"A connect consumer, a decorator of it, or the check of the Origin said no; the text says who.",try:'box.why("alice") names it. DenyConnection("why") in your own consumer tells a reason.'},ru:{title:"Рукопожатие отклонено ({status})",cause:"Потребитель подключения, его декоратор или проверка Origin сказали «нет»; в тексте сказано кто.",try:'box.why("alice") назовёт его. DenyConnection("почему") в своём потребителе сообщает причину.'}},{name:"tab-closed",match:"^TabClosed:",en:{title:"This tab is closed",cause:"Its connection has ended; the text says who ended it, and with which code.",try:"alice.reopen() opens it again with the same path and cookies."},ru:{title:"Эта вкладка закрыта",cause:"Её соединение завершилось; в тексте сказано, кто его закрыл и с каким кодом.",try:"alice.reopen() откроет её снова с тем же путём и cookie."}},{name:"port-taken",match:"^PortTaken:",en:{title:"The port is taken",cause:"Another program, often an earlier kernel, listens there.",try:"Leave port= away, and a free one is taken."},ru:{title:"Порт занят",cause:"Его слушает другая программа, часто прежнее ядро.",try:"Не указывайте port=, и возьмётся свободный."}},{name:"channel-full",match:"^ChannelFull:",en:{title:"The channel is full",cause:"It holds as many unread messages as it may (100 unless asked otherwise), so this one was refused. A group send in the same place loses them without an error.",try:"Is a worker busy or missing? box.channels shows who waits where, box.lost what went. Sandbox(capacity=…) makes more room."},ru:{title:"Канал полон",cause:"В нём уже столько непрочитанных сообщений, сколько можно (обычно 100), и это не принято. Отправка в группу в таком случае теряет их без ошибки.",try:"Обработчик занят или его нет? box.channels покажет, кто где ждёт, box.lost — что пропало. Sandbox(capacity=…) даст больше места."}},{name:"message-too-large",match:"^MessageTooLarge:",en:{title:"The message is too large",cause:"The layer takes messages up to a fixed size.",try:"Send a reference (a key, a URL) and keep the data elsewhere."},ru:{title:"Сообщение слишком велико",cause:"Слой принимает сообщения до определённого размера.",try:"Отправьте ссылку (ключ, URL), а данные держите в другом месте."}},{name:"unserialisable",match:"^TypeError: A message holds plain data",en:{title:"A message holds plain data",cause:"Model instances, requests and open files cannot travel through a channel.",try:"Send their primary key or a dict of plain values, and look them up in the consumer."},ru:{title:"В сообщении только простые данные",cause:"Объекты моделей, запросы и открытые файлы по каналу не передать.",try:"Отправьте первичный ключ или словарь простых значений и найдите объект в потребителе."}},{name:"async-to-sync",match:"^RuntimeError: You cannot use AsyncToSync in the same thread",en:{title:"async_to_sync does not work in a cell",cause:"It starts a loop of its own, and the thread of a cell has one already.",try:'Nothing here needs it: Group("chat").send(…) and Channel("…").send(…) are plain calls. Else await the function itself.'},ru:{title:"async_to_sync в ячейке не работает",cause:"Ей нужен свой цикл событий, а в потоке ячейки он уже есть.",try:'Здесь она не нужна: Group("chat").send(…) и Channel("…").send(…) — обычные вызовы. Иначе — await самой функции.'}},{name:"loop-in-loop",match:"^RuntimeError: (?:asyncio\\.run\\(\\) cannot be called from a running event loop|This event loop is already running)",en:{title:"A loop runs here already",cause:"A cell runs inside the kernel's event loop, which cannot be started a second time.",try:"await the coroutine in the cell instead of asyncio.run(…)."},ru:{title:"Цикл событий здесь уже работает",cause:"Ячейка выполняется внутри цикла ядра, второй раз его не запустить.",try:"Вместо asyncio.run(…) напишите в ячейке await."}},{name:"loop-closed",match:"^RuntimeError: (?:Event loop is closed|.*attached to a different loop)",en:{title:"This belongs to another loop",cause:"An object of asyncio works only in the loop in which it was made, and that one has ended or is another.",try:"Make it where it is used. Consumers, tabs and groups here need no loop."},ru:{title:"Это от другого цикла событий",cause:"Объект asyncio работает только в том цикле, где создан, а тот завершён или другой.",try:"Создавайте его там, где используете. Потребителям, вкладкам и группам здесь цикл не нужен."}},{name:"no-handler",match:"^ValueError: No handler for message type (?P<type>.+)",en:{title:"No handler for {type}",cause:`In Channels 4 a message's "type" names a method of the consumer. Here a channel leads to a consumer by the routing.`,try:'Register one: @box.consumer("chat.message"), and send to Channel("chat.message").'},ru:{title:"Нет обработчика для {type}",cause:'В Channels 4 поле "type" называет метод потребителя. Здесь из канала к потребителю ведёт маршрут.',try:'Зарегистрируйте его: @box.consumer("chat.message"), и шлите в Channel("chat.message").'}},{name:"no-user",match:"^AttributeError: 'Message' object has no attribute '(?P<name>user|http_session|channel_session)'",en:{title:"message.{name} is not there by itself",cause:"A decorator fetches it, and this consumer has none that does.",try:"Put @channel_session_user above it (@channel_session, @http_session_user …), and @channel_session_user_from_http on the consumer of websocket.connect."},ru:{title:"message.{name} сам не появляется",cause:"Его достаёт декоратор, а у этого потребителя такого нет.",try:"Поставьте над ним @channel_session_user (@channel_session, @http_session_user …), а на потребителе websocket.connect — @channel_session_user_from_http."}},{name:"message-attribute",match:"^AttributeError: 'Message' object has no attribute '(?P<name>\\w+)'",en:{title:"A message has no {name}",cause:"What was sent is in its content, a dict.",try:'message.content["{name}"], or message["{name}"]; message.reply_channel and message.channel are beside it.'},ru:{title:"У сообщения нет {name}",cause:"Отправленное лежит в content, это словарь.",try:'message.content["{name}"] или message["{name}"]; рядом есть message.reply_channel и message.channel.'}},{name:"no-reply-channel",match:"^AttributeError: 'NoneType' object has no attribute '(?P<name>send|name)'",where:"consumer",en:{title:"This message has no reply channel",cause:"message.reply_channel is None where no client has sent the message, as on a channel of your own.",try:'Send the name along: Channel("jobs").send({"reply_channel": message.reply_channel.name}), or answer a Group.'},ru:{title:"У сообщения нет канала ответа",cause:"message.reply_channel равен None, если сообщение прислал не клиент, например в собственном канале.",try:'Передавайте имя: Channel("jobs").send({"reply_channel": message.reply_channel.name}), или отвечайте группе.'}},{name:"no-text",match:"^KeyError: '(?P<key>text|bytes)'",where:"consumer",en:{title:"This frame has no {key}",cause:"A frame is text or binary, and only the one key is there; connect and disconnect have neither.",try:'message.content.get("{key}"), or a filter on the route.'},ru:{title:"В этом кадре нет {key}",cause:"Кадр бывает текстовым или двоичным, и есть только один из ключей; у connect и disconnect нет ни одного.",try:'message.content.get("{key}") или фильтр в маршруте.'}},{name:"no-key",match:"^KeyError: '(?P<key>[^']+)'$",where:"consumer",en:{title:"There is no key {key}",cause:"The dict at this line has none; what the message holds is shown beside it.",try:'message.content.get("{key}"), or look at what was sent.'},ru:{title:"Ключа {key} нет",cause:"У словаря в этой строке его нет; содержимое сообщения показано рядом.",try:'message.content.get("{key}") или посмотрите, что было отправлено.'}},{name:"not-json",match:"^(?:json\\.(?:decoder\\.)?)?JSONDecodeError:",en:{title:"The text is not JSON",cause:"A tab sent plain text, and the consumer reads JSON.",try:"Send with alice.send_json({…}), or catch ValueError and answer with an error."},ru:{title:"Это не JSON",cause:"Вкладка прислала обычный текст, а потребитель читает JSON.",try:"Отправьте через alice.send_json({…}) или перехватите ValueError и ответьте ошибкой."}},{name:"unexpected-keyword",match:"^TypeError: (?P<name>[\\w.<>]+)\\(\\) got an unexpected keyword argument '(?P<key>\\w+)'",where:"consumer",en:{title:"The route hands over {key}",cause:"A named group of a route's filter, (?P<{key}>…), becomes a keyword of the consumer, and this one takes none of that name.",try:"Write def {name}(message, {key}): …, or leave the name out of the filter: (?:…)."},ru:{title:"Маршрут передаёт {key}",cause:"Именованная группа фильтра, (?P<{key}>…), становится аргументом потребителя, а он такого не принимает.",try:"Напишите def {name}(message, {key}): … или уберите имя из фильтра: (?:…)."}},{name:"missing-argument",match:"^TypeError: (?P<name>[\\w.<>]+)\\(\\) missing \\d+ required positional arguments?: (?P<keys>.+)",where:"consumer",en:{title:"{name} takes more than the message",cause:"It is called with the message and the named groups of its route: {keys} is not among them.",try:`Add the group to the route's filter, path=r"^/(?P<room>\\w+)/", or give the argument a default.`},ru:{title:"{name} принимает не только сообщение",cause:"Его вызывают с сообщением и именованными группами маршрута: {keys} среди них нет.",try:'Добавьте группу в фильтр маршрута, path=r"^/(?P<room>\\w+)/", или задайте значение по умолчанию.'}},{name:"name-error",match:"^NameError: name '(?P<name>\\w+)' is not defined",en:{title:"{name} is not defined",cause:"Names are looked up when the consumer runs; the cell that defines {name} has not run, or it is spelt otherwise.",try:"Run that cell; the next message finds it. from sandbox import Group, Channel brings those two."},ru:{title:"{name} не определено",cause:"Имена ищутся, когда потребитель работает; ячейка, где определено {name}, не выполнялась, или имя пишется иначе.",try:"Выполните ту ячейку; следующее сообщение найдёт имя. from sandbox import Group, Channel — для этих двух."}},{name:"routing-path",match:"^ImproperlyConfigured: Cannot import (?P<what>channel routing|consumer) (?P<path>'[^']+')",en:{title:"{path} leads nowhere",cause:"The dotted path of a {what} is module and name, and one of the two cannot be imported.",try:"Try it in a cell: the import statement says what is missing. Is the folder on sys.path?"},ru:{title:"{path} никуда не ведёт",cause:"Путь через точки — это модуль и имя, и что-то из двух не импортируется.",try:"Попробуйте в ячейке: сам import скажет, чего нет. Есть ли папка в sys.path?"}},{name:"no-settings",match:"^(?:ImproperlyConfigured: Requested setting|AppRegistryNotReady:)",en:{title:"Django is not ready yet",cause:"It gets its settings from Sandbox(), and models can be imported only after that.",try:"Run box = Sandbox() first, then the imports of models."},ru:{title:"Django ещё не готов",cause:"Настройки он получает от Sandbox(), и модели можно импортировать только после этого.",try:"Сначала выполните box = Sandbox(), затем импорт моделей."}},{name:"no-table",match:"^(?:\\w+\\.)?OperationalError: no such table: (?P<table>\\S+)",en:{title:"There is no table {table}",cause:"The database has no table for this model: migrations have not run, or the model was made in a cell.",try:'python manage.py migrate for a project. For a model in a cell: box.sync(call_command, "migrate", run_syncdb=True).'},ru:{title:"Таблицы {table} нет",cause:"В базе нет таблицы для этой модели: миграции не выполнены или модель создана в ячейке.",try:'Для проекта — python manage.py migrate. Для модели из ячейки: box.sync(call_command, "migrate", run_syncdb=True).'}},{name:"locked",match:"^(?:\\w+\\.)?OperationalError: database is locked",en:{title:"The database is locked",cause:"Another thread has been writing for longer than SQLite waits.",try:"End the transaction that is open: a cell, a view or a consumer holds it."},ru:{title:"База заблокирована",cause:"Другой поток пишет дольше, чем SQLite готов ждать.",try:"Завершите открытую транзакцию: её держит ячейка, представление или потребитель."}},{name:"app-label",match:"^RuntimeError: Model class (?P<name>\\S+) doesn't declare an explicit app_label",en:{title:"A model in a cell needs an app",cause:"Django files every model under an app, and a notebook is none.",try:'Add class Meta: app_label = "notebook" to it.'},ru:{title:"Модели в ячейке нужно приложение",cause:"Django относит каждую модель к приложению, а блокнот им не является.",try:'Добавьте class Meta: app_label = "notebook".'}},{name:"redis",match:"^(?:\\w+\\.)*(?:ConnectionError|NotAvailableHere|TimeoutError): .*(?:[Rr]edis|6379)",en:{title:"Redis does not answer",cause:"Nothing listens at that address, or it takes no connections from here.",try:'Start redis-server, look at the URL, or use layer="memory": in one process it does the same.'},ru:{title:"Redis не отвечает",cause:"По этому адресу никто не слушает или отсюда туда не подключиться.",try:'Запустите redis-server, проверьте URL или возьмите layer="memory": в одном процессе этого достаточно.'}},{name:"deny-elsewhere",match:"^ValueError: DenyConnection refuses a handshake",en:{title:"DenyConnection is for the handshake",cause:"The socket is open by now, so there is nothing left to refuse.",try:'Close it: message.reply_channel.send({"close": True}).'},ru:{title:"DenyConnection — для рукопожатия",cause:"Сокет уже открыт, отказывать поздно.",try:'Закройте его: message.reply_channel.send({"close": True}).'}},{name:"took-too-long",match:"^TookTooLong:",en:{title:"The code does not end",cause:"It ran at the top level of a text or module for longer than it may.",try:"Put the loop into a function. The code of before goes on serving."},ru:{title:"Код не завершается",cause:"На верхнем уровне текста или модуля он выполнялся дольше, чем можно.",try:"Перенесите цикл в функцию. Прежний код продолжает работать."}},{name:"killed",match:"^WorkerKilled:",en:{title:"The worker was killed",cause:"Its message is lost as worker_killed, and a new worker is in its place.",try:"Send it again, once the consumer ends by itself."},ru:{title:"Обработчик убит",cause:"Его сообщение потеряно как worker_killed, на его месте новый.",try:"Отправьте снова, когда потребитель будет завершаться сам."}},{name:"module-missing",match:"^ModuleNotFoundError: No module named '(?P<name>[^']+)'",en:{title:"There is no module {name}",cause:"It is not installed in the kernel's Python, or its folder is not where Python looks.",try:"%pip install the package, or put the project's folder beside the notebook."},ru:{title:"Модуля {name} нет",cause:"Он не установлен в Python ядра, или его папка не там, где Python ищет.",try:"Установите пакет через %pip install или положите папку проекта рядом с блокнотом."}}];var yl=null;function _m(){return yl??=wl.map(t=>({entry:t,match:new RegExp(t.match.replaceAll("(?P<","(?<"),"s")})),yl}function vl(t,e){for(let{entry:n,match:o}of _m()){let r=n.where==="cell"?null:o.exec(t);if(r===null)continue;let s=c=>c.replace(/\{(\w+)\}/g,(u,d)=>r.groups!==void 0&&d in r.groups?r.groups[d]??"":u),i=n[e],l={title:s(i.title),cause:s(i.cause),try:s(i.try)};return{name:n.name,...l}}return null}function jn({told:t,kit:e}){let n=vl(t,e.language);return n===null?null:a("div",{class:"card",children:[a("b",{children:n.title}),a("p",{children:n.cause}),a("p",{children:[a("b",{children:e.say("card.try")})," ",n.try]})]})}var kr=class{own=new Map;parent=new Map;children=new Map;loose=new Map;aside=new Map;replies=new Map;constructor(e){for(let n of e)this.place(n)}place(e){let n=f(e.id),o=f(e.cause),r=f(e.connection),s=f(e.reply_channel);if(e.kind==="connection.opened"&&s!==null&&Ke(this.replies,r??n??"",s),n===null){let i=o??r;i!==null&&Ke(this.loose,i,e);return}if(this.own.has(n))o!==null&&o!==n&&o!==this.parent.get(n)&&Ke(this.loose,o,e);else{let i=o??(r!==n?r:null);this.parent.set(n,i),i!==null&&Ke(this.children,i,n)}Ke(this.own,n,e),r!==null&&r!==n&&this.parent.get(n)!==r&&Ke(this.aside,r,e),e.kind==="message.lost"&&Ke(this.aside,f(e.channel)??"",e)}path(e){let n=new Set,o=this.parent.get(e)??null;for(;o!==null&&o!==e&&!n.has(o);)n.add(o),o=this.parent.get(o)??null;return[...n].reverse()}below(e){let n=[],o=new Set,r=[e];for(;r.length>0;){let i=r.pop();o.has(i)||(o.add(i),n.push(i),r.push(...[...this.children.get(i)??[]].reverse()))}let s=new Map;for(let i of n.reverse()){let l=(this.children.get(i)??[]).flatMap(d=>s.get(d)??[]),c=[...this.loose.get(i)??[],...i===e?this.arrivals(i):[]],u=[...l,...Em(c,o)].sort(Cm);s.set(i,{id:i,facts:this.own.get(i)??[],children:u,mention:!1})}return s.get(e)}arrivals(e){let n=this.replies.get(e)??[];return[e,...n].flatMap(o=>this.aside.get(o)??[])}};function Ke(t,e,n){let o=t.get(e);o===void 0?t.set(e,[n]):o.push(n)}function Em(t,e){let n=new Map;for(let o of t)e.has(f(o.id)??"")||n.set(o.seq,o);return[...n.values()].map(o=>{let r=f(o.id);return{id:r,facts:[o],children:[],mention:r!==null}})}function xr(t){return t.facts[0]?.seq??Math.min(...t.children.map(xr),Number.POSITIVE_INFINITY)}var Cm=(t,e)=>xr(t)-xr(e);function Mm(t,e){let n=new kr(t),o=typeof e=="string"?e:kl(e);if(o===null||!(n.own.has(o)||n.loose.has(o)))return typeof e=="string"?null:{id:null,facts:[e],children:[],mention:!1};let r=n.below(o);for(let s of n.path(o).reverse()){let i=n.own.get(s)??[],l=i[0]?.kind==="connection.opened"?i.slice(0,1):i;r={id:s,facts:l,children:[r],mention:!1}}return r}function kl(t){return f(t.id)??f(t.cause)??f(t.connection)}var Pm=12,Tm=new Set(["message.lost","message.delivered","consumer.raised","consumer.finished"]);function xl(t,e){let n=[],o=Mm(t,e),r=kl(e);for(;o.id!==r&&o.children[0]!==void 0;)o.facts[0]!==void 0&&n.push({fact:o.facts[0],depth:n.length}),o=o.children[0];let[s]=o.facts;s!==void 0&&s!==e&&n.push({fact:s,depth:n.length}),n.push({fact:e,depth:n.length});let i=n.length;return[...n,...$m(o,e).map(l=>({fact:l,depth:i}))]}function $m(t,e){if(f(e.id)===null)return[];let n=t.facts.filter(s=>Tm.has(s.kind)),o=t.children.flatMap(s=>s.facts.slice(0,1));return[...n,...o].filter(s=>(s.seq??0)>(e.seq??0)).sort((s,i)=>s.seq-i.seq).slice(0,Pm)}function Sl(t,e){let n=f(e.run);return n!==null?n:t.filter(r=>r.fact.seq<=e.seq).flatMap(r=>f(r.fact.run)??[]).at(-1)??null}function _l({value:t,of:e,kit:n}){let[o,r]=R(null),[s,i]=R(""),[l,c]=R(""),u=El(t),d=()=>{i("fetching"),n.session.ask("content",{of:e}).then(m=>{r({value:m}),i("")},m=>{c(m.message),i("failed")})},h=u!==null&&!o&&e!==null&&n.session.live;return a(w,{children:[a("pre",{class:"json",tabIndex:0,children:a(Cl,{value:o?o.value:t,indent:"",kit:n})}),h&&a("button",{type:"button",class:"btn",onClick:d,disabled:s==="fetching",children:s==="fetching"?n.say("row.fetching"):n.say("row.whole",{size:n.numbers.bytes(u)})}),s==="failed"&&a("p",{class:"bad",children:l})]})}function El(t){if(t===null||typeof t!="object")return null;let e=t;if(typeof e.$head=="string")return typeof e.$size=="number"?e.$size:0;let n=Object.values(e).map(El).filter(o=>o!==null);return n.length?Math.max(...n):null}function Cl({value:t,indent:e,kit:n}){if(t===null||typeof t!="object")return a(w,{children:JSON.stringify(t)??"null"});let o=t;if(typeof o.$b64=="string")return a(Om,{base64:o.$b64,kit:n});if(typeof o.$head=="string"){let r=typeof o.$size=="number"?n.numbers.bytes(o.$size):"";return a(w,{children:[JSON.stringify(o.$head),a("span",{class:"note",children:[" … ",r]})]})}return typeof o.$repr=="string"?a(w,{children:o.$repr}):a(Rm,{value:o,indent:e,kit:n})}function Om({base64:t,kit:e}){let n=a("span",{class:"note",children:[" ",e.numbers.bytes(pr(t))]}),o;try{o=atob(t)}catch{return a(w,{children:JSON.stringify(t)})}if(/^[\x20-\x7e]*$/.test(o))return a(w,{children:["b",JSON.stringify(o),o.length>0&&n]});let r=[...o.slice(0,64)].map(s=>s.charCodeAt(0).toString(16).padStart(2,"0"));return a(w,{children:[r.join(" "),o.length>64&&" …",n]})}function Rm({value:t,indent:e,kit:n}){let o=Array.isArray(t),r=Object.entries(t);if(r.length===0)return a(w,{children:o?"[]":"{}"});let s=`${e}  `;return a(w,{children:[o?"[":"{",r.map(([i,l],c)=>a("span",{children:[`
${s}`,!o&&a("span",{class:"key",children:JSON.stringify(i)}),!o&&": ",a(Cl,{value:l,indent:s,kit:n}),c<r.length-1&&","]},i)),`
${e}`,o?"]":"}"]})}function G(t,e=""){if(t==null)return"None";if(typeof t=="boolean")return t?"True":"False";if(typeof t=="number")return String(t);if(typeof t=="string")return je(t);let n=`${e}    `;if(Array.isArray(t))return Bm(t,e,n);let o=t;if(typeof o.$b64=="string")return Fm(o.$b64);if(typeof o.$head=="string")return je(o.$head);if(typeof o.$repr=="string")return je(o.$repr);let r=Object.entries(o);if(r.length===0)return"{}";let s=r.map(([l,c])=>`${n}${je(l)}: ${G(c,n)},`),i=r.map(([l,c])=>`${je(l)}: ${G(c)}`).join(", ");return i.length<70?`{${i}}`:`{
${s.join(`
`)}
${e}}`}function Bm(t,e,n){let o=t.map(r=>G(r)).join(", ");return o.length<70?`[${o}]`:`[
${t.map(r=>`${n}${G(r,n)},`).join(`
`)}
${e}]`}function je(t){return JSON.stringify(t).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g,e=>`\\u${e.charCodeAt(0).toString(16).padStart(4,"0")}`)}function Fm(t){let e;try{e=atob(t)}catch{return'b""'}return`b"${[...e].map(o=>{let r=o.charCodeAt(0);return o==='"'||o==="\\"?`\\${o}`:r>=32&&r<127?o:`\\x${r.toString(16).padStart(2,"0")}`}).join("")}"`}function Ml(t,e){switch(t.kind){case"frame.received":return`box.tabs[${je(e.connection(t.connection))}].send(${G(t.text??t.bytes)})`;case"connection.opened":return`box.connect(${G(t.path)}, name=${je(e.connection(t.connection))})`;case"group.sent":return`Group(${G(t.group)}).send(${G(t.content)})`;case"message.accepted":case"message.refused":return`Channel(${G(t.channel)}).send(${G(t.content)})`;case"group.joined":return`Group(${G(t.group)}).add(${G(t.channel)})`;case"group.left":return`Group(${G(t.group)}).discard(${G(t.channel)})`;default:return G({kind:t.kind,at:t.at,id:t.id??null,...At(t)})}}var Pl=/^ {2}File "(.+)", line \d+, in /,Am=/[\\/](site-packages|dist-packages|lib[\\/]python3[^\\/]*|sandbox)[\\/]/;function Tl(t){let e=t.trimEnd().split(`
`),n=e.flatMap((s,i)=>{let l=Pl.exec(s);return l?[{i,own:!Am.test(l[1])}]:[]}),o=n.filter(s=>s.own).at(-1)??n.at(-1),r=!1;return e.map((s,i)=>{Pl.test(s)?r=i===o?.i:/^\s/.test(s)||(r=!1);let l=!/^\s/.test(s)&&i>(n.at(-1)?.i??-1)&&s!=="";return{text:s,look:r?"own":l?"error":""}})}function Gn({fact:t,kit:e,go:n}){let{say:o,session:r}=e,[s,i]=kt(()=>{let m=r.allFacts();return[m,xl(m,t)]},[t]),l=Sl(i,t),c=l===null?void 0:s.find(m=>$l(m,"consumer.raised",l)),u=l===null?[]:s.filter(m=>$l(m,"consumer.printed",l)),d=Jm(s,t),h=c!==void 0||u.length>0||d!==null;return a("div",{class:`det ${h?"":"few"}`,children:[a(qm,{fact:t,kit:e}),a(U,{title:o("row.causes"),children:[a(Dm,{chain:i,fact:t,kit:e,go:n}),a(Wm,{fact:t,kit:e})]}),h&&a("section",{children:[c&&a(U,{title:o("row.traceback"),more:l,children:[a(_r,{text:String(c.traceback??c.error)}),a(jn,{told:String(c.error??""),kit:e}),a(Lm,{raised:c,kit:e})]}),u.length>0&&a(U,{title:o("row.printed"),more:l,children:a("pre",{children:u.map(m=>String(m.text)).join("")})}),d&&a(U,{title:o("row.ladder"),children:a(Er,{steps:d,kit:e})})]})]})}function Lm({raised:t,kit:e}){let n=H(String(t.consumer??""));return!n||Ie(n)||!e.session.live?null:a(Un,{consumer:n,seq:t.seq??null,kit:e})}function Un({consumer:t,seq:e,kit:n}){return a("button",{type:"button",class:"btn",onClick:()=>n.edit(t,e),children:n.say("code.edit",{name:B(t)})})}var $l=(t,e,n)=>t.kind===e&&t.run===n;function U({title:t,more:e,children:n}){return a("section",{children:[a("h3",{children:[t," ",e&&a("span",{class:"m",children:e})]}),n]})}var Nm=["content","text","bytes","diff"];function qm({fact:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=Nm.find(h=>t[h]!=null&&t[h]!==""),i=typeof t.size=="number"?o.bytes(t.size):"",l=typeof t.id=="string"?t.id:null,[c,u]=R(!1),d=({currentTarget:h})=>at(Ml(t,r.who),h).then(u);return a(U,{title:n(s?"row.payload":"row.fields"),more:s?[l,i].filter(Boolean).join(", "):l,children:[a(_l,{value:s?t[s]:At(t),of:s?l:null,kit:e}),a("button",{type:"button",class:"btn",onClick:d,children:n(c?"row.copied":"row.copy")})]})}function Dm({chain:t,fact:e,kit:n,go:o}){let r=n.mode==="narrow"?6:12;return a("ul",{class:"causes",children:t.map(({fact:s,depth:i})=>a("li",{class:Hm(s,e),children:a("button",{type:"button",style:{marginLeft:`calc(${Math.min(i,12)*r} * var(--u))`},onClick:()=>o(s.seq??0),children:[a(Sr,{fact:s}),a("span",{class:"m",children:[s.id??""," ",s.kind]}),a("span",{class:"g",children:Im(dt(s,n.session.who,n.say,n.numbers),s.id)})]})},s.seq))})}var Hm=(t,e)=>[t===e?"me":"",Vn(t)?"lost":""].join(" "),Im=(t,e)=>e&&t.startsWith(`${e} `)?t.slice(e.length+1):t;function Vn(t){return t.kind==="message.lost"?Re(t):/^(message\.refused|consumer\.raised|route\.unmatched|subscriber\.failed)$/.test(t.kind)}function Sr({fact:t}){return Vn(t)||t.kind==="message.lost"?a(tn,{reason:t.kind==="message.lost"?String(t.reason):""}):typeof t.channel=="string"?a(De,{kind:ne(t.channel)}):t.kind==="group.sent"||t.kind==="frame.sent"?a(De,{kind:"reply"}):t.kind==="frame.received"?a(De,{kind:"receive"}):t.kind==="request.received"?a(De,{kind:"request"}):a("span",{class:"mark"})}function Wm({fact:t,kit:e}){let[n,o]=R(""),{session:r,say:s}=e;if(!t.id||!r.live)return null;let i=()=>r.ask("story",{about:t.id}).then(l=>o(String(l)),l=>o(l.message));return n?a("pre",{class:"story",children:n}):a("button",{type:"button",class:"btn",onClick:i,children:s("row.story")})}function _r({text:t}){return a("pre",{class:"trace",children:Tl(t).map(({text:e,look:n},o)=>a("span",{class:n==="error"?"err":n,children:[e,n==="own"?"":`
`]},o))})}function Jm(t,e){if(Array.isArray(e.ladder))return e.ladder;let n=e.message??null;if(n===null)return null;let o=t.find(r=>r.message===n&&r.kind.startsWith("route.")&&Array.isArray(r.ladder));return o?o.ladder:null}function Er({steps:t,kit:e}){return a("ol",{class:"ladder",children:t.map(({rule:n,matched:o,why:r},s)=>a("li",{class:o?"yes":"",children:[a("span",{class:"sign",children:o?"✓":"✗"}),a("span",{children:[a("code",{children:zm(n)}),a("span",{class:"why",children:o?e.say("row.matched"):r})]})]},s))})}function zm(t){return t.replace(/-> (.+)$/,(e,n)=>`→ ${B(n)}`)}function Bl({selection:t,kit:e}){return a("aside",{class:"side","aria-label":Ol(t,e),children:[a("header",{children:[a("div",{children:[a("div",{class:"what",children:Xm(t,e)}),a("h2",{children:Ol(t,e)})]}),a("button",{type:"button",class:"btn","aria-label":e.say("detail.close"),onClick:()=>e.select(null),children:"✕"})]}),a(Km,{selection:t,kit:e}),a(Gm,{selection:t,kit:e})]})}function Xm(t,{say:e}){return t.what==="bin"?t.reason===null?"":e("bin"):t.what==="fact"?"":e(`what.${t.what}`)}function Ol(t,{session:e,say:n}){return t.what==="bin"?t.reason===null?n("bin"):be(t.reason,n):t.what==="fact"?e.fact(t.seq)?.kind??"":t.what==="connection"?e.who.connection(t.name):t.what==="consumer"?H(t.name):t.name}function Km({selection:t,kit:e}){let{state:n}=e.session,o=a("p",{children:e.say("detail.gone")}),r=(s,i)=>s===void 0?o:a(i,{it:s,kit:e});switch(t.what){case"consumer":return r(n.consumers.get(t.name),Vm);case"group":return r(n.groups.get(t.name),ef);case"channel":return r(n.channels.get(t.name),nf);case"connection":return r(n.connections.get(t.name),of);case"worker":return r(n.workers.get(t.name),sf);case"message":return r(n.messages.get(t.name),af);case"server":return r(n.servers.get(t.name),({it:s})=>a(ht,{pairs:[["detail.address",s.address],["detail.state",e.say(`state.${s.state}`)]],kit:e}));case"bin":return a(lf,{reason:t.reason,kit:e});case"fact":{let s=e.session.fact(t.seq);return s?a(Gn,{fact:s,kit:e,go:l=>e.select({what:"fact",seq:l})},s.seq):o}}}function jm(t){switch(t.what){case"bin":return t.reason===null?"lost":`lost reason:${t.reason}`;case"fact":return null;case"worker":case"server":return`where:${t.name}`;case"message":return`message:${t.name}`;case"consumer":return`consumer:${Rl(t.name)}`;default:return`${t.what}:${Rl(t.name)}`}}var Rl=t=>/\s/.test(t)?`"${t}"`:t;function Gm({selection:t,kit:e}){let n=jm(t);return n===null?null:a("button",{type:"button",class:"btn",onClick:()=>e.showInTable(n),children:e.say("detail.table")})}function ht({pairs:t,kit:e}){return a("dl",{children:t.filter(([,n])=>n!==null&&n!=="").map(([n,o])=>[a("dt",{children:e.say(n)},n),a("dd",{children:o},`${n}.`)])})}function Um(t,e){let[n,o]=R(null),[r,s]=R("");return Z(()=>{let i=!0;if(s(""),!!e.session.live)return e.session.ask("source",{consumer:t.name}).then(l=>i&&o(l),l=>i&&s(l.message)),()=>{i=!1}},[t.name,t.version,e.session.live]),{source:n,problem:r}}function Vm({it:t,kit:e}){let{say:n,session:o,numbers:r}=e,{source:s,problem:i}=Um(t,e),l=s?.source??t.source,c=s?.diff??t.diff,u=s?.file?`${s.file}${s.line?`:${s.line}`:""}`:"",d=o.state.printed.filter(h=>h.consumer===t.name).slice(-20);return a(w,{children:[a(ht,{kit:e,pairs:[["detail.never.reached",t.hiddenBy&&a("span",{class:"bad",children:n("detail.hidden",{rule:t.hiddenBy.number,consumer:B(t.hiddenBy.consumer)})})],["detail.channels",t.channels.join(", ")],["detail.state",t.builtin?n("detail.builtin"):Ym(t,e)],["detail.lasterror",t.lastError?a("span",{class:"bad",children:x(t.lastError.error)}):null]]}),a("p",{children:[n("detail.runs",{n:t.runs}),t.raised>0&&a("span",{class:"bad",children:[" · ",n("detail.raised",{n:t.raised})]}),t.lastDuration!==null&&` · ${r.milliseconds(t.lastDuration)}`]}),l&&a(U,{title:n("detail.source"),more:u,children:a("pre",{children:l})}),!t.builtin&&o.live&&a(Un,{consumer:t.name,seq:null,kit:e}),i&&!l&&a("p",{class:"bad",children:i}),c&&a(U,{title:n("detail.diff"),children:a(Qm,{text:c})}),t.lastError&&a(Zm,{it:t,kit:e}),d.length>0&&a(U,{title:n("detail.printed"),children:a("pre",{children:d.map(h=>h.text).join("")})})]})}var Ym=(t,{say:e})=>t.version?e("detail.version",{version:t.version}):null;function Zm({it:t,kit:e}){let n=e.session.fact(t.lastError.seq);return n?.traceback?a(U,{title:e.say("detail.lasterror"),children:[a(_r,{text:String(n.traceback)}),a(jn,{told:String(n.error??""),kit:e}),!t.builtin&&e.session.live&&a(Un,{consumer:t.name,seq:n.seq,kit:e})]}):null}function Qm({text:t}){let e=n=>({"+":"add","-":"del"})[n[0]??""]??"";return a("pre",{class:"diff",children:t.split(`
`).map((n,o)=>a("span",{class:e(n),children:`${n}
`},o))})}function ef({it:t,kit:e}){let n=[...t.members.values()];return a(U,{title:e.say("detail.members",{n:n.length}),children:a("ul",{children:n.slice(0,200).map(o=>a(tf,{it:o,kit:e},o.channel))})})}function tf({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=t.connection?r.who.connection(t.connection):t.channel,i=t.expiresAt===null?n("detail.never"):o.seconds(t.expiresAt-r.now);return a("li",{class:t.ghost?"ghost":"",title:t.channel,children:[a("span",{class:"m",children:s}),a("span",{class:"r",children:t.ghost?n("detail.ghost"):`${n("detail.since")} ${o.seconds(r.now-t.joinedAt)} · ${n("detail.expires")} ${i}`})]})}function nf({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=t.queue.map(l=>r.state.messages.get(l)).filter(l=>!!l),i=r.state.ladders.get(t.name);return a(w,{children:[a("p",{children:[n("detail.queue",{n:t.queue.length}),t.capacity!==null&&` · ${n("detail.capacity",{n:t.capacity})}`]}),s.length===0&&a("p",{children:n("detail.empty")}),s.length>0&&a("ul",{children:s.slice(0,100).map(l=>a("li",{children:[l.state==="held"?a(en,{fate:"held"}):a(De,{kind:l.kind}),a(Fl,{id:l.id,kit:e}),a("span",{class:"r",children:[o.bytes(l.size)," · ",o.seconds(r.now-l.acceptedAt)]})]},l.id))}),t.heardBy.size>0&&a(ht,{kit:e,pairs:[["workers",[...t.heardBy].join(", ")]]}),i&&a(U,{title:n("detail.ladder"),more:i.message,children:a(Er,{steps:i.steps,kit:e})})]})}function of({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=t.closedAt!==null;return a(w,{children:[a(ht,{kit:e,pairs:[["detail.state",n(`state.${t.state}`)],["detail.path",`${t.method??t.protocol} ${t.path}`],["detail.reply",t.replyChannel===null?null:Is(t.replyChannel)],["groups",[...t.groups].join(", ")],["column.reason",t.why]]}),s&&t.closedBy&&a("p",{children:n("detail.closed",{by:t.closedBy,code:String(t.code??"–")})}),a(U,{title:n("detail.frames"),more:`↑ ${t.sent}  ↓ ${t.received}`,children:[t.frames.length===0&&a("p",{children:n("detail.noframes")}),a("ul",{children:[...t.frames].reverse().map(i=>a("li",{children:[a("span",{children:i.incoming?"↑":"↓"}),a("span",{class:"m",children:x(i.text,60)}),a("span",{class:"r",children:o.seconds(r.now-i.at)})]},`${i.at} ${i.message} ${i.text}`))})]}),a(rf,{it:t,kit:e})]})}function rf({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=[...r.state.connections.values()].filter(i=>i.ours&&i.label===t.label&&i.id!==t.id&&i.closedAt!==null);return!t.ours||s.length===0?null:a(U,{title:n("detail.earlier"),children:a("ul",{children:s.map(i=>a("li",{class:"ghost",children:[a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"connection",name:i.id}),children:i.id}),a("span",{children:[n("detail.closed",{by:i.closedBy??"–",code:String(i.code??"–")}),i.groups.size>0&&` · ${n("detail.counted",{groups:[...i.groups].join(", ")})}`]}),a("span",{class:"r",children:o.seconds(r.now-i.closedAt)})]},i.id))})})}function Fl({id:t,kit:e}){return a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"message",name:t}),children:t})}function sf({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=t.state==="stopped"?n("detail.stopped",{reason:t.reason??"–"}):t.consumer?n("detail.busy",{consumer:B(t.consumer)}):n("detail.idle");return a(w,{children:[a("p",{children:[s," · ",n("detail.runs",{n:t.runs}),t.lastDuration!==null&&` · ${o.milliseconds(t.lastDuration)}`]}),a(ht,{kit:e,pairs:[["what.message",t.message&&a(Fl,{id:t.message,kit:e})],["detail.busyfor",t.message&&o.seconds(wr(t,r.now))],["detail.line",yr(t)],["detail.hears",t.channels.join(", ")]]}),t.alarm&&a(vr,{worker:t,kit:e})]})}function af({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=r.state.workers.get(t.hand??""),i=s?.message===t.id?s:null;return a(ht,{kit:e,pairs:[["what.channel",r.who.channel(t.channel,n)],["detail.state",n(`state.${t.state}`)],["detail.hand",t.hand],["what.consumer",i?.consumer?B(i.consumer):null],["detail.line",i&&yr(i)],["detail.busyfor",t.takenAt===null?null:o.seconds(r.now-t.takenAt)],["detail.age",o.seconds(r.now-t.acceptedAt)],["detail.size",o.bytes(t.size)]]})}function lf({reason:t,kit:e}){let{say:n,session:o,numbers:r}=e,{bin:s,totals:i}=o.state,l=t===null?i.lost:i.lostBy.get(t)??0,c=s.filter(u=>t===null||u.reason===t);return a(U,{title:l?n("detail.losses",{n:l}):n("bin.empty"),children:a("ul",{children:c.map(u=>a("li",{children:[a(tn,{reason:u.reason}),a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"fact",seq:u.seq}),children:[u.message??""," ",o.who.channel(u.channel,n)]}),a("span",{class:"r",children:[be(u.reason,n),u.harmless&&`, ${n("detail.harmless")}`," ·"," ",r.seconds(o.now-u.at)]})]},u.seq))})})}function Al({kit:t,places:e}){let{say:n,session:o}=t,{balanced:r}=o.state.totals;return a("div",{class:"folded",role:"group","aria-label":n("title"),children:[a("button",{type:"button",class:"btn bare handle","aria-expanded":!1,"aria-label":n("pin.unfold"),title:n("pin.unfold"),onClick:()=>e.fold(!1),children:[a("svg",{viewBox:"0 0 12 8","aria-hidden":"true",children:a("path",{d:"M1 7l5-5 5 5"})}),a("span",{class:"what",children:Lt(t)}),a("span",{class:`ok ${r?"":"off"}`,children:r?"✓":"✗"})]}),a("button",{type:"button",class:"btn bare",onClick:()=>e.go("cell"),children:n("unpin")})]})}var cf=["pin","fold","code","window","fullscreen","language","theme","side","help"],uf=16,Ll=2,df=34;function hf(t,e){return Math.max(e,_(t,12,"sans")+uf)+Ll}function Nl(t,e,n){let o=({face:c})=>hf(c??"",n),r=t.filter(({face:c})=>c!==null);if(r.reduce((c,u)=>c+o(u),0)<=e&&r.length===t.length)return new Set(t.map(({key:c})=>c));let i=new Set,l=e-Math.max(n,df)-Ll;for(let c of cf){let u=r.find(d=>d.key===c);!u||o(u)>l||(l-=o(u),i.add(c))}return i}var pf={ArrowDown:1,ArrowRight:1,ArrowUp:-1,ArrowLeft:-1};function ql({tools:t,say:e}){let[n,o]=R(!1),r=q(null),s=q(null);mf(r,n,()=>o(!1)),Z(()=>{n&&Dl(r.current)[0]?.focus()},[n]);let i=()=>{o(!1),s.current?.focus()};return a("div",{class:"more",ref:r,onKeyDown:c=>{if(!n&&c.key==="ArrowDown")o(!0);else if(n&&c.key==="Escape")i();else if(n&&c.key==="Tab")o(!1);else if(!n||!ff(r.current,c.key))return;c.key!=="Tab"&&c.preventDefault(),c.stopPropagation()},children:[a("button",{type:"button",class:"btn bare",ref:s,"aria-haspopup":"menu","aria-expanded":n,"aria-label":e("more"),title:e("more"),onClick:()=>o(!n),children:a("svg",{viewBox:"0 0 18 4","aria-hidden":"true",children:[a("circle",{cx:"2",cy:"2",r:"1.6"}),a("circle",{cx:"9",cy:"2",r:"1.6"}),a("circle",{cx:"16",cy:"2",r:"1.6"})]})}),n&&a("div",{class:"menu",role:"menu","aria-label":e("more"),children:t.map(c=>a(gf,{tool:c,done:i},c.key))})]})}function mf(t,e,n){Z(()=>{let o=t.current?.ownerDocument;if(!e||!o)return;let r=s=>{s.composedPath().includes(t.current)||n()};return o.addEventListener("pointerdown",r,!0),()=>o.removeEventListener("pointerdown",r,!0)},[e])}function Dl(t){return[...t.querySelectorAll("[role^=menuitem]")]}function ff(t,e){let n=Dl(t),{activeElement:o}=t.getRootNode(),r=n.indexOf(o),s=pf[e],i={Home:0,End:n.length-1},l=s===void 0?i[e]:(r+s+n.length)%n.length;return l===void 0?!1:(n[l]?.focus(),!0)}function gf({tool:t,done:e}){let{choices:n}=t;if(n)return a(bf,{name:t.name,choices:n});let o=()=>{e(),t.act()};return a("button",{type:"button",role:"menuitem",tabIndex:-1,"data-tool":t.key,onClick:o,children:t.name})}function bf({name:t,choices:e}){return a("div",{class:"choices",role:"group","aria-label":t,children:e.map(n=>a("button",{type:"button",role:"menuitemradio","aria-checked":n.chosen,tabIndex:-1,lang:n.lang,onClick:n.act,children:n.name},n.key))})}var pt=["light","dark","projector"];function Hl(t){return pt.find(e=>e===t)??null}function Yn(t){return pt[(pt.indexOf(t)+1)%pt.length]}function Cr(t,e){let{body:n}=t,o=n.dataset.jpThemeLight;if(o!==void 0)return o==="false"?"dark":"light";let r=n.dataset.vscodeThemeKind;return r!==void 0?/dark|high-contrast$/.test(r)?"dark":"light":e.matches?"dark":"light"}function Il(t,e,n){let o=new MutationObserver(n);return o.observe(t.body,{attributes:!0,attributeFilter:["data-jp-theme-light","data-vscode-theme-kind"]}),e.addEventListener("change",n),()=>{o.disconnect(),e.removeEventListener("change",n)}}var wf=860;function Wl(t){return[...yf(t),vf(t),kf(t),...xf(t),...Sf(t),_f(t)]}function yf({look:t,change:e,edit:n,kit:{session:o,say:r}}){if(!o.live&&t.code===null)return[];let s=o.unsaved>0?` (${r("code.state.unsaved")})`:"";return[{key:"code",name:r("code")+s,face:r("code")+(s&&" ●"),pressed:t.code!==null,act:()=>t.code===null?n(null):e({code:null})}]}function vf({look:t,change:e,frame:n,kit:{say:o}}){let r=o(`theme.${t.theme}`),s=o("theme",{theme:r});return{key:"theme",name:s,face:n.width<wf?r:s,act:()=>e({theme:Yn(t.theme)}),choices:pt.map(i=>({key:i,name:o(`theme.${i}`),chosen:i===t.theme,act:()=>e({theme:i})}))}}function kf({look:t,change:e,kit:{say:n}}){let o=rr.find(r=>r!==t.language);return{key:"language",name:n("language.other"),face:n("language.other"),lang:o,act:()=>e({language:o}),choices:rr.map(r=>({key:r,name:n(r===t.language?"language.this":"language.other"),chosen:r===t.language,lang:r,act:()=>e({language:r})}))}}function xf({frame:t,places:e,kit:{say:n}}){let{place:o,whole:r}=t,s=o==="pin"&&!r,i=[],l=(c,u,d,h={})=>i.push({key:c,name:u,face:h.icon?"▂":u,act:d,...h});if(o!=="window"&&!r&&l("pin",n(s?"unpin":"pin"),()=>e.toggle("pin"),{pressed:s}),s&&e.canFlip){let c=e.side==="right";l("side",n(c?"pin.side":"pin.bottom"),()=>e.flip(),{icon:c?"bottom":"right"})}return s&&l("fold",n("pin.fold"),()=>e.fold(!0),{icon:"fold"}),r||l("window",n(o==="window"?"window.back":"window"),()=>e.toggle("window")),l("fullscreen",n(r?"fullscreen.leave":"fullscreen"),()=>e.toggleFullscreen()),i}function Sf({frame:t,kit:e}){let{session:n,say:o}=e;if(t.speeds)return[];let r=gr.map(s=>({key:String(s),name:br(s,e),chosen:n.speed===s,act:()=>n.setSpeed(s)}));return[{key:"speed",name:o("time.speed"),face:null,act:()=>{},choices:r}]}function _f({change:t,kit:{say:e}}){return{key:"help",name:e("help"),face:"?",act:()=>t({help:!0})}}var Ef={bottom:["M1 1.5H11V10.5H1Z","M1 7H11V10.5H1Z"],right:["M1 1.5H11V10.5H1Z","M7 1.5H11V10.5H7Z"],fold:["M2 4L6 8L10 4",""]};function Cf({name:t}){let[e,n]=Ef[t];return a("svg",{class:"icon",viewBox:"0 0 12 12","aria-hidden":"true",children:[a("path",{d:e}),a("path",{d:n,class:"full"})]})}function Jl({tool:t}){let e=t.face===t.name?void 0:t.name;return a("button",{type:"button",class:"btn bare","data-tool":t.key,lang:t.lang,"aria-label":e,"aria-pressed":t.pressed,title:e,onClick:t.act,children:t.icon?a(Cf,{name:t.icon}):t.face})}var Mf=640,zl=16;function Xl(t){let{look:e,change:n,frame:o,kit:r}=t,{say:s,session:i}=r,l=Wl(t),c=i.box==="default"?"":i.box,u=g=>Nl(l,o.width-Tf(r,g,c),o.touch?Pf:0),d=u(s("title")),h=o.width>=Mf&&d.size===l.length,m=h?d:u(""),p=l.filter(({key:g})=>!m.has(g));return a("header",{class:"head",children:[h&&a("h1",{children:[s("title"),c&&a("span",{class:"m",children:c})]}),a($f,{view:e.view,change:n,kit:r}),a("div",{class:"tools",children:[l.filter(({key:g})=>m.has(g)).map(g=>a(Jl,{tool:g},g.key)),p.length>0&&a(ql,{tools:p,say:s})]})]})}var Pf=44;function Tf({say:t},e,n){let o=ye.reduce((r,s)=>r+_(t(`view.${s}`),13,"bold")+20,zl);return e?o+_(e,13,"bold")+zl+(n?_(n,12)+6:0):o}function $f({view:t,change:e,kit:n}){let o=r=>{let s={ArrowRight:1,ArrowLeft:-1}[r.key];if(!s)return;let i=ye[(ye.indexOf(t)+s+ye.length)%ye.length],l=r.currentTarget;e({view:i}),n.session.afterRender(()=>l.querySelector("[aria-selected=true]")?.focus())};return a("div",{class:"tabs",role:"tablist","aria-label":n.say("views"),onKeyDown:o,children:ye.map(r=>a("button",{type:"button",role:"tab","aria-selected":r===t,"aria-controls":r===t?"panel":void 0,tabIndex:r===t?0:-1,onClick:()=>e({view:r}),children:n.say(`view.${r}`)},r))})}var Mr=["layer.opened","layer.closed","process.joined","process.left","server.started","server.draining","server.stopped","worker.started","worker.busy","worker.stopping","worker.stopped","worker.stuck","worker.freed","connection.opened","connection.accepted","connection.rejected","connection.closed","frame.received","frame.sent","frame.ignored","reply.malformed","request.received","response.started","response.ended","message.accepted","message.refused","message.taken","message.delivered","message.lost","message.held","message.released","message.edited","message.duplicated","message.delayed","message.moved","group.joined","group.left","group.sent","route.matched","route.unmatched","routing.changed","session.opened","session.saved","session.discarded","user.identified","consumer.started","consumer.finished","consumer.raised","consumer.deferred","consumer.denied","binding.refused","consumer.waited","consumer.printed","timer.set","timer.fired","code.changed","hold.began","hold.ended","code.refused","fault.began","fault.ended","marked","subscriber.failed","log.trimmed"],Kl=["action","address","at","attempts","binding","body_size","breakpoint","by","bytes","capacity","captions","cause","changed","channel","channel_capacity","channels","client","clock_offset","code","condition","connection","consumer","content","cut","diff","due","duration","error","events","expected","expires","expires_at","expiry","fault","file","group","group_expiry","group_send","headers","how","id","index","kind","kwargs","label","ladder","layer","line","lost","members","message","method","notes","options","order","path","pk","place","process","protocol","protocols","query","queued","reason","reply_channel","retries","rules","run","seq","server","session","size","source","state","status","store","stream","subprotocol","subscriber","target","text","traceback","up_to","user","version","waited","what","where","why","worker"],_x=new Set(Mr);function jl(t,e){let n=null,o=.6;for(let r of e){let s=Ul(r,t);(s>o||s===o&&(n===null||r>n))&&(n=r,o=s)}return n}function Gl(t,e,n){let o=e.map(r=>({word:r,like:Ul(r,t)}));return o.sort((r,s)=>s.like-r.like||(r.word<s.word?-1:1)),o.slice(0,n).map(({word:r})=>r)}function Ul(t,e){let n=t.length+e.length;return n===0?1:2*Pr(t,e)/n}function Pr(t,e){let[n,o,r]=Of(t,e);if(r===0)return 0;let s=Pr(t.slice(0,n),e.slice(0,o));return r+s+Pr(t.slice(n+r),e.slice(o+r))}function Of(t,e){let n=[0,0,0];for(let o=0;o<t.length;o++)for(let r=0;r<e.length;r++){let s=0;for(;o+s<t.length&&r+s<e.length&&t[o+s]===e[r+s];)s+=1;s>n[2]&&(n=[o,r,s])}return n}var Rf=new Set(["channels","protocols","ladder"]);function Nt(t,e=""){if(typeof t=="string")return t;let n=Yl(t);return n!==null&&n[0]==="$b64"?Nf(nc(n[1])):n!==null&&n[0]==="$repr"?String(n[1]):Vl(t)?Nt(t.$head):typeof t=="boolean"?String(t):Array.isArray(t)&&Rf.has(e)?Bf(t,e):ve(t)}function Bf(t,e){let n=t.map(o=>e==="ladder"?Ff(o):ve(o));return`(${n.join(", ")}${n.length===1?",":""})`}function Ff(t){let{rule:e,matched:n,why:o}=t??{};return`Step(rule=${ve(e)}, matched=${ve(n)}, why=${ve(o)})`}function Vl(t){return typeof t=="object"&&t!==null&&"$head"in t&&"$size"in t}function Yl(t){if(typeof t!="object"||t===null||Array.isArray(t))return null;let e=Object.entries(t);return e.length===1&&/^\$(b64|repr|dict)$/.test(e[0][0])?e[0]:null}function ve(t){if(t==null)return"None";if(typeof t=="boolean")return t?"True":"False";if(typeof t=="number")return Lf(t);if(typeof t=="string")return ec(t);if(Array.isArray(t))return`[${t.map(ve).join(", ")}]`;let e=Yl(t);return e!==null?Af(e):Vl(t)?ve(t.$head):Zl(Object.entries(t))}function Af([t,e]){return t==="$repr"?String(e):t==="$dict"?Zl(Array.isArray(e)?e:[]):`b${ec(String.fromCharCode(...nc(e)),!0)}`}function Zl(t){return`{${t.map(([e,n])=>`${ve(e)}: ${ve(n)}`).join(", ")}}`}function Lf(t){return Number.isInteger(t)?String(t):Number.isFinite(t)?(Math.abs(t)<1e-4&&!String(t).includes("e")?t.toExponential():String(t)).replace(/e([+-])(\d)$/,"e$10$2"):String(t).replace("Infinity","inf").replace("NaN","nan")}var Ql=new Map([[`
`,"\\n"],["\r","\\r"],["	","\\t"],["\\","\\\\"]]);function ec(t,e=!1){let n=t.includes("'")&&!t.includes('"')?'"':"'",o="";for(let r of t){let s=Ql.get(r)??(r===n?`\\${r}`:null),i=e&&r>"~";o+=s??(i||!tc(r)?Tr(r):r)}return n+o+n}function tc(t){return t===" "||!/[\p{C}\p{Z}]/u.test(t)}function Tr(t){let e=t.codePointAt(0),n=e.toString(16);return e<256?`\\x${n.padStart(2,"0")}`:e<65536?`\\u${n.padStart(4,"0")}`:`\\U${n.padStart(8,"0")}`}function $r(t,e=60){let n=[...t].slice(0,e+1),o=i=>i==="\\"?null:Ql.get(i)??null,r=n.map(i=>tc(i)?i:o(i)??Tr(i)).join(""),s=[...r];return s.length<=e?r:`${s.slice(0,e-1).join("")}…`}function nc(t){try{return Uint8Array.from(atob(String(t)),e=>e.charCodeAt(0))}catch{return new Uint8Array}}function Nf(t){let e="";for(let n=0;n<t.length;){let o=qf(t,n);e+=o===0?Tr(String.fromCharCode(t[n])):new TextDecoder("utf-8",{ignoreBOM:!0}).decode(t.subarray(n,n+o)),n+=Math.max(o,1)}return e}function qf(t,e){for(let n=1;n<=4&&e+n<=t.length;n++)try{let o=t.subarray(e,e+n);return new TextDecoder("utf-8",{fatal:!0,ignoreBOM:!0}).decode(o),n}catch{}return 0}var Df=new Set(["address","captions","channel","channels","client","consumer","content","diff","error","group","headers","kwargs","label","ladder","notes","path","protocols","query","store","target","text","traceback","what","where","why"]),mt=[...Kl,"tab","since","until"].sort(),oc=4,rc=[...new Set(Mr.flatMap(t=>[t,...t.split(".")]))].sort(),sc=/(?:[^\s"']|"[^"]*"|'[^']*')+/y,Hf=/^(-?)([\p{L}_][\p{L}\p{N}_]*(?:\.[^\s:~"']+)?)([:~])([\s\S]*)$/u;function ac(t,e=null){let n=new Or,o=If(t).map(r=>Wf(r,n,e));return r=>(n.learn(r),o.every(s=>s(r)))}var Or=class{labels=new Map;owners=new Map;learn(e){if(e.kind!=="connection.opened")return;let n=f(e.connection)??f(e.id);if(!n)return;this.labels.set(n,f(e.label)||n);let o=f(e.reply_channel);o&&this.owners.set(o,n)}connection(e){return $r(this.labels.get(e)??e,30)}owner(e){return typeof e=="string"?this.owners.get(e)??null:null}};function If(t){let e=[],n=0;for(;n<t.length;){sc.lastIndex=n;let o=sc.exec(t)?.[0];if(o===void 0&&!/\s/.test(t[n]))throw new Error(`A quote is open in ${ft($r(t))}: put a second one where the value ends, or put the value into quotes of the other kind.`);o!==void 0&&e.push(o),n+=o?.length??1}return e}function Wf(t,e,n){let o=Jf(t),r=Hf.exec(o);if(r===null){let d=o.startsWith("-"),h=zf(ic(d?o.slice(1):o));return d?m=>!h(m):h}let[,s,i,l,c]=r,u=Xf(i,l,ic(c),e,n);return s==="-"?d=>!u(d):u}function Jf(t){let e=t[0],n=t.slice(1,-1);return t.length>1&&/["']/.test(e)&&t.endsWith(e)&&!n.includes(e)?n:t}function ic(t){return t.replace(/(["'])(.*?)\1/g,"$2")}function zf(t){if(!rc.includes(t))throw new Error(`${ft(t)} is neither a kind of event nor a part of one${lc(t,rc)}. To look for a text, write text:${t} or content:${t}.`);return e=>e.kind===t||e.kind.split(".").includes(t)}function lc(t,e){let n=jl(t,e);return n===null?"":` (did you mean ${ft(n)}?)`}var ft=t=>t.includes("'")?`"${t}"`:`'${t}'`;function Xf(t,e,n,o,r){if(t==="since"||t==="until")return Qf(t,e,n,r);let s=Kf(t,e,n);if(t==="tab"||t==="connection")return Yf(s,o);if(t.startsWith("content."))return Vf(t.slice(8),s);if(t==="text")return i=>s(Uf(i),"text");if(!mt.includes(t))throw new Error(`No event has a field ${ft(t)}${lc(t,mt)}. Closest are ${Gl(t,mt,oc).join(", ")}; ${mt.length-oc} more in help (?), and content.<key> is for a message's content.`);return i=>s(i[t],t)}function Kf(t,e,n){if(e==="~"){let o=Gf(t,n);return(r,s)=>r!=null&&o.test(Nt(r,s))}if(n==="")throw new Error(`${t}: needs a value behind the colon, as in ${t}:something.`);return Df.has(t)||t.startsWith("content.")?(o,r)=>o!=null&&Nt(o,r).includes(n):(o,r)=>o!=null&&Nt(o,r)===n}var jf=[[/\(\?P</g,"(?<"],[/\(\?P=(\w+)\)/g,"\\k<$1>"],[/\\A/g,"(?<![\\s\\S])"],[/\\[Zz]/g,"(?![\\s\\S])"]];function Gf(t,e){let n=/^\(\?([ims]+)\)/.exec(e),o=n===null?e:e.slice(n[0].length),r=jf.reduce((s,[i,l])=>s.replace(i,l),o);try{return new RegExp(r,n?.[1]??"")}catch(s){let i=s instanceof Error?s.message:String(s);throw new Error(`${t}~ needs a regular expression, and ${ft(e)} is none: ${i}.`)}}function Uf(t){if(t.text!=null)return t.text;let e=t.content;return cc(e)?e.text:null}function Vf(t,e){return({content:n})=>cc(n)&&Object.hasOwn(n,t)&&e(n[t])}function cc(t){return typeof t=="object"&&t!==null&&!Array.isArray(t)}function Yf(t,e){return n=>{let o=n.where??"";if(o.startsWith("tab:")&&t(o.slice(4)))return!0;let r=f(n.connection)||e.owner(n.channel);return r!==null&&(t(r)||t(e.connection(r)))}}var Zf=/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;function Qf(t,e,n,o){if(!Zf.test(n))throw new Error(`${t}: needs a number of seconds, as in ${t}:5, not ${ft(n)}.`);if(e!==":")throw new Error(`${t} is a number of seconds: write ${t}:${n}.`);let r=Number(n);if(r<0){if(o===null)throw new Error(`${t}:${n} counts back from now, and here there is no now.`);r+=o}return t==="since"?s=>s.at>=r:s=>s.at<=r}var eg=[[["Space"],"help.space"],[[",","."],"help.step"],[["1","2"],"help.views"],[["/"],"help.filter"],[["f"],"help.fullscreen"],[["p"],"help.pin"],[["t"],"help.theme"],[["Esc"],"help.escape"],[["?"],"help.help"]];function uc({say:t,close:e}){let n=q(null);return Z(()=>n.current?.focus(),[]),a("div",{class:"help",children:a("div",{role:"dialog","aria-modal":"true","aria-label":t("help"),children:[a("h2",{children:[t("help"),a("button",{type:"button",class:"btn",ref:n,onClick:e,children:t("close")})]}),a("dl",{children:eg.map(([o,r])=>[a("dt",{children:o.map(s=>a("kbd",{children:s},s))},r),a("dd",{children:t(r)},`${r}.`)])}),a("h3",{children:t("help.filter.title")}),a("p",{children:t("help.filter.forms")}),a("p",{children:[t("help.filter.fields"),": ",a("code",{children:mt.join(", ")})]})]})})}var tg=760,ng=540,dc=new Set(["queued","held","in_hand","delivered","lost"]);function og({fate:t,n:e,kit:n,marked:o}){let r=n.say(`fate.${t}`),s=`term ${t==="lost"&&e>0?"lost":""}`;return a("span",{class:s,"data-fate":t,"data-n":e,title:o?r:void 0,children:[a("i",{children:[dc.has(t)&&a(en,{fate:t}),a("span",{class:o&&dc.has(t)?"sr":"",children:r})]}),a("b",{children:n.numbers.count(e)})]})}var qt=({sign:t})=>a("span",{class:"op",children:t});function hc({totals:t,kit:e,compact:n}){let{say:o,mode:r}=e,s=n&&e.width<tg,i=o(t.balanced?"ledger.balances":"ledger.off"),{skipped:l}=e.session.state,c=(u,d)=>a(og,{fate:u,n:d,kit:e,marked:s});return a("div",{class:`bar ledger ${n?"compact":""}`,role:"group","aria-label":o("ledger"),children:[c("accepted",t.accepted),a(qt,{sign:"="}),c("queued",t.queued),a(qt,{sign:"+"}),c("held",t.held),a(qt,{sign:"+"}),c("in_hand",t.inHand),!n&&e.width<540&&a("span",{class:"brk"}),a(qt,{sign:"+"}),c("delivered",t.delivered),a(qt,{sign:"+"}),c("lost",t.lost),a("span",{class:"end",children:[(r==="wide"||t.refused>0)&&c("refused",t.refused),a("span",{class:`ok ${t.balanced?"":"off"}`,"data-balanced":t.balanced,title:l?o("ledger.skipped",{n:l}):void 0,children:n&&e.width<ng?a(rg,{verdict:i}):i})]})]})}function rg({verdict:t}){return a(w,{children:[a("span",{"aria-hidden":"true",children:t.slice(0,1)}),a("span",{class:"sr",children:t.slice(2)})]})}function pc({kit:t}){return a(w,{children:[a(sg,{kit:t}),a(bl,{kit:t})]})}function sg({kit:t}){let{session:e,say:n}=t;return e.problem?a("div",{class:"bar note bad",role:"alert",children:[e.problem,a("button",{type:"button",class:"btn",onClick:()=>e.dismiss(),children:n("error.dismiss")})]}):e.lost?a(ig,{kit:t}):e.waiting>0?a(ag,{text:n("wait.cell",{n:e.waiting})}):null}function ig({kit:{session:t,say:e}}){let{cells:n}=t;return a("div",{class:"bar note bad",role:"status",children:a("span",{children:[e("wait.kernel")," ",n.length>0&&e("wait.again",{n:n.length}),n.map(({text:o,execution:r},s)=>a("span",{children:[s>0&&","," ",a("code",{children:o})," (In [",r,"])"]},r))]})})}function ag({text:t,bad:e=!1}){return a("div",{class:`bar note ${e?"bad":""}`,role:"status",children:t})}function mc({places:t,say:e}){let n=t.side==="right",o=s=>{s.buttons===1&&t.resize(n?innerWidth-s.clientX:innerHeight-s.clientY)},r=s=>{let i=n?{ArrowLeft:24,ArrowRight:-24}[s.key]:{ArrowUp:24,ArrowDown:-24}[s.key];i&&(s.preventDefault(),s.stopPropagation(),t.resize(t.size+i))};return a("div",{class:`edge ${t.side}`,role:"separator","aria-orientation":n?"vertical":"horizontal","aria-label":e("pin.resize"),"aria-valuenow":Math.round(t.size),tabIndex:0,onPointerDown:s=>s.currentTarget.setPointerCapture(s.pointerId),onPointerMove:o,onKeyDown:r})}function Ge(t){return"gap"in t}var fc=t=>Ge(t)?t.after:t.seq??0,Zn=class{constructor(e,n){this.source=e;this.filter=n;let{fits:o,problem:r}=gc(n,e.liveNow);this.fits=o,this.problem=r}source;filter;problem;found=0;rows=[];epoch=-1;newest=0;oldest=0;fits;get length(){return this.rows.length}get(e){return this.rows[e]}update(){let{history:e,epoch:n}=this.source;n!==this.epoch&&this.forget(n);let o=e.first?.seq??0,r=o>this.oldest?this.letGo(o):0;this.oldest=o;for(let s of e.since(this.newest))this.take(s);return r}indexOf(e){let n=0,o=this.rows.length-1;for(;n<=o;){let r=n+o>>1,s=this.rows[r],i=fc(s);if(i===e&&!Ge(s))return r;i<e?n=r+1:o=r-1}return-1}forget(e){this.rows=[],this.found=this.newest=this.oldest=0,this.epoch=e,this.fits=gc(this.filter,this.source.liveNow).fits}take(e){let n=e.seq??0;if(n>this.newest+1){let o=n-this.newest-1;this.rows.push({gap:!0,after:this.newest,n:o,trimmed:this.newest===0})}this.newest=n,this.fits(e)&&(this.rows.push(e),this.found+=1)}letGo(e){if(this.rows.length===0)return 0;let n=this.rows.findIndex(s=>fc(s)>=e),o=this.rows.slice(0,n<0?this.rows.length:n),r=n<0?[]:this.rows.slice(n);return this.found-=o.filter(s=>!Ge(s)).length,this.rows=[{gap:!0,after:0,n:e-1,trimmed:!0},...r],o.length-1}};function gc(t,e){try{return{fits:ac(t,e),problem:null}}catch(n){return{fits:()=>!0,problem:n instanceof Error?n.message:String(n)}}}function Dt(t,{height:e,openAt:n,detail:o}){return t*e+(n>=0&&t>n?o:0)}function bc(t,e){let{rows:n,height:o,openAt:r,detail:s}=e,i=h=>{let m=Math.floor(h/o);return r<0||m<=r?m:Math.max(r,Math.floor((h-s)/o))},l=Math.max(0,n-Math.ceil(t.height/o)-8),c=Math.max(0,Math.min(l,i(t.top)-8)),u=Math.min(n,i(t.top+t.height)+1+8),d=Dt(n,e);return{from:c,to:u,above:Dt(c,e),below:Math.max(0,d-Dt(u,e))}}var lg=28;function vc({kit:t,filter:e,setFilter:n,open:o,setOpen:r}){let{session:s,say:i}=t,l=kt(()=>new Zn(s,e),[s,e]),c=l.update(),u=q(l);u.current=l;let d=q(null),[h,m]=R(!0),[p,g]=R(0),b=cg(d,t),y=lg*t.scale,v=o===null?-1:l.indexOf(o),k=bc(b,{rows:l.length,height:y,openAt:v,detail:o===null?0:p}),P=S=>{l.indexOf(S)<0&&n(""),m(!1),r(S);let N=W=>{!dg(d.current,u.current.indexOf(S),y)&&W>0&&s.afterRender(()=>N(W-1))};s.afterRender(()=>N(3))};ug(d,h&&o===null,l.length,c*y);let C=S=>{let N=S.currentTarget;b.moved(),m(N.scrollHeight-N.scrollTop-N.clientHeight<y)};return a("div",{class:"view table",role:"tabpanel",id:"panel","aria-label":i("view.table"),children:[a(kg,{kit:t,filter:e,setFilter:n,rows:l,enter:()=>hg(d.current)}),a("div",{class:"rows",ref:d,onScroll:C,onKeyDown:S=>pg(S,P),children:l.length===0?a("p",{class:"none",children:i(s.history.size?"table.none":"table.empty")}):a(mg,{kit:t,rows:l,slice:k,open:o,setOpen:S=>S===null?r(null):P(S),go:P,setDetail:g})}),!(h&&o===null)&&l.length>0&&a("button",{type:"button",class:"btn newest",onClick:()=>{r(null),m(!0)},children:["↓ ",i("table.newest")]})]})}function cg(t,{scale:e,session:n}){let[o,r]=R({top:0,height:400*e}),s=()=>{let{scrollTop:i,clientHeight:l}=t.current;r(c=>c.top===i&&c.height===l?c:{top:i,height:l})};return Qe(()=>{let i=new ResizeObserver(s);return i.observe(t.current),()=>i.disconnect()},[n]),{...o,moved:s}}function ug(t,e,n,o){Qe(()=>{e&&t.current&&(t.current.scrollTop=t.current.scrollHeight)},[e,n]),Qe(()=>{!e&&o>0&&t.current&&(t.current.scrollTop-=o)})}function dg(t,e,n){if(!t||e<0)return!0;let o=Dt(e,{rows:0,height:n,openAt:-1,detail:0});(o<t.scrollTop||o>t.scrollTop+t.clientHeight-6*n)&&(t.scrollTop=Math.max(0,o-2*n));let r=t.querySelector("tr.sel");return r?.focus({preventScroll:!0}),r!==null}function hg(t){let e=t?.getBoundingClientRect().top??0,n=[...t?.querySelectorAll("tr.fact")??[]],o=t?.querySelector("thead")?.getBoundingClientRect().height??0;n.find(r=>r.getBoundingClientRect().top>=e+o-1)?.focus()}function pg(t,e){let n=t.target.closest?.("tr.fact"),o={ArrowDown:1,ArrowUp:-1}[t.key];if(!n||!o||t.target!==n)return;t.preventDefault();let r=o>0?n.nextElementSibling:n.previousElementSibling;for(;r&&!r.matches("tr.fact");)r=o>0?r.nextElementSibling:r.previousElementSibling;r instanceof HTMLElement&&(r.focus(),n.matches(".sel")&&e(Number(r.dataset.seq)))}var kc=[{name:"seq",wide:66,least:66,from:"narrow",number:!0},{name:"at",wide:84,least:72,from:"medium",number:!0},{name:"where",wide:92,least:92,from:"wide"},{name:"kind",wide:190,least:150,from:"narrow"},{name:"what",wide:null,least:null,from:"narrow"},{name:"reason",wide:120,least:96,from:"medium"},{name:"cause",wide:64,least:64,from:"wide"}],wc=["narrow","medium","wide"],Ht=(t,e)=>wc.indexOf(t)>=wc.indexOf(e);function mg({kit:t,rows:e,slice:n,open:o,setOpen:r,go:s,setDetail:i}){let l=kc.filter(({from:u})=>Ht(t.mode,u)),c=[];for(let u=n.from;u<n.to;u++){let d=e.get(u);d&&(c.push(a(gg,{index:u,row:d,kit:t,open:o,setOpen:r},fg(d))),!Ge(d)&&d.seq===o&&c.push(a(yg,{span:l.length,setDetail:i,children:a(Gn,{fact:d,kit:t,go:s},d.seq)},"open")))}return a("table",{"aria-rowcount":e.length,children:[a("colgroup",{children:l.map(({name:u,wide:d,least:h})=>{let m=t.mode==="wide"?d:h,p=m===null?void 0:{width:`calc(${m} * var(--u))`};return a("col",{style:p},u)})}),a("thead",{children:a("tr",{children:l.map(({name:u,number:d})=>a("th",{scope:"col",class:d?"num":"",children:t.say(`column.${u}`)},u))})}),a("tbody",{children:[a(yc,{height:n.above,span:l.length}),c,a(yc,{height:n.below,span:l.length})]})]})}var fg=t=>Ge(t)?`gap ${t.after}`:t.seq;function yc({height:t,span:e}){return t<=0?null:a("tr",{class:"pad",children:a("td",{colSpan:e,style:{height:`${t}px`}})})}function gg({index:t,row:e,kit:n,open:o,setOpen:r}){if(Ge(e))return a(wg,{gap:e,kit:n});let s=e.seq??0,i=s===o,l=n.session.state.seq,c=["fact",Vn(e)?"lost":"",i?"sel":"",n.session.paused&&s===l?"now":"",n.session.paused&&s>l?"later":""],u=()=>r(i?null:s);return a("tr",{class:c.filter(Boolean).join(" "),"aria-rowindex":t+1,"aria-expanded":i,"data-seq":s,tabIndex:0,onClick:d=>Sn(d)||u(),onKeyDown:d=>{if(d.target===d.currentTarget){if(d.key==="Enter")u();else if(d.key==="Escape"&&i)r(null);else return;d.preventDefault(),d.stopPropagation()}},children:a(bg,{fact:e,kit:n})})}function bg({fact:t,kit:e}){let{numbers:n,session:o,mode:r,say:s}=e,i=a("td",{children:a("span",{class:"kind m",children:[a(Sr,{fact:t}),t.kind]})});return a(w,{children:[a("td",{class:"m num",children:n.count(t.seq??0)}),Ht(r,"medium")&&a("td",{class:"m num",children:t.at.toFixed(3)}),Ht(r,"wide")&&a("td",{class:"m",children:x(t.where)}),i,a("td",{class:"m",children:dt(t,o.who,s,n)}),Ht(r,"medium")&&a("td",{children:typeof t.reason=="string"?be(t.reason,s):""}),Ht(r,"wide")&&a("td",{class:"m",children:t.cause??""})]})}function wg({gap:t,kit:e}){return a("tr",{class:"gap",children:a("td",{colSpan:kc.length,children:e.say(t.trimmed?"gap.trimmed":"gap.skipped",{n:t.n})})})}function yg({span:t,setDetail:e,children:n}){let o=q(null);return Z(()=>{let r=()=>e(o.current?.offsetHeight??0),s=new ResizeObserver(r);return s.observe(o.current),()=>s.disconnect()},[]),a("tr",{class:"ex",ref:o,children:a("td",{colSpan:t,children:n})})}var vg=["lost","raised","refused","channel:","group:","tab:","consumer:","text:","-reason:","since:-5"];function kg({kit:t,filter:e,setFilter:n,rows:o,enter:r}){let{say:s,session:i,mode:l}=t,c=q(null),u=d=>{let h=e.split(/\s+/).filter(Boolean),m=h.filter(g=>g!==d),p=m.length<h.length?m.join(" "):[...h,d].join(" ");n(p),c.current?.focus()};return a(w,{children:[a("div",{class:"filt",children:[a("label",{for:"filter",children:s("table.filter")}),a("input",{id:"filter",ref:c,value:e,placeholder:s("table.hint"),spellcheck:!1,autocomplete:"off","aria-invalid":o.problem!==null,onInput:d=>n(d.currentTarget.value),onKeyDown:d=>{if(d.key==="ArrowDown")r();else if(d.key==="Escape"&&e)n("");else return;d.preventDefault(),d.stopPropagation()}}),e&&a("button",{type:"button",class:"btn",onClick:()=>n(""),children:s("table.clear")}),a("span",{class:"n",children:s("table.found",{found:t.numbers.count(o.found),n:i.history.size})})]}),a("div",{class:"words",children:[l!=="narrow"&&vg.map(d=>a("button",{type:"button","aria-pressed":e.split(/\s+/).includes(d),onClick:()=>u(d),children:d},d)),o.problem!==null&&a("span",{class:"bad",children:o.problem})]})]})}var ye=["flow","table"];function Sc(t){let{look:e,frame:n,places:o}=t,r=q(null),s=Mg(t),i=c=>{let u=is(c);u&&(c.preventDefault(),Pg[u]?.(t,r.current))},l=n.place!=="cell"||n.whole;return a("div",{class:"stage",ref:r,lang:e.language,"data-theme":e.theme,"data-mode":n.mode,"data-place":n.place,"data-view":e.view,"data-fill":l?"":void 0,"data-compact":n.compact?"":void 0,"data-touch":n.touch?"":void 0,style:{"--u":`${n.scale}px`},tabIndex:-1,onKeyDown:i,children:n.folded?a(Al,{kit:s,places:o}):a(xg,{...t,kit:s})})}function xg(t){let{session:e,look:n,change:o,frame:r,places:s,kit:i}=t,l=$g(i),c=Sg(n),u=r.mode!=="wide"||r.width-xc[c]<_g,d=r.width-(u?0:xc[c]);return a(w,{children:[a(Xl,{look:n,change:o,edit:_c(t),frame:r,places:s,kit:i}),a(pc,{kit:i}),a("div",{class:`body ${u?"stacked":""}`,children:[n.view==="flow"?a(Cg,{...t,kit:i,width:d}):a(vc,{kit:{...i,width:d,mode:yt(d)},filter:n.filter,setFilter:h=>o({filter:h}),open:n.open,setOpen:h=>o({open:h})}),c==="details"&&a(Bl,{selection:n.selection,kit:i}),c==="code"&&a(hl,{wish:n.code,kit:i,close:()=>o({code:null})})]}),a(cl,{kit:i,spoken:l}),a(hc,{totals:e.state.totals,kit:i,compact:r.compact||r.width<Vt}),a(gl,{kit:i,frame:r}),r.place==="pin"&&!r.whole&&a(mc,{places:s,say:i.say}),n.help&&a(uc,{say:i.say,close:()=>o({help:!1})})]})}function Sg({view:t,selection:e,code:n}){return t==="flow"&&e!==null?"details":n===null?"nothing":"code"}var xc={details:336,code:456,nothing:0},_g=620,Eg=960,_c=({change:t})=>(e,n=null)=>t({code:dl(e,n),selection:null});function Cg({session:t,look:e,frame:n,kit:o,width:r}){return a("div",{class:"view picture",role:"tabpanel",id:"panel","aria-label":o.say("view.flow"),children:a(Rn,{state:t.state,version:t.version,air:t.air,time:t.time,onFrame:n.onFrame,now:t.now,width:r,scale:n.scale,mode:n.mode==="wide"&&r<Eg?"medium":n.mode,theme:e.theme,calm:n.calm,live:t.live,say:o.say,numbers:o.numbers,selection:e.selection,select:o.select,showInTable:o.showInTable,edit:o.edit,deeds:t.deeds})})}function Mg(t){let{session:e,look:n,change:o,frame:r}=t;return{session:e,say:zn(n.language),numbers:ir(n.language),language:n.language,theme:n.theme,mode:r.mode,width:r.width,scale:r.scale,calm:r.calm,selection:n.selection,select:s=>o({selection:s}),edit:_c(t),showInTable:s=>o({view:"table",filter:s,open:null})}}var Pg={toggle:({session:t})=>t.toggle(),back:({session:t})=>t.step(-1),step:({session:t})=>t.step(1),fullscreen:({places:t})=>t.toggleFullscreen(),pin:({places:t})=>t.toggle("pin"),theme:({look:t,change:e})=>e({theme:Yn(t.theme)}),flow:({change:t})=>t({view:"flow"}),table:({change:t})=>t({view:"table"}),help:({look:t,change:e})=>e({help:!t.help}),filter:({session:t,change:e},n)=>{e({view:"table"}),t.afterRender(()=>n.querySelector("#filter")?.focus())},escape:({look:t,change:e})=>{t.help?e({help:!1}):t.open!==null&&t.view==="table"?e({open:null}):t.view==="flow"&&t.selection!==null?e({selection:null}):e({code:null})}},Tg=1e3;function $g(t){let e=Lt(t),[n,o]=R(e),r=q(0);return Z(()=>{let s=Math.max(0,r.current+Tg-performance.now()),i=setTimeout(()=>{r.current=performance.now(),o(e)},s);return()=>clearTimeout(i)},[e]),n}function Ec({places:t,look:e,scale:n}){let o=zn(e.language),r=Og(t);return r?a("div",{class:"stage","data-theme":e.theme,"data-place":"away",lang:e.language,style:{"--u":`${Math.min(n,1.3)}px`},children:a("div",{class:"away",children:[o(r.text),a("button",{type:"button",class:"btn",onClick:r.act,children:o(r.button)})]})}):null}function Og(t){return t.blocked?{text:"window.blocked",button:"window.open",act:()=>t.go("window")}:t.place==="pin"?{text:"pin.here",button:"unpin",act:()=>t.go("cell")}:t.place==="window"?{text:"window.here",button:"window.back",act:()=>t.toggle("window")}:null}var Cc=`:host {
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
`;var Mc=`.filt {
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
.stage:not([data-fill]) .body.stacked .view {
  flex: none;
}
.body.stacked {
  flex-direction: column;
}
.body.stacked .side {
  flex: none;
  border-left: 0;
  border-top: 1px solid var(--line);
  margin: 0;
  padding: calc(10 * var(--u)) 0;
  max-height: calc(320 * var(--u));
}
.side.coding {
  flex-basis: calc(440 * var(--u));
  display: flex;
  flex-direction: column;
  overflow: hidden;
}
.side.coding .into {
  flex: 1 1 0;
  min-height: 0;
  display: flex;
  flex-direction: column;
}
.body.stacked .side.coding,
.body.stacked .side.coding .into {
  flex: none;
  max-height: none;
}
.stage[data-fill] .body.stacked .side.coding {
  max-height: 65%;
  overflow: auto;
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
`;var Pc=`/* Tokens: see the design notes. One unit --u is one pixel at scale 1; everything is measured in it. */
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
`;var Lg=[Pc,Cc,Mc,ss].join(`
`),Ng=1e3/15,qg=4,Dg=500,Hg=["keydown","keypress","keyup"],Qn=class{constructor(e,n,o){this.session=e;let r=Hl(o.theme);this.following=r===null,this.look={view:ye.find(s=>s===o.view)??"flow",theme:r??Cr(document,this.system),language:tl(o.language??document.documentElement.lang),selection:null,filter:"",open:null,code:null,help:!1},n.append(this.shown.host,this.slip.host),this.places=new Ut(n,this.shown.host,s=>this.another(s),e.box,()=>this.moved()),this.listen(),this.moved(),o.pin&&this.places.go("pin"),o.window&&this.places.go("window")}session;shown=Rr(document);slip=Rr(document);places;look;following;system=matchMedia("(prefers-color-scheme: dark)");reduced=matchMedia("(prefers-reduced-motion: reduce)");coarse=matchMedia("(pointer: coarse)");draws=new Set;undo=[];unwatch=()=>{};inSight=!1;size={width:0,height:0};frame=null;clock;dirty=!0;drawn=-1;mayRender=0;unmount(){this.stop(),clearTimeout(this.clock),this.unwatch();for(let e of this.undo)e();Ye(null,this.shown.into),Ye(null,this.slip.into),this.places.dispose(),this.shown.host.remove(),this.slip.host.remove(),this.session.seen(this,!1)}another(e){return this.unwatch(),this.stop(),Ye(null,this.shown.into),this.shown.host.remove(),this.shown=Rr(e),this.shown.host}listen(){let e=(n,o,r)=>{n.addEventListener(o,r),this.undo.push(()=>n.removeEventListener(o,r))};e(this.reduced,"change",()=>this.update()),e(this.coarse,"change",()=>this.update()),this.undo.push(Il(document,this.system,()=>this.pageThemeChanged())),this.undo.push(this.session.subscribe(()=>this.wake()))}moved(){this.unwatch(),this.stop(),this.unwatch=this.watch(this.places.view),this.update()}watch(e){let n=e.document,o=new e.ResizeObserver(()=>this.measure());o.observe(this.shown.host);let r=new e.IntersectionObserver(l=>{this.inSight=l.at(-1).isIntersecting,this.sightChanged()});r.observe(this.shown.host);let s=()=>this.sightChanged(),i=()=>this.measure();return n.addEventListener("visibilitychange",s),n.addEventListener("fullscreenchange",i),this.measure(),()=>{o.disconnect(),r.disconnect(),n.removeEventListener("visibilitychange",s),n.removeEventListener("fullscreenchange",i)}}measure(){let{width:e,height:n}=this.shown.host.getBoundingClientRect();(e!==this.size.width||n!==this.size.height)&&(this.size={width:e,height:n}),this.sightChanged(),this.update()}get visible(){let e=this.places.view.document;return this.inSight&&this.size.width>0&&e.visibilityState!=="hidden"}sightChanged(){this.session.seen(this,this.visible),this.visible?this.wake():this.stop()}pageThemeChanged(){this.following&&this.change({theme:Cr(document,this.system)},!0)}change=(e,n=!1)=>{e.theme&&!n&&(this.following=!1),this.look={...this.look,...e},this.update()};update(){this.dirty=!0,this.wake()}wake(){if(this.frame||!this.visible)return;clearTimeout(this.clock);let{view:e}=this.places;this.frame={view:e,id:e.requestAnimationFrame(this.step)}}stop(){this.frame&&this.frame.view.cancelAnimationFrame(this.frame.id),this.frame=null,clearTimeout(this.clock)}step=e=>{this.frame=null,this.session.advance(e),(this.dirty||this.session.version!==this.drawn)&&(this.dirty||e>=this.mayRender)&&this.paint();let o=this.session.time();for(let r of this.draws)r(o);this.session.moving||this.session.version!==this.drawn?this.wake():this.clock=setTimeout(()=>this.update(),Dg)};paint(){let e=performance.now();this.dirty=!1,this.drawn=this.session.version;let n=this.measured();Ye(a(Sc,{session:this.session,look:this.look,change:this.change,frame:n,places:this.places}),this.shown.into),Ye(a(Ec,{places:this.places,look:this.look,scale:n.scale}),this.slip.into),this.session.rendered();let o=performance.now();this.mayRender=Math.max(e+Ng,o+(o-e)*(qg-1))}measured(){let{width:e,height:n}=this.size,{host:o}=this.shown,r=o.ownerDocument.fullscreenElement===o,s=r||this.places.place==="window",{place:i,folded:l}=this.places,c=i==="pin"&&!r,u=c?ps(this.look.theme,e,n):Eo(this.look.theme,e,n,s),d=Math.floor(e/u)-32,h=this.coarse.matches||d<Vt,p=(c||s)&&n/u<ms(yt(d),c);return{width:d,scale:u,mode:yt(d),calm:this.reduced.matches,place:i,whole:r,folded:c&&l,compact:p,speeds:d>=fs||!(p||h),touch:h,onFrame:this.onFrame}}onFrame=e=>(this.draws.add(e),this.wake(),()=>this.draws.delete(e))};function Rr(t){let e=t.createElement("div"),n=t.createElement("style"),o=t.createElement("div");n.textContent=Lg,o.className="root",e.attachShadow({mode:"open"}).append(n,o);for(let r of Hg)e.addEventListener(r,as);return{host:e,into:o}}var le={hop:null,lasts:0},Ig={frame:260,accept:240,take:200,run:200,send:300,toGroup:280,fan:400,reply:400,out:260,fall:520,member:260},Br=140,Wg=80,eo=class{sent=null;of(e,n){let o=Qg.get(n.kind);return n.kind==="group.sent"&&(this.sent={id:f(n.id)??"",group:Fr(n)}),o===void 0?le:o(e,n,this.sent)}};function de(t,e){return{hop:{road:t,kind:e,count:1},lasts:Ig[t.hop]}}function Fr(t){return D(j(t),f(t.group)??"")}function to(t,e){return Dn(t,f(e.cause)??"")?.consumer??null}function Jg(t,e){let n=Dn(t,f(e.cause)??"");return t.messages.get(n?.message??"")?.kind??"custom"}function no(t){return(e,n)=>{let o=We(n);return o===null?le:de({hop:"frame",connection:o},t)}}function It(t){return(e,n)=>{let o=We(n);return o===null?le:de({hop:"out",connection:o},t)}}function zg(t,e){return e.protocol==="http"?le:no("connect")(t,e,null)}function Xg(t,e){let n=t.connections.get(We(e)??"");return n===void 0||n.protocol==="http"?le:e.by==="client"?no("disconnect")(t,e,null):e.by==="server"?It("disconnect")(t,e,null):le}function Kg(t,e,n){let o=f(e.channel)??"",r=f(e.group_send);if(r!==null)return jg(t,o,r===n?.id?n.group:null);if(ie(o)){let i=t.replies.get(o);return i===void 0?le:de({hop:"reply",consumer:to(t,e),connection:i},"reply")}let s=Ar(e,o);if(e.where?.startsWith("server:")){if((t.channels.get(s)?.heardBy.size??0)===0&&ne(o)==="disconnect")return le;let l=Gg(t,e);return de({hop:"accept",connection:l,channel:s},ne(o))}return de({hop:"send",consumer:to(t,e),channel:s},ne(o))}function jg(t,e,n){if(n===null)return le;let o=t.replies.get(e);return de({hop:"fan",group:n,connections:o===void 0?[]:[o],channels:o===void 0?[e]:[]},"reply")}function Ar(t,e){let n=e.includes("?")?e.slice(0,e.indexOf("?")+1):e;return D(j(t),n)}function Gg(t,e){let n=e.content,o=f(n?.reply_channel);if(o!==null)return t.replies.get(o)??null;let r=f(e.cause)??"";return t.connections.has(r)?r:null}function Ug(t,e){let n=f(e.channel)??"";if(ie(n))return{hop:null,lasts:Wg};let o=e.where??"";return t.workers.has(o)?de({hop:"take",channel:Ar(e,n),worker:o},ne(n)):le}function Vg(t,e){let n=f(e.worker)??e.where??"",o=t.messages.get(f(e.message)??""),r=H(f(e.consumer)??"");return de({hop:"run",worker:n,consumer:r},o?.kind??"custom")}function Yg(t,e){return de({hop:"toGroup",consumer:to(t,e),group:Fr(e)},"reply")}function Tc(t){return(e,n)=>{if(t==="discard"&&n.reason!=="discarded")return le;let o=e.replies.get(f(n.channel)??"")??null,s={hop:"member",consumer:to(e,n),group:Fr(n),change:t,connection:o};return de(s,Jg(e,n))}}function Zg(t,e){let n=f(e.reason)??"";if(n==="nobody_listens"||ue(e)===null)return le;let o=f(e.channel)??"",r=t.replies.get(o)??null,s=ie(o)?o:Ar(e,o);return de({hop:"fall",channel:s,connection:r,reason:n},ne(o))}var Qg=new Map([["connection.opened",zg],["connection.accepted",It("reply")],["connection.rejected",It("disconnect")],["connection.closed",Xg],["frame.received",no("receive")],["frame.sent",It("reply")],["request.received",no("request")],["response.started",It("reply")],["message.accepted",Kg],["message.taken",Ug],["message.lost",Zg],["group.sent",Yg],["group.joined",Tc("add")],["group.left",Tc("discard")],["consumer.started",Vg],["worker.busy",()=>({hop:null,lasts:Br})],["consumer.finished",()=>({hop:null,lasts:Br})],["consumer.raised",()=>({hop:null,lasts:Br})]]);function oo(t){switch(t.hop){case"frame":case"out":return`${t.hop} ${t.connection}`;case"accept":return`accept ${t.connection} ${t.channel}`;case"take":return`take ${t.channel} ${t.worker}`;case"run":return`run ${t.worker} ${t.consumer}`;case"send":return`send ${t.consumer} ${t.channel}`;case"toGroup":return`toGroup ${t.consumer} ${t.group}`;case"fan":return`fan ${t.group}`;case"reply":return`reply ${t.consumer} ${t.connection}`;case"fall":return`fall ${t.connection??t.channel} ${t.reason}`;case"member":return`member ${t.consumer} ${t.group} ${t.change}`}}var eb=.05,tb=3,nb=300,ob=4e3,ro=class{lasts=0;waiting=[];head=0;newest=null;index=0;sights=new eo;touched=new Map;get length(){return this.waiting.length-this.head}get next(){return this.waiting[this.head]}*[Symbol.iterator](){for(let e=this.head;e<this.waiting.length;e++)yield this.waiting[e]}take(){let e=this.waiting[this.head];return this.waiting[this.head]=rb,this.head+=1,this.lasts-=e.lasts,this.head>256&&this.head*2>this.waiting.length&&(this.waiting=this.waiting.slice(this.head),this.head=0),e}clear(){this.waiting=[],this.head=0,this.lasts=0,this.newest=null,this.touched.clear()}add(e,n,o,r){let s=this.sights.of(e,n),i=this.length>nb;if(s.lasts===0&&this.join(n)){i||this.touch(n,this.newest);return}let l=i?this.newest:this.cause(n),c=sb(n,s),u=(i?this.last(c):this.beside(c,n,l))??this.begin(n,s,c,o,r);(u.after===null||l!==null&&l.index>u.after.index)&&(u.after=l===u?u.after:l),s.hop!==null&&lb(u,s.hop),u.facts[0]!==n&&this.newest.facts.push(n),i||this.touch(n,u)}join(e){return this.newest===null||this.newest.facts.length===0?!1:(this.newest.facts.push(e),!0)}last(e){let n=this.waiting.at(-1);return e!==null&&n?.alike===e&&n.ends===null?n:void 0}beside(e,n,o){if(e===null)return;let r=Math.max(this.head,this.waiting.length-tb);for(let s=this.waiting.length-1;s>=r;s--){let i=this.waiting[s];if(o!==null&&i.index<=o.index)return;if(i.alike===e&&n.at-i.at<=eb)return i}}begin(e,n,o,r,s){let i={index:++this.index,facts:[e],hops:new Map,alike:o,lasts:n.lasts,at:e.at,after:null,came:r,deadline:s,ends:null};return this.waiting.push(i),this.newest=i,this.lasts+=i.lasts,i}cause(e){let n=null;for(let o of ab(e)){let r=o===null?void 0:this.touched.get(o);r!==void 0&&(n===null||r.index>n.index)&&(n=r)}return n}touch(e,n){this.touched.size>ob&&this.touched.clear();for(let o of $c(e))o!==null&&this.touched.set(o,n)}},rb={index:0,facts:[],hops:new Map,alike:null,lasts:0,at:0,after:null,came:0,deadline:0,ends:0};function sb(t,e){return e.hop===null?t.kind==="message.taken"?"stand":null:e.hop.road.hop==="fan"?`fan ${f(t.group_send)}`:e.hop.road.hop}var ib=new Set(["message.taken","message.delivered","message.lost"]);function $c(t){let n=ib.has(t.kind)&&t.where?.startsWith("worker:")?t.where??null:null;return[f(t.id),f(t.message),f(t.run),f(t.connection),n]}function ab(t){return[...$c(t),f(t.cause)]}function lb(t,e){let n=oo(e.road),o=t.hops.get(n);if(o===void 0){t.hops.set(n,e);return}o.count+=e.count,o.road.hop==="fan"&&e.road.hop==="fan"&&(o.road.connections.push(...e.road.connections),o.road.channels.push(...e.road.channels))}var cb=new Map([["message.accepted",[null,"queued"]],["message.taken",["queued","inHand"]],["message.delivered",["inHand","delivered"]],["message.held",["queued","held"]],["message.released",["held","queued"]]]),ub=new Map([["queued","queued"],["held","held"],["in_hand","inHand"]]);function Lr(){return{accepted:0,queued:0,held:0,inHand:0,delivered:0,lost:0,refused:0,lostBy:new Map,refusedBy:new Map,balanced:!0}}function Rc(t,e){let n=cb.get(e.kind);if(n!==void 0){let o=Nr(t,e,tt(f(e.channel)??"")),[r,s]=n;r===null?(o.accepted+=1,t.totals.accepted+=1):(o[r]-=1,t.totals[r]-=1),o[s]+=1,t.totals[s]+=1,qr(t,o)}else e.kind==="message.lost"?db(t,e):e.kind==="message.refused"&&hb(t,e)}function db(t,e){let n=Nr(t,e,tt(f(e.channel)??"")),o=ub.get(f(e.state))??"queued",r=f(e.reason)??"";n[o]-=1,t.totals[o]-=1,t.totals.lost+=1,gt(n.lost,r),gt(t.totals.lostBy,r),qr(t,n)}function hb(t,e){let n=f(e.reason)??"",o=Nr(t,e,Hs(f(e.channel)??"",n));t.totals.refused+=1,gt(o.refused,n),gt(t.totals.refusedBy,n)}function gt(t,e,n=1){t.set(e,(t.get(e)??0)+n)}function Nr(t,e,n){let o=j(e),r=He(o,n),s=t.ledger.get(r);return s===void 0&&(s=Bc(o,n),t.ledger.set(r,s)),s}function Bc(t,e){return{layer:t,key:e,accepted:0,queued:0,held:0,inHand:0,delivered:0,lost:new Map,refused:new Map}}function pb(t){let e=t.queued+t.held+t.inHand+t.delivered,n=Math.min(t.accepted,t.queued,t.held,t.inHand,t.delivered);for(let o of t.lost.values())e+=o,o<n&&(n=o);return e===t.accepted&&n>=0}function qr(t,e){pb(e)?t.unbalanced.size>0&&t.unbalanced.delete(He(e.layer,e.key)):t.unbalanced.add(He(e.layer,e.key)),t.totals.balanced=t.unbalanced.size===0}function Fc(t,e){t.ledger.clear(),t.unbalanced.clear(),t.totals=Lr();for(let n of e){if(!Array.isArray(n)||typeof n[0]!="string"||typeof n[1]!="string")continue;let o=Bc(n[0],n[1]);[o.accepted,o.queued,o.held,o.inHand,o.delivered]=[2,3,4,5,6].map(r=>O(n[r])??0),o.lost=Oc(n[7]),o.refused=Oc(n[8]),t.ledger.set(He(o.layer,o.key),o),mb(t.totals,o),qr(t,o)}}function Oc(t){let e=new Map;if(typeof t=="object"&&t!==null)for(let[n,o]of Object.entries(t))typeof o=="number"&&e.set(n,o);return e}function mb(t,e){t.accepted+=e.accepted,t.queued+=e.queued,t.held+=e.held,t.inHand+=e.inHand,t.delivered+=e.delivered;for(let[n,o]of e.lost)t.lost+=o,gt(t.lostBy,n,o);for(let[n,o]of e.refused)t.refused+=o,gt(t.refusedBy,n,o)}function Be(t){return{...t,layers:ee(t.layers,e=>({...e})),servers:ee(t.servers,e=>({...e})),connections:ee(t.connections,e=>({...e,queue:[...e.queue],inHand:[...e.inHand],groups:new Set(e.groups),frames:[...e.frames]})),replies:new Map(t.replies),channels:ee(t.channels,e=>({...e,queue:[...e.queue],heardBy:new Set(e.heardBy)})),messages:ee(t.messages,e=>({...e})),workers:ee(t.workers,e=>({...e,channels:[...e.channels]})),rules:[...t.rules],routed:new Set(t.routed),consumers:ee(t.consumers,e=>({...e,channels:[...e.channels]})),groups:ee(t.groups,e=>({...e,members:ee(e.members,n=>({...n}))})),edges:ee(t.edges,e=>({...e})),usedRoutes:new Map(t.usedRoutes),runs:ee(t.runs,e=>({...e})),ledger:ee(t.ledger,e=>({...e,lost:new Map(e.lost),refused:new Map(e.refused)})),totals:{...t.totals,lostBy:new Map(t.totals.lostBy),refusedBy:new Map(t.totals.refusedBy)},unbalanced:new Set(t.unbalanced),faults:ee(t.faults,e=>({...e})),holds:ee(t.holds,e=>({...e,held:[...e.held]})),closed:new Map(t.closed),bin:[...t.bin],printed:[...t.printed],markers:[...t.markers],ladders:new Map(t.ladders),unknown:new Map(t.unknown)}}function ee(t,e){let n=new Map;for(let[o,r]of t)n.set(o,e(r));return n}var V=()=>{},Lc=new Map([["layer.opened",Xi],["layer.closed",Ki],["process.joined",V],["process.left",V],["server.started",Bn],["server.draining",Bn],["server.stopped",Bn],["worker.started",ji],["worker.busy",Zi],["worker.stopping",Gi],["worker.stopped",Ui],["worker.stuck",Vi],["worker.freed",Yi],["connection.opened",ta],["connection.accepted",na],["connection.rejected",oa],["connection.closed",ra],["frame.received",er],["frame.sent",er],["frame.ignored",V],["reply.malformed",V],["request.received",la],["response.started",ca],["response.ended",ua],["message.accepted",za],["message.refused",V],["message.taken",Xa],["message.delivered",Ka],["message.lost",ja],["message.held",Aa],["message.released",La],["message.edited",Na],["message.duplicated",qa],["message.delayed",Da],["message.moved",Ha],["group.joined",Va],["group.left",Ya],["group.sent",Za],["route.matched",ga],["route.unmatched",ba],["routing.changed",ma],["session.opened",V],["session.saved",V],["session.discarded",V],["user.identified",V],["consumer.started",ya],["consumer.finished",xa],["consumer.raised",Sa],["consumer.deferred",_a],["consumer.denied",V],["consumer.waited",V],["binding.refused",V],["consumer.printed",Ea],["timer.set",V],["timer.fired",V],["code.changed",Ma],["code.refused",Pa],["hold.began",Ba],["hold.ended",Fa],["fault.began",Ta],["fault.ended",$a],["marked",Ra],["subscriber.failed",V],["log.trimmed",bb]]),n1=new Set(Lc.keys()),fb=100;function Fe(){return{seq:0,at:0,skipped:0,trimmed:0,layers:new Map,servers:new Map,connections:new Map,replies:new Map,channels:new Map,messages:new Map,workers:new Map,rules:[],routed:new Set,consumers:new Map,groups:new Map,edges:new Map,usedRoutes:new Map,runs:new Map,ledger:new Map,totals:Lr(),unbalanced:new Set,faults:new Map,holds:new Map,closed:new Map,bin:[],printed:[],markers:[],ladders:new Map,unknown:new Map}}function Ue(t,e){if(e.seq!==void 0){if(e.seq<=t.seq)return!1;t.seq=e.seq}return Nc(t,e,!0),Rc(t,e),!0}function Nc(t,e,n){e.at>t.at&&(t.at=e.at);let o=Lc.get(e.kind);o!==void 0?o(t,e,n):gb(t,e.kind)}function gb(t,e){let o=!t.unknown.has(e)&&t.unknown.size>=fb?"…":e;t.unknown.set(o,(t.unknown.get(o)??0)+1)}function bb(t,e){t.trimmed=O(e.events)??t.trimmed}function qc(t,e,n){let o={...t};Object.assign(t,Fe());for(let r of n)Nc(t,r,e.prologue==="fresh"&&r.seq!==void 0),t.seq=Math.max(t.seq,r.seq??0);t.seq=e.seq??t.seq,t.at=Math.max(t.at,e.now??e.at??0),t.skipped=e.skipped??0,t.trimmed=e.trimmed??t.trimmed,Fc(t,e.sums??[]),e.prologue==="merge"&&wb(t,o),vb(t,oe(e.tally))}function wb(t,e){t.skipped+=e.skipped,t.edges=e.edges,t.usedRoutes=e.usedRoutes,t.ladders=e.ladders,t.unknown=e.unknown,t.printed=Ac(e.printed,t.printed),t.markers=Ac(e.markers,t.markers);let n=new Map([...e.bin,...t.bin].map(o=>[o.seq,o]));t.bin=[...n.values()].sort((o,r)=>r.seq-o.seq).slice(0,50);for(let[o,r]of t.connections){let s=e.connections.get(o);s!==void 0&&(r.sent=s.sent,r.received=s.received,r.frames.length===0&&(r.frames=s.frames))}for(let[o,r]of e.consumers)yb(t,o,r);for(let[o,r]of e.workers){let s=t.workers.get(o);s!==void 0&&(s.runs=r.runs,s.lastDuration=r.lastDuration)}for(let[o,r]of e.groups){let s=t.groups.get(o);s!==void 0&&(s.sends=r.sends)}}function yb(t,e,n){let o=t.consumers.get(e);o!==void 0&&(o.runs=n.runs,o.raised=n.raised,o.deferred=n.deferred,o.lastError??=n.lastError,o.lastDuration??=n.lastDuration,o.source??=n.source,o.diff??=n.diff,o.file??=n.file,o.line??=n.line)}function Ac(t,e){let n=e[0]?.seq??Number.POSITIVE_INFINITY;return[...t.filter(o=>o.seq<n),...e]}function vb(t,e){for(let n of["runs","raised"])for(let[o,r]of Object.entries(oe(e[n]))){let s=O(r)??0,i=t.consumers.get(H(o));if(i===void 0||s===0)continue;i[n]+=s;let[l]=i.channels;if(n==="runs"&&i.channels.length===1){let c=`${l} → ${i.name}`;t.usedRoutes.set(c,(t.usedRoutes.get(c)??0)+s)}}}var io=250,kb=12,xb=60,Sb=40,Dc=4,so=24,lo=class{lanes=new Map;flying=[];numbers=0;swept=0;begin(e,n,o){let r=_b(e);for(let s of r){let i=s.road.hop==="fan"||r!==e;this.one(s,i?1:s.count,n,o)}}one(e,n,o,r){let s=this.laneOf(e,o);s.counts[0]+=n,ao(s)>xb&&(s.streams=!0),!s.streams&&(s.tokens+n<=kb||e.road.hop==="fan"?(s.tokens+=n,this.fly(e,o,r)):s.carrier!==null?s.carrier.count+=e.count:s.carrier=this.fly(e,o,Math.max(r,o+io)))}fly(e,n,o){let{kind:r,road:s,count:i}=e,l={id:++this.numbers,kind:r,road:s,count:i,begins:n,ends:o};return this.flying.push(l),l}laneOf(e,n){let o=oo(e.road),r=this.lanes.get(o);if(r===void 0){let s=Math.floor(n/io);r={road:e.road,kind:e.kind,window:s,counts:[0,0,0,0],tokens:0,carrier:null,streams:!1,steady:0},this.lanes.set(o,r)}return Dr(r,n),r.kind=e.kind,r.road=e.road,r}flights(e){return this.flying.filter(n=>n.begins<=e&&e<n.ends)}streams(e){let n=[];for(let o of this.lanes.values())o.streams&&(Dr(o,e),o.streams&&n.push({kind:o.kind,road:o.road,perSecond:o.steady||ao(o)}));return n}sweep(e){if(this.flying.some(n=>n.ends<=e)&&(this.flying=this.flying.filter(n=>n.ends>e)),!(e-this.swept<io*Dc)){this.swept=e;for(let[n,o]of this.lanes)Dr(o,e),ao(o)===0&&this.lanes.delete(n)}}get busy(){if(this.flying.length>0)return!0;for(let e of this.lanes.values())if(e.streams)return!0;return!1}clear(){this.flying=[],this.lanes.clear()}};function ao(t){return t.counts[0]+t.counts[1]+t.counts[2]+t.counts[3]}function Dr(t,e){let n=Math.floor(e/io),o=Math.min(n-t.window,Dc);if(!(o<=0)){for(let r=0;r<o;r++)t.steady=ao(t),t.steady<Sb&&(t.streams=!1),t.counts.pop(),t.counts.unshift(0);t.window=n,t.tokens=0,t.carrier=null}}function _b(t){if(t.length<=so)return t;let e=t.slice(0,so),n=e.at(-1),o=t.slice(so).reduce((r,s)=>r+s.count,0);return e[so-1]={...n,count:n.count+o},e}var Hr=2200,Eb=8e3,Cb=100,Hc=6e4,Ic=5e3,Mb=8,co=class{state=Fe();version=0;time=0;history;beats=new ro;roads=new lo;flying=[];waiting=0;last=0;newestEnds=0;latestDeadline=0;ended=[];speed=1;paused=!1;hidden=!1;calm=!1;following=!0;detached=!1;standing=!0;until=null;airAt=null;changes=0;constructor(e){this.history=e}push(e){for(let n of e)this.history.push(n)&&this.plan(n,this.deadline());this.waiting>Hc?this.overflow():this.hidden&&!this.paused&&this.showAll()}deadline(){return this.latestDeadline=Math.max(this.time+Hr,this.latestDeadline),this.latestDeadline}plan(e,n){this.detached||(this.beats.add(this.history.live,e,this.time,n),this.waiting+=1)}overflow(){this.paused?this.detach():this.jump()}detach(){this.forget(),this.detached=!0}prologue(e,n){this.history.prologue(e,n);let o=e.prologue==="merge";o&&this.paused?this.detach():this.jump(o)}frame(e){let n=this.standing?0:Math.max(e-this.last,0);return this.last=e,this.advance(n*this.speed),this.roads.sweep(this.time),this.standing=!this.moving,!this.standing}get moving(){return this.paused&&this.until===null?!1:this.waiting>0||this.roads.busy}advance(e){if(this.paused&&this.until===null)return;let n=this.time+e,o=this.until;this.run(o!==null&&o<=n?o:n),o!==null&&this.time>=o&&(this.until=null)}run(e){this.time=e,this.changes+=1;let n=this.stretch(),o=this.beats.next;for(;o!==void 0&&this.place(o,n);)o=this.beats.next;this.end(),this.waiting===0&&!this.detached&&(this.following=!0)}stretch(){let{beats:e}=this;if(e.lasts===0)return 1;let n=1,o=0,r=-1,s=Math.max(this.time,this.newestEnds);for(let i of e)i.deadline!==r&&o>0&&(n=Math.min(n,(r-s)/o)),r=i.deadline,o+=i.lasts;return o>0&&(n=Math.min(n,(r-s)/o)),Math.max(n,0)}place(e,n){let o=e.lasts*n,r=e.after?.ends??0,s=Math.max(this.newestEnds,Math.max(r,e.came)+o),i=Math.max(o,Math.min(e.lasts,Cb)),l=Math.max(s-i,e.came),c=this.paused&&this.until!==null&&s>this.until;return l>this.time||c?!1:(this.put(e,l,s),!0)}put(e,n,o){this.beats.take(),e.ends=this.newestEnds=o,e.after=null,this.flying.push(e),!this.calm&&o>this.time&&this.roads.begin([...e.hops.values()],n,o)}end(){let e=0;for(;e<this.flying.length&&this.flying[e].ends<=this.time;)e+=1;if(e!==0)for(let n of this.flying.splice(0,e))this.fold(n)}fold(e){for(let r of e.facts)Ue(this.state,r);this.waiting-=e.facts.length,this.version+=1;let{seq:n,at:o}=this.state;this.ended.push({seq:n,at:o,time:e.ends??this.time}),this.ended.length>2*Ic&&(this.ended=this.ended.slice(-Ic)),e.facts=[],e.hops.clear()}pause(){this.paused=!0,this.until=null}resume(){if(!this.paused)return;this.paused=!1,this.until=null;let e=this.following?Eb:Number.POSITIVE_INFINITY;this.attach()&&this.allow(e),this.hidden&&this.showAll()}allow(e){let n=Math.max(this.beats.lasts,Hr),o=Math.max(this.time,this.newestEnds)+Math.min(n,e);for(let r of this.beats)r.deadline=Math.max(r.deadline,o);this.latestDeadline=Math.max(this.latestDeadline,o)}stepForward(){if(this.until!==null&&this.run(this.until),this.pause(),!this.attach())return;this.flying.length===0&&this.placeNext();let e=this.flying[0]?.ends??null;e!==null&&(this.until=e,(this.calm||this.hidden)&&this.advance(e-this.time))}placeNext(){let e=this.beats.next;if(e===void 0)return;let n=Math.max(this.time,this.newestEnds);this.put(e,n,n+e.lasts)}stepBack(){this.pause();let{seq:e}=this.state;if(this.flying.length>0)return this.seek(e);for(;this.ended.length>0&&this.ended.at(-1).seq>=e;)this.ended.pop();let n=this.ended.at(-1)?.seq??this.history.previous(e)?.seq??null;if(n!==null)return this.seek(n);let o=this.history.first?.seq??null;return o!==null&&o<=e&&this.seek(o-1)}seek(e){let n=this.history.first?.seq;if(n===void 0||e<n-1)return!1;for(this.pause(),this.detach();this.ended.length>0&&this.ended.at(-1).seq>e;)this.ended.pop();return this.ended.at(-1)?.seq!==e&&(this.ended=[]),this.show(this.history.stateAt(e)),this.following=this.state.seq>=this.history.live.seq,!0}attach(){if(!this.detached)return!0;let e=this.history.since(this.state.seq);if(e.length>Hc||!this.history.isWhole(this.state.seq))return this.jump(),!1;this.detached=!1,this.latestDeadline=this.time+Hr;let n=Be(this.state);for(let o of e)Ue(n,o),this.beats.add(n,o,this.time,this.latestDeadline);return this.waiting=e.length,!0}jumpToLive(){this.paused=!1,this.until=null,this.jump()}jump(e=!1){this.forget(e),this.detached=!1,this.following=!0,this.latestDeadline=0,this.ended=[],this.show(Be(this.history.live))}show(e){Object.assign(this.state,e),this.version+=1,this.changes+=1}showAll(){for(;this.beats.next!==void 0;){let e=this.beats.take();e.ends=this.time,this.flying.push(e)}for(let e of this.flying.splice(0))this.fold(e);this.newestEnds=this.time,this.roads.clear(),this.following=!0}forget(e=!1){this.beats.clear(),e||this.roads.clear(),this.flying=[],this.waiting=0,this.newestEnds=this.time,this.until=null}setSpeed(e){e>0&&Number.isFinite(e)&&(this.speed=e)}setHidden(e){this.hidden=e,e&&!this.paused&&this.showAll()}setCalm(e){this.calm=e,e&&this.roads.clear()}air(e=this.time){let n=this.airAt;if(n!==null&&n.time===e&&n.version===this.changes)return n.air;let o=this.calm?{flights:[],streams:[],roads:this.roadsInUse()}:{flights:this.roads.flights(e),streams:this.roads.streams(e),roads:[]};return this.airAt={time:e,version:this.changes,air:o},o}roadsInUse(){return this.flying.flatMap(e=>[...e.hops.values()].map(n=>n.road))}get timing(){let e=this.history.live;return{paused:this.paused,live:this.following&&!this.paused,speed:this.speed,behind:this.detached?Math.max(e.seq-this.state.seq,0):this.waiting,ago:Math.max(e.at-this.state.at,0),slowdown:this.slowdown()}}slowdown(){let e=this.flying[0],n=this.ended.at(-Mb)??this.ended[0];if(e===void 0||n===void 0)return null;let o=(e.ends-n.time)/this.speed,r=((e.facts.at(-1)?.at??e.at)-n.at)*1e3;return r>0&&o>2*r?o/r:null}};var Pb=new Set(["kind","at","__proto__"]),uo=class{at=0;read(e){let n=Tb(e);if(Array.isArray(n))return this.event(n);if(typeof n!="object"||n===null)return null;let o=n;return typeof o.at=="number"&&(this.at=o.at),{head:o}}event([e,n,o]){if(typeof e!="number"||typeof n!="string")return null;this.at+=e;let r={kind:n,at:this.at};if(typeof o!="object"||o===null||Array.isArray(o))return{fact:r};let s=o;for(let i in s)Pb.has(i)||(r[i]=s[i]);return{fact:r}}};function Tb(t){try{return JSON.parse(t)}catch{return null}}var $b=2e3,Ob=60,Rb=256,ho=class{unread=0;ears;last=null;early=new Map;asked=!1;askedAt=null;sinceAsked=0;partial=null;constructor(e){this.ears=e}get waits(){return this.asked}take(e){let n=Bb(e);if(n.byteLength<4){this.unread+=1;return}let o=new DataView(n.buffer,n.byteOffset,n.byteLength),r=this.read(new TextDecoder().decode(n.subarray(4)));this.place(o.getUint32(0,!0),r)}reset(){this.last=null,this.early.clear(),this.partial=null,this.filled()}tick(e){this.asked&&(this.askedAt??=e,e-this.askedAt>=$b&&this.ask(e))}read(e){let n=new uo,o={head:{},facts:[]};for(let r of e.split(`
`)){if(r==="")continue;let s=n.read(r);s===null?this.unread+=1:"fact"in s?o.facts.push(s.fact):o.head={...o.head,...s.head}}return o}place(e,n){Wc(n.head)&&(this.last===null||e>this.last)||e===(this.last??0)+1?(this.last=e,this.hand(n),this.goOn()):(this.last===null||e>this.last)&&this.keep(e,n)}keep(e,n){this.early.size<Rb&&this.early.set(e,n),this.sinceAsked+=1,(!this.asked||this.sinceAsked>=Ob)&&this.ask(null)}ask(e){this.asked=!0,this.askedAt=e,this.sinceAsked=0,this.ears.resend(this.last??0)}goOn(){let e=this.early.get(this.last+1);for(;e!==void 0;)this.last+=1,this.hand(e),e=this.early.get(this.last+1);for(let n of this.early.keys())n<=this.last&&this.early.delete(n);this.early.size===0?this.filled():this.ask(null)}filled(){this.asked=!1,this.askedAt=null,this.sinceAsked=0}hand({head:e,facts:n}){Wc(e)&&(this.partial={head:e,wanted:O(e.facts)??0,facts:[]});let o=this.partial===null?n:this.complete(this.partial,n);o.length>0&&this.ears.facts(o)}complete(e,n){let o=e.wanted-e.facts.length;return e.facts.push(...n.slice(0,o)),e.facts.length<e.wanted?[]:(this.partial=null,this.ears.prologue(e.head,e.facts),n.slice(o))}};function Wc(t){return t.prologue==="fresh"||t.prologue==="merge"}function Bb(t){return ArrayBuffer.isView(t)?new Uint8Array(t.buffer,t.byteOffset,t.byteLength):new Uint8Array(t)}var Fb={facts:5e4,bytes:32*2**20,every:2e3,copies:40},po=class{live=Fe();letGo=0;whole=0;bounds;stretches=[{before:Fe(),facts:[],bytes:0}];count=0;weight=0;constructor(e={}){this.bounds={...Fb,...e}}get size(){return this.count}get bytes(){return this.weight}get first(){return this.stretches.find(e=>e.facts.length>0)?.facts[0]}get last(){for(let e=this.stretches.length-1;e>=0;e--){let n=this.stretches[e].facts.at(-1);if(n!==void 0)return n}}push(e){let n=this.stretches.at(-1);return n.facts.length>=this.bounds.every?(this.begin(),this.push(e)):Ue(this.live,e)?(e.seq!==void 0&&this.keep(n,e),!0):!1}keep(e,n){let o=Wr(n,0);e.facts.push(n),e.bytes+=o,this.count+=1,this.weight+=o,(this.count>this.bounds.facts||this.weight>this.bounds.bytes)&&this.trim()}begin(){for(this.stretches.push({before:Be(this.live),facts:[],bytes:0});this.stretches.length>this.bounds.copies;)this.drop()}trim(){this.stretches.length===1&&this.begin(),this.drop()}drop(){let e=this.stretches.shift();this.count-=e.facts.length,this.weight-=e.bytes,this.letGo+=e.facts.length}prologue(e,n){let o=e.prologue==="fresh";o?(this.stretches=[{before:Fe(),facts:[],bytes:0}],this.count=this.weight=0,this.letGo=e.skipped??0):this.letGo+=e.skipped??0,qc(this.live,e,n),this.whole=o?0:this.live.seq;let r=o&&n.length>0&&n.every(s=>s.seq!==void 0);r&&this.keepAll(n),this.begin(),o&&!r&&this.stretches.shift()}keepAll(e){let n=Fe();for(let o of e){let r=this.stretches.at(-1);r.facts.length>=this.bounds.every&&(r={before:Be(n),facts:[],bytes:0},this.stretches.push(r)),this.keep(r,o),Ue(n,o)}}stateAt(e){let n=this.stretches[this.stretchOf(e)],o=Be(n.before);for(let r of n.facts){if(r.seq>e)break;Ue(o,r)}return o}stretchOf(e){let n=0,o=this.stretches.length-1;for(;n<o;){let r=n+o+1>>1;this.stretches[r].before.seq<=e?n=r:o=r-1}return n}isWhole(e){return e>=this.live.seq?!0:e>=this.whole&&this.stretches[0].before.seq<=e}fact(e){let n=this.next(e-1);return n?.seq===e?n:void 0}next(e){for(let n=this.stretchOf(e);n<this.stretches.length;n++){let o=this.stretches[n].facts,r=Ir(o,e);if(r<o.length)return o[r]}}previous(e){for(let n=this.stretchOf(e-1);n>=0;n--){let o=this.stretches[n].facts,r=Ir(o,e-1);if(r>0)return o[r-1]}}since(e){let n=[];for(let o=this.stretchOf(e);o<this.stretches.length;o++){let r=this.stretches[o].facts;for(let s=Ir(r,e);s<r.length;s++)n.push(r[s])}return n}*[Symbol.iterator](){for(let e of this.stretches)yield*e.facts}};function Ir(t,e){let n=0,o=t.length;for(;n<o;){let r=n+o>>1;t[r].seq<=e?n=r+1:o=r}return n}var Ab=12;function Wr(t,e){if(typeof t=="string")return 24+t.length;if(typeof t!="object"||t===null)return 8;if(e>Ab)return 64;let n=48;if(Array.isArray(t))for(let o of t)n+=Wr(o,e+1);else for(let o in t)n+=16+Wr(t[o],e+1);return n}var Jr=10,Lb=600*Jr,mo=class{bins=new Map;add(e){let n=this.bin(e.at);n.facts+=1,Re(e)&&(n.lost+=1)}addMany(e,n){this.bin(e).facts+=n}clear(){this.bins.clear()}bin(e){let n=Math.floor(e*Jr),o=this.bins.get(n);return o||(o={facts:0,lost:0},this.bins.set(n,o),this.bins.size>Lb&&this.bins.delete(this.bins.keys().next().value)),o}bars(e,n,o){let r={facts:new Array(o).fill(0),lost:new Array(o).fill(0)},s=o/Math.max(n-e,1e-9);for(let[i,{facts:l,lost:c}]of this.bins){let u=Math.floor((i/Jr-e)*s);u<0||u>=o||(r.facts[u]+=l,r.lost[u]+=c)}return r}};async function Jc(t){let e=URL.createObjectURL(new Blob([t],{type:"text/javascript"}));try{return(await import(e)).default}finally{URL.revokeObjectURL(e)}}var Nb={id:0,do:"hello"},qb=new Set(["feed.start","feed.stop","feed.resend","content","source","story","code.list","code.complete","code.editor"]),Db={open:(t,e)=>new WebSocket(t,[e]),later:(t,e)=>{let n=setTimeout(e,t);return()=>clearTimeout(n)},random:Math.random};function zc(t){let e=t.getElementById("jupyter-config-data")?.textContent;return{href:t.location.href,baseUrl:Hb(e??null)}}function Hb(t){if(!t)return null;try{let e=JSON.parse(t).baseUrl;return typeof e=="string"?e:null}catch{return null}}var Ib=/^(localhost|127(\.\d+){3}|\[::1\])$/;function Wb(t,e){let n=new URL(t.href),o=[];if(t.baseUrl!==null&&/^https?:$/.test(n.protocol)){let r=new URL(`${t.baseUrl.replace(/\/*$/,"/")}proxy/${e}/`,n);r.protocol=n.protocol==="https:"?"wss:":"ws:",o.push(r.href)}return n.protocol==="http:"&&Ib.test(n.hostname)&&o.push(`ws://${n.hostname}:${e}/`),o}var fo=class{constructor(e,n,o,r,s=Db){this.stage=e;this.post=n;this.page=o;this.changed=r;this.browser=s}stage;post;page;changed;browser;pending=new Map;next=1;control=null;socket=null;ready=!1;retries=0;stopRetry=()=>{};closed=!1;get waiting(){let e=0;for(let n of this.pending.values())n.waits&&(e+=1);return e}get connected(){return this.ready}get lost(){return this.wasReady&&!this.ready&&this.retries>=3}wasReady=!1;ask(e,n={}){if(this.closed)return Promise.reject(new Error("This stage has been closed."));let o=this.next++,r=JSON.stringify({id:o,stage:this.stage,do:e,...n});return new Promise((s,i)=>{let l={text:r,again:qb.has(e),way:"comm",done:s,failed:i,patience:()=>{},waits:!1};this.pending.set(o,l),this.go(o,l,this.ready&&e!=="feed.start")})}heard(e){let n=Jb(e),o=n&&this.pending.get(n.id);!n||!o||(this.settle(n.id,o),n.ok?o.done(n.value??null):o.failed(new Error(n.error??"The kernel gave no reason.")))}use(e){e?.port===this.control?.port&&e?.token===this.control?.token||(this.hangUp(),this.control=e,this.retries=0,e&&this.connect(0))}close(){this.closed=!0,this.hangUp();for(let[e,n]of this.pending)this.settle(e,n),n.failed(new Error("The stage was closed before the kernel answered."))}go(e,n,o){n.way=o?"socket":"comm";try{o?this.socket.send(n.text):this.post(n.text)}catch(r){this.settle(e,n),n.failed(r instanceof Error?r:new Error(String(r)));return}o||(n.patience=this.browser.later(600,()=>{n.waits=!0,this.changed()}))}settle(e,n){n.patience(),this.pending.delete(e),n.waits&&this.changed()}connect(e){let{control:n}=this;if(!n||this.closed)return;let o=Wb(this.page,n.port)[e];if(o===void 0){e>0&&this.retry();return}let r;try{r=this.browser.open(o,n.token)}catch{this.connect(e+1);return}this.socket=r,this.listen(r,e)}listen(e,n){let o=this.browser.later(8e3,()=>e.close()),r=!1;e.onopen=()=>e.send(JSON.stringify({...Nb,stage:this.stage})),e.onmessage=s=>{r||(o(),r=!0,this.ready=this.wasReady=!0,this.retries=0,this.changed()),typeof s.data=="string"&&this.heard(s.data)},e.onclose=()=>{o(),this.socket===e&&(this.socket=null,r?this.broke():this.connect(n+1))}}broke(){this.ready=!1;for(let[e,n]of this.pending)n.way==="socket"&&(n.again?this.go(e,n,!1):(this.settle(e,n),n.failed(new Error("The line to the kernel broke: look at the picture to see whether it was done."))));this.changed(),this.retry()}retry(){let e=Math.min(3e4,500*2**this.retries)*(.75+this.browser.random()/2);this.retries+=1,this.stopRetry=this.browser.later(e,()=>this.connect(0)),this.changed()}hangUp(){this.stopRetry();let{socket:e}=this;this.socket=null,this.ready=this.wasReady=!1,e?.close()}};function Jb(t){try{let e=JSON.parse(t);return typeof e?.id=="number"?{...e,id:e.id,ok:e.ok===!0}:null}catch{return null}}var go=class{labels=new Map;owners=new Map;learn(e){if(e.kind!=="connection.opened")return;let n=String(e.connection??e.id??"");Xc(this.labels,n,typeof e.label=="string"?e.label:n),typeof e.reply_channel=="string"&&Xc(this.owners,e.reply_channel,n)}connection(e){return this.labels.get(String(e))??String(e??"")}owner(e){return this.owners.get(String(e))??null}channel(e,n){let o=this.owner(e);return o===null?String(e??""):n("who.reply",{who:this.connection(o)})}};function Xc(t,e,n){t.size>=2e4&&t.delete(t.keys().next().value),t.set(e,n)}var zb=1500,Xb=2;function Kb(t){return Array.isArray(t)?t.filter(e=>typeof e?.text=="string"&&typeof e.execution=="number"):[]}var bo=class{constructor(e,n){this.model=e;this.box=String(e.get("box")??"default"),this.cells=Kb(e.get("cells")),this.transports=new fo(String(e.get("stage")??""),o=>e.send({type:"command",text:o}),n,()=>this.changed()),this.feed=new ho({prologue:(o,r)=>this.prologue(o,r),facts:o=>this.facts(o),resend:o=>this.resend(o)}),e.on("msg:custom",this.heard)}model;box;cells;who=new go;history=new po;epoch=0;problem="";codeEdition=0;unsaved=0;code=null;director=new co(this.history);feed;transports;densities=new mo;listeners=new Set;watchers=new Set;after=[];stopping;fed=!1;answered=!1;heardAt=performance.now();heard=(e,n)=>this.hears(e,n);close(){clearTimeout(this.stopping),this.model.off("msg:custom",this.heard),this.stop(),this.code?.then(e=>e.close()).catch(()=>{}),this.transports.close(),this.listeners.clear()}hears(e,n){let{type:o,text:r}=e??{};o==="answer"&&typeof r=="string"&&this.transports.heard(r);let s=Array.isArray(n)?n[0]:void 0;o==="batch"&&s instanceof DataView&&this.fed&&(this.heardAt=performance.now(),this.feed.take(s),this.changed())}prologue(e,n){e.prologue==="fresh"&&(this.epoch+=1,this.densities.clear());for(let o of n)this.learn(o);this.codeEdition+=1,e.skipped&&this.densities.addMany(this.history.live.at,e.skipped),this.director.prologue(e,n)}facts(e){for(let n of e)this.learn(n);this.director.push(e)}learn(e){this.who.learn(e),(e.kind==="code.changed"||e.kind==="routing.changed")&&(this.codeEdition+=1),e.seq!==void 0&&this.densities.add(e)}resend(e){this.quietly(this.ask("feed.resend",{after:e}))}seen(e,n){n?this.watchers.add(e):this.watchers.delete(e),clearTimeout(this.stopping),this.watchers.size>0?(this.director.setHidden(!1),this.start()):this.fed&&(this.stopping=setTimeout(()=>this.rest(),zb))}rest(){this.director.setHidden(!0),this.paused||this.stop()}start(){if(this.fed)return;this.fed=!0;let e=this.ask("feed.start").then(n=>{this.answered=!0;let{control:o}=n??{};this.transports.use(o??null),this.changed()});this.quietly(e)}stop(){this.fed&&(this.fed=!1,this.feed.reset(),this.quietly(this.ask("feed.stop")))}quietly(e){e.catch(n=>{this.watchers.size>0&&this.complain(n)})}ask(e,n={}){return this.transports.ask(e,n)}act=async(e,n)=>{try{return await this.ask(e,n)}catch(o){throw this.complain(o),o}};deeds={openTab:async(e,n)=>String(await this.act("tab.open",{path:e,name:n})),send:async(e,n)=>{await this.act("tab.send",{tab:e,text:n})},closeTab:async e=>{await this.act("tab.close",{tab:e})},reopenTab:async e=>{await this.act("tab.reopen",{tab:e})},replaceWorker:async e=>{await this.act("worker.kill",{worker:Number(e.slice(e.indexOf(":")+1))})}};editor(){return this.code??=this.ask("code.editor").then(e=>Jc(String(e))).then(e=>e(this)).catch(e=>{throw this.code=null,e}),this.code}setUnsaved(e){e!==this.unsaved&&(this.unsaved=e,this.changed())}versionsOf(e){return this.allFacts().filter(o=>o.kind==="code.changed"&&H(String(o.what))===e).reverse().map(({version:o,by:r,source:s,at:i})=>({version:String(o??""),by:typeof r=="string"?r:null,source:typeof s=="string"?s:null,ago:this.liveNow-i}))}complain(e){this.problem=e.message,this.changed()}dismiss(){this.problem="",this.changed()}get live(){return this.answered&&!this.lost}get lost(){return this.transports.lost}get waiting(){return this.transports.waiting}get state(){return this.director.state}get version(){return this.director.version}advance(e){this.feed.tick(e),this.director.frame(e)}get moving(){return this.director.moving}air=e=>this.director.air(e);time=()=>this.director.time;setCalm(e){this.director.setCalm(e)}get timing(){return this.director.timing}get paused(){return this.timing.paused}get speed(){return this.timing.speed}toggle(){this.paused?this.director.resume():this.director.pause(),this.changed()}step(e){e>0?this.director.stepForward():this.director.stepBack(),this.changed()}canStep(e){if(e>0)return this.timing.behind>0;let n=this.history.first?.seq;return n!==void 0&&this.state.seq>=n}setSpeed(e){this.director.setSpeed(e),this.changed()}toLive(){this.director.jumpToLive(),this.changed()}seek(e){let n=this.seqAt(e);n!==null&&this.director.seek(n),this.changed()}seqAt(e){let{first:n,last:o}=this.history;if(!n||!o)return null;let r=n.seq-1,s=o.seq;for(;r<s;){let i=Math.ceil((r+s)/2),l=this.history.next(i-1);l&&l.at<=e?r=Math.max(i,l.seq):s=i-1}return r}get liveNow(){let e=this.live?(performance.now()-this.heardAt)/1e3:0;return this.history.live.at+e}get now(){let{live:e,behind:n}=this.timing;return e&&n===0?this.liveNow:this.state.at}get ago(){let{live:e,behind:n}=this.timing,o=this.liveNow-this.state.at;return e||n===0||o<Xb?0:o}span(e){let n=Math.max(this.liveNow,1),o=Math.max(e,(n-this.now)*1.1);return[Math.max(0,n-o),n]}density(e,n,o){return this.densities.bars(e,n,o)}get current(){return this.history.fact(this.state.seq)??null}fact(e){return this.history.fact(e)}allFacts(){return[...this.history]}around(e){let{seq:n}=this.state,o=[],r=this.history.fact(n)??this.history.previous(n);for(;r&&o.length<e;r=this.history.previous(r.seq))o.push(r);let s=[];for(r=this.history.next(n);r&&s.length<e;r=this.history.next(r.seq))s.push(r);return{before:o.reverse(),after:s}}subscribe(e){return this.listeners.add(e),()=>this.listeners.delete(e)}changed(){for(let e of this.listeners)e()}afterRender(e){this.after.push(e),this.changed()}rendered(){for(let e of this.after.splice(0))e()}};var zr=new Map,Kc=t=>String(t.get("stage")??"");function jc(t){let e=Kc(t),n=zr.get(e);return n||(n=new bo(t,zc(document)),zr.set(e,n)),n}function jb({model:t}){let e=jc(t);return()=>{e.close(),zr.delete(Kc(t))}}function Gb({model:t,el:e}){let n=t.get("options")??{},o=new Qn(jc(t),e,n);return()=>o.unmount()}var F1={initialize:jb,render:Gb};export{F1 as default};
