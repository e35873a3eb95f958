var $,Hs,Md,Oe,zo,pn,Is,un,qs,jo,Xo,Cd,Rt=Symbol.for("pv"),mn={},fn=[],Pd=/^m(i|n|o|s|text|space)$/,Go=Array.isArray,Js=fn.slice,Ke=Object.assign;function We(t){t&&t.parentNode&&t.remove()}function dn(t,e,n,o,r){var s={type:t,props:e,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:Rt,__v:r||++Hs,__i:-1,__u:0};return!r&&$.vnode&&$.vnode(s),s}function Bt(){return{current:null}}function w(t){return t.children}function se(t,e){this.props=t,this.context=e,this.__g=0}function $e(t,e){if(e==null)return t.__&&$e(t.__,t.__i+1);for(var n;e<t.__k.length;e++)if((n=t.__k[e])&&n.__e)return n.__e;return typeof t.type!="function"||t.props.__P?null:$e(t)}function Td(t){var e,n=t.__v,o=n.__e,r=[],s=[],i=t.__P;i&&((e=Ke({constructor:Rt},n)).__v=n.__v+1,$.vnode&&$.vnode(e),Uo(i,e,n,t.__n,i.namespaceURI,32&n.__u?[o]:null,r,o||$e(n),32&n.__u,s),e.__v=n.__v,e.__.__k[e.__i]=e,Gs(r,e,s),n.__=n.__e=null,e.__e!=o&&Ws(e))}function Ws(t){if((t=t.__)&&t.__c&&!t.props.__P)return t.__e=null,t.__k.some(function(e){return e&&(t.__e=e.__e)}),Ws(t)}function Ns(t){(8&t.__g||(t.__g|=8,Oe.push(t),pn++))&&zo==$.debounceRendering||((zo=$.debounceRendering)||queueMicrotask)(Ks)}function Ks(){try{for(var t,e=1;Oe.length;)Oe.length>e&&Oe.sort(Is),t=Oe.shift(),e=Oe.length,8&t.__g&&Td(t)}finally{(pn=Oe.length)&&(zo||queueMicrotask)(Ks)}}function zs(t,e,n,o,r,s,i,l,c,u,d){var h,m,p,f,b,y,k=o.__k||fn,v=e.length;for(c=Od(n,e,k,c,v),h=0;h<v;h++)(p=n.__k[h])!=null&&(m=~p.__i&&k[p.__i]||mn,p.__i=h,y=Uo(t,p,m,r,s,i,l,c,u,d),f=p.__e,(m.ref!=p.ref||8&m.__u)&&(m.ref&&Vo(m.ref,null,p,m),p.ref&&d.push(p.ref,p.__c||f,p)),b=b||f,4&p.__u?(c=Xs(p,c,t,!m.__v),m.__e&&(m.__e=null)):typeof p.type=="function"&&y!==void 0?c=y:f&&(c=f.nextSibling),p.__u&=-21);return n.__e=b,c}function Od(t,e,n,o,r){var s,i,l,c,u,d,h,m,p,f=n.length,b=f,y=0,k=0,v=t.__k=Array(r);for(s=0;s<r;s++)(i=e[s])!=null&&typeof i!="boolean"&&typeof i!="function"?(typeof i!="object"||i.constructor===String?i=v[s]=dn(null,i):Go(i)?i=v[s]=dn(w,{children:i}):i.constructor===Rt&&i.__b?i=v[s]=dn(i.type,i.props,i.key,i.ref,i.__v):v[s]=i,c=s+y,i.__=t,i.__b=t.__b+1,l=null,~(u=i.__i=$d(i,n,c,b))&&(b--,(l=n[u])&&(l.__u|=2)),l&&l.__v?(i.__u|=16,u==c-1?y--:u==c+1?y++:u!=c&&(u>c?y--:y++,k=1)):(~u||(r>f?y--:r<f&&y++),typeof i.type!="function"&&(i.__u|=4))):v[s]=null;if(k){for(d=[],h=[],s=0;s<r;s++)if((i=v[s])&&16&i.__u){for(y=0,m=d.length;y<m;)d[p=y+m>>1]<i.__i?y=p+1:m=p;d[y]=i.__i,h[s]=y+1}for(y=d.length;s--;)h[s]&&(h[s]==y?y--:v[s].__u|=4)}if(b)for(s=0;s<f;s++)!(l=n[s])||2&l.__u||(l.__e==o&&(o=$e(l)),Yo(l,l));return o}function Xs(t,e,n,o){var r,s,i,l;if(typeof t.type=="function"){if(t.props.__P)return e;if(r=t.__k)for(s=0;s<r.length;s++)r[s]&&(r[s].__=t,e=Xs(r[s],e,n,!1));return e}for(e&&!e.parentNode&&(e=$e(t))&&!e.parentNode&&(e=null),i=t.__e,l=e;l&&l.nodeType==8;)l=l.nextSibling;for(i!=l&&(!o&&n.moveBefore&&i.parentNode?n.moveBefore(i,e):n.insertBefore(i,e||null)),e=i;(e=e&&e.nextSibling)&&e.nodeType==8&&!e.data.startsWith("$s"););return e}function $d(t,e,n,o){var r,s=t.key,i=t.type,l=e[n],c=l&&!(2&l.__u);if(l===null&&s==null||c&&s==l.key&&i==l.type)return n;if(o>(c?1:0)){for(r=n-1;r>=0;r--)if((l=e[r])&&!(2&l.__u)&&s==l.key&&i==l.type)return r;for(r=n+1;r<e.length;r++)if((l=e[r])&&!(2&l.__u)&&s==l.key&&i==l.type)return r}return-1}function Ds(t,e,n){n==null&&(n=""),e[0]=="-"?t.setProperty(e,n):t[e]=n}function cn(t,e,n,o,r){var s,i;if(e=="style")if(typeof n=="string")t.style.cssText=n;else{if(typeof o=="string"&&(t.style.cssText=o=""),o)for(e in o)n&&e in n||Ds(t.style,e);if(n)for(e in n)o&&n[e]==o[e]||Ds(t.style,e,n[e])}else if(e[0]=="o"&&e[1]=="n")typeof n!="function"&&(n=null),typeof o!="function"&&(o=null),(t.__e||(t.__e={}))[e]=n,n&&o||(i=Xo[e]||(Xo[e]=Rd(e)),(t.__a||(t.__a={}))[e]=jo,s=e!=(e=e.replace(qs,"$1")),(e=e.slice(2))[0]<"a"&&(e=e.toLowerCase()),n?t.addEventListener(e,i,s):t.removeEventListener(e,i,s));else{if(r=="http://www.w3.org/2000/svg")e=e.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(e!="width"&&e!="height"&&e!="href"&&e!="list"&&e!="form"&&e!="tabIndex"&&e!="download"&&e!="rowSpan"&&e!="colSpan"&&e!="role"&&e!="popover"&&e in t)try{return void(t[e]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&e[4]!="-"?t.removeAttribute(e):t.setAttribute(e,e=="popover"&&n==1?"":n)}}function Rd(t){return function(e){var n=this.__e;if(n){if(n=n[t],e[un]==null)e[un]=jo++;else if(e[un]<this.__a[t])return;return n($.event?$.event(e):e)}}}function Uo(t,e,n,o,r,s,i,l,c,u){var d,h,m,p,f,b,y,k,v,E,x,A,L,O,z,Te,ee,he,re=e.type;if(e.constructor!==Rt)return null;128&n.__u&&(c=32&n.__u,d=n.__c.__z)&&(e.__u|=c,h=s=[],d.nodeType==8?l=hn(d,s):s.push(d),l=s[0]||l),(d=$.__b)&&d(e);e:if(typeof re=="function"){m=i.length;try{if(k=e.props,v=(d=re.prototype)&&d.render,E=(d=re.contextType)&&o[d.__c],x=d?E?E.props.value:d.__:o,(p=n.__c)?(e.__c=p,2&p.__g&&(p.__g|=1)):(v?e.__c=p=new re(k,x):(e.__c=p=new se(k,x),p.constructor=re,p.render=Fd),E&&E.sub(p),p.state||(p.state={}),p.__n=o,p.__g|=8,p.__h=[],p.__k=[]),v&&(p.__s||(p.__s=p.state),re.getDerivedStateFromProps&&(p.__s==p.state&&(p.__s=Ke({},p.__s)),Ke(p.__s,re.getDerivedStateFromProps(k,p.__s)))),f=p.props,b=p.state,p.__v=e,n.__c){if(k!==f&&v&&!re.getDerivedStateFromProps&&p.componentWillReceiveProps&&p.componentWillReceiveProps(k,x),e.__v==n.__v&&!(8&p.__g)||!(4&p.__g)&&p.shouldComponentUpdate&&p.shouldComponentUpdate(k,p.__s,x)===!1){e.__v!=n.__v&&(p.props=k,p.state=p.__s,p.__g&=-9),e.__e=n.__e,e.__k=n.__k,e.__k.some(function(X){X&&(X.__=e)}),fn.push.apply(p.__h,p.__k),p.__k=[],p.__h.length&&i.push(p),l=$e(n);break e}p.componentWillUpdate&&p.componentWillUpdate(k,p.__s,x),v&&p.componentDidUpdate&&p.__h.push(function(){p.componentDidUpdate(f,b,y)})}else v&&!re.getDerivedStateFromProps&&p.componentWillMount&&p.componentWillMount(),v&&p.componentDidMount&&p.__h.push(p.componentDidMount);p.context=x,p.props=k,p.__P=t,p.__g&=-5,A=$.__r,L=v?25:0;do p.__g&=-9,A&&A(e),d=p.render(p.props,p.state=p.__s,p.context);while(8&p.__g&&++L<25);v&&(fn.push.apply(p.__h,p.__k),p.__k=[]),p.state=p.__s,p.getChildContext&&(o=Ke({},o,p.getChildContext())),v&&n.__c&&p.getSnapshotBeforeUpdate&&(y=p.getSnapshotBeforeUpdate(f,b)),O=d&&d.type===w&&d.key==null?d.props.children:d,k.__P&&(d=l,r=(t=k.__P).namespaceURI,c=s=null,n.props&&n.props.__P!=t&&(n.__k.some(function(X){X&&Yo(X,X)}),n.__k=null),l=n.__k?$e(n,0):null),l=zs(t,Go(O)?O:[O],e,n,o,r,s,i,l,c,u),k.__P&&(e.__e=null,l=d),e.__u&=-161,h&&h.some(We),p.__h.length&&i.push(p),1&p.__g&&(p.__g&=-4)}catch(X){if(i.length=m,e.__v=null,c||s)if(X&&X.then){if(e.__u|=128|c,s){for(~(ee=s.indexOf(l||void 0))||(ee=s.length);(he=s[ee-1])&&he.nodeType==8;)ee--;for(;ee<s.length;ee++)if(he=s[ee])if(s[ee]=null,z){if(he==Te)break}else{if(he.nodeType!=8)break;he.data.startsWith("$s")&&(Te=hn(z=he))}}if(!z){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;z=l}(d=hn(z=e.__c.__z||(e.__c.__z=z)))?(e.__e=z,l=d):e.__e=l,l=l&&l.nextSibling}else s&&s.some(We);else e.__e=n.__e;e.__k||(e.__k=n.__k||[]),X&&X.then||js(e),$.__e(X,e,n)}}else l=e.__e=Bd(n.__e,e,n,o,r,s,i,c,u,t);return(d=$.diffed)&&d(e),l}function hn(t,e){if(t&&t.nodeType==8&&t.data.startsWith("$s"))for(var n=1;t=t.nextSibling;){if(t.nodeType==8){if(t.data.startsWith("$s"))n++;else if(t.data.startsWith("/$s")&&!--n)return t}e&&e.push(t)}}function js(t){t&&(t.__c&&(t.__c.__g|=4),t.__k&&t.__k.some(js))}function Gs(t,e,n){for(var o=0;o<n.length;)Vo(n[o++],n[o++],n[o++]);$.__c&&$.__c(e,t),t.some(function(r){try{t=r.__h,r.__h=[],t.some(function(s){s.call(r)})}catch(s){$.__e(s,r.__v)}})}function Bd(t,e,n,o,r,s,i,l,c,u){var d,h,m,p,f,b,y,k,v=n.props||mn,E=e.props,x=e.type;if(x=="svg"?r="http://www.w3.org/2000/svg":x=="math"?r="http://www.w3.org/1998/Math/MathML":r||(r="http://www.w3.org/1999/xhtml"),s){for(d=0;d<s.length;d++)if((f=s[d])&&(x?f.localName==x:f.nodeType==3)){t=f,s[d]=null;break}}if(!t){if(k=u.ownerDocument||document,!x)return k.createTextNode(E);t=k.createElementNS(r,x,E.is?E:u),l&&($.__m&&$.__m(e,s),l=!1),s=null}if(x){if(u=x=="template"&&t.content||t,s=x=="textarea"&&E.defaultValue!=null?null:s&&Js.call(u.childNodes),!l&&s)for(v={},d=0;d<t.attributes.length;d++)v[(f=t.attributes[d]).name]=f.value;for(d in v)f=v[d],d=="dangerouslySetInnerHTML"?m=f:d=="children"||d in E||d=="value"&&"defaultValue"in E||d=="checked"&&"defaultChecked"in E||cn(t,d,null,f,r);for(d in E)f=E[d],d=="children"?p=f:d=="dangerouslySetInnerHTML"?h=f:d=="value"?b=f:d=="checked"?y=f:l&&typeof f!="function"||v[d]===f||cn(t,d,f,v[d],r);h?(l||m&&(h.__html==m.__html||h.__html==t.innerHTML)||(t.innerHTML=h.__html),e.__k=[]):(m&&(t.textContent=""),(x=="foreignObject"||r=="http://www.w3.org/1998/Math/MathML"&&Pd.test(x))&&(r="http://www.w3.org/1999/xhtml"),zs(u,Go(p)?p:[p],e,n,o,r,s,i,s?s[0]:n.__k&&$e(n,0),l,c),s&&s.some(We)),l&&x!="textarea"||(d="value",x=="progress"&&b==null?t.removeAttribute(d):b==null||b===t[d]&&(x!="progress"||b)||cn(t,d,b,v[d],r),d="checked",y!=null&&y!=t[d]&&cn(t,d,y,v[d],r))}else v===E||l&&t.data==E||(t.data=E);return t}function Vo(t,e,n,o){try{typeof t=="function"?e?e.__x=t(e)||1:o&&(o=o.__c||o.__e)&&(e=o.__x)&&(o.__x=null,typeof e=="function"?e():t(null)):t.current=e}catch(r){$.__e(r,n)}}function Yo(t,e,n){var o,r,s,i;if($.unmount&&$.unmount(t),!(o=t.ref)||o.current&&o.current!=t.__e||Vo(o,null,e,t),o=t.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(l){$.__e(l,e)}o.__P=o.__n=null}if(o=t.__k)for(i=0;i<o.length;i++)o[i]&&Yo(o[i],e,typeof t.type!="function"||n&&!t.props.__P);!n&&(o=t.__c)&&(o=o.__z)&&(r=hn(o,s=[]))&&(o==t.__e&&s.some(We),We(r),We(o)),n||We(t.__e),t.__e=t.__c=t.__=null}function Fd(t,e,n){return this.constructor(t,n)}function lt(t,e){var n,o,r,s;$.__&&$.__(t,e),e.nodeType==9&&(e=e.documentElement),o=(n=t&&32&t.__u)?null:e.__k,e.__k=dn(w,{children:[t]}),r=[],s=[],Uo(e,e.__k,o||mn,mn,e.namespaceURI,o?null:e.firstChild?Js.call(e.childNodes):null,r,o?o.__e:e.firstChild,n,s),Gs(r,e.__k,s),e.__k.props.children=null}$={__e:function(t,e,n,o){for(var r,s,i;e=e.__;)if((r=e.__c)&&!(1&r.__g)){r.__g|=4;try{if((i=(s=r.constructor)&&s.getDerivedStateFromError)&&r.setState(s.getDerivedStateFromError(t)),r.componentDidCatch&&(r.componentDidCatch(t,o||{}),i=1),i&&8&r.__g)return void(r.__g|=2)}catch(l){t=l}}throw pn=0,t}},Hs=0,Md=function(t){return t!=null&&t.constructor===Rt},se.prototype.setState=function(t,e){var n=this.__s;n&&n!=this.state||(n=this.__s=Ke({},this.state)),typeof t=="function"&&(t=t(Ke({},n),this.props)),t&&(Ke(n,t),this.__v&&(e&&this.__k.push(e),Ns(this)))},se.prototype.forceUpdate=function(t){this.__v&&(this.__g|=4,t&&this.__h.push(t),Ns(this))},se.prototype.render=w,Oe=[],pn=0,Is=function(t,e){return t.__v.__b-e.__v.__b},un=Symbol(),qs=/(PointerCapture)$|Capture$/i,jo=0,Xo={},Cd=0;var Us=`/* The flow. Lengths are in units: var(--u) is one of them; inside the figure a unit is 1 already. */
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
.figure .process {
  fill: var(--sunk);
  stroke: var(--line);
  stroke-width: var(--rule);
}
.figure .process.ghost {
  fill: none;
  stroke: var(--edge);
}
.figure .struck {
  text-decoration: line-through;
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
/* Two lines of one text: no line break comes with it when it is copied. */
.controls .said .broken {
  height: auto;
}
.controls .said .broken span {
  display: inline-block;
  width: 100%;
  height: calc(13 * var(--u));
  vertical-align: top;
  overflow: hidden;
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
  /* The code is whole; the words beside it can wrap. */
  grid-template-columns: minmax(min-content, 1.9fr) minmax(0, 1fr) minmax(0, 1fr);
}
.flow:not([data-mode="narrow"]) .invite ol.coded li:first-child {
  grid-template-columns: calc(28 * var(--u)) minmax(min-content, 1fr);
}
.flow[data-mode="narrow"] .invite pre code {
  white-space: pre-wrap;
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

/* What a person has put in the way. The yellow is the same in every theme, and so is the ink on it. */
.figure .barrier {
  fill: var(--held);
  stroke: #16191d;
  stroke-width: 1.25;
}
.figure .onheld {
  fill: #16191d;
}
.figure .tag {
  fill: var(--lostbg);
  stroke: var(--lost);
  stroke-width: 1.25;
}
.figure .edited {
  fill: none;
  stroke: var(--ink);
  stroke-width: 2.5;
}
`;var Vs=`/* What is done by hand: holds, held messages, faults. */
.note.inway {
  flex-wrap: wrap;
  gap: calc(2 * var(--u)) calc(16 * var(--u));
  background: var(--sunk);
  padding-top: calc(4 * var(--u));
  padding-bottom: calc(4 * var(--u));
}
.note.inway .link .mark {
  margin-right: calc(3 * var(--u));
}
.stage[data-compact] .note.inway {
  flex-wrap: nowrap;
  padding-top: 0;
  padding-bottom: 0;
}
.note.inway .link {
  min-width: 0;
  max-width: 100%;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.note.inway [data-open="holds"] b {
  color: var(--heldtext);
}
.note.inway [data-open="faults"] {
  color: var(--losttext);
}
.term .link {
  line-height: 1;
}
tr.hand td:first-child {
  box-shadow: inset 3px 0 0 var(--held);
}

/* As tall as the picture beside it, and never the reason for a taller stage. */
.stage:not([data-fill]) .body:not(.stacked) .side.hands {
  contain: size;
  min-height: calc(440 * var(--u));
}
/* Where a place is low, the picture gives way to what one has opened. */
.stage[data-fill] .body.stacked .side:not(.coding) {
  flex: 0 1 auto;
  min-height: 0;
}
.hands h2:focus {
  outline: none;
}
.side.hands header h2 {
  font-family: var(--sans);
}
.hands h3,
.holdhere p {
  margin: 0 0 calc(4 * var(--u));
  overflow-wrap: anywhere;
}
.hands h3 {
  font-size: var(--r3);
}
.hands p {
  margin: calc(4 * var(--u)) 0;
}
.hands .calm {
  color: var(--ink2);
}
.side .holdhere {
  margin: 0 0 calc(10 * var(--u));
}
.holdhere.on,
.hands section[data-hold] {
  border-left: 3px solid var(--held);
  padding-left: calc(8 * var(--u));
}
.hands .broken {
  border-left: 3px solid var(--lost);
  padding-left: calc(8 * var(--u));
}
.hands .broken li {
  align-items: center;
  padding: calc(3 * var(--u)) 0;
}
.hands .broken > .btn {
  margin-top: calc(6 * var(--u));
}
.hands .offers {
  margin-top: calc(10 * var(--u));
}
.side .row {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: calc(6 * var(--u));
  margin: calc(4 * var(--u)) 0;
}
.side .row .btn,
.side .broken .btn,
.side .field .btn {
  margin: 0;
}
.side .btn:disabled {
  cursor: default;
  color: var(--ink3);
  border-color: var(--line);
  background: none;
}
.side .btn.pri:disabled {
  background: var(--line);
}
.side input,
.side select,
.side textarea {
  box-sizing: border-box;
  min-width: 0;
  font-size: var(--r2);
  color: var(--ink);
  background: var(--bg);
  border: 1px solid var(--edge);
  border-radius: calc(3 * var(--u));
  padding: calc(3 * var(--u)) calc(6 * var(--u));
}
.side input {
  height: calc(26 * var(--u));
}
.side select {
  height: calc(26 * var(--u));
  max-width: 100%;
  font-family: var(--mono);
}
.side textarea {
  resize: vertical;
}
.side [aria-invalid] {
  border-color: var(--lost);
}
.holdhere input {
  flex: 1 1 calc(120 * var(--u));
}
.side .short {
  width: calc(52 * var(--u));
}

.side li.held,
.side li.offer {
  display: block;
  padding: 0;
}
.heldrow,
.offerhead {
  all: unset;
  box-sizing: border-box;
  width: 100%;
  cursor: pointer;
  padding: calc(5 * var(--u)) calc(2 * var(--u));
}
.heldrow {
  display: grid;
  grid-template-columns: auto auto minmax(0, 1fr);
  gap: 0 calc(8 * var(--u));
  align-items: baseline;
}
.heldrow .said {
  font-weight: 600;
}
.heldrow .of {
  grid-column: 2 / -1;
  color: var(--ink2);
  font-size: var(--r1);
  overflow-wrap: anywhere;
}
.heldrow .of b {
  color: var(--heldtext);
}
.offerhead {
  display: block;
}
.offerhead b,
.offerhead span {
  display: block;
}
.offerhead span {
  color: var(--ink2);
}
.heldrow:hover,
.offerhead:hover {
  background: var(--sunk);
}
.heldrow[aria-expanded="true"],
.offerhead[aria-expanded="true"] {
  background: var(--selbg);
}
.heldrow:focus-visible,
.offerhead:focus-visible {
  outline: 2px solid var(--sel);
  outline-offset: -2px;
}
.offer form,
.decide {
  padding: calc(4 * var(--u)) calc(2 * var(--u)) calc(10 * var(--u));
}
.decide form:first-of-type {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, calc(250 * var(--u))), 1fr));
  gap: 0 calc(16 * var(--u));
  align-items: end;
}
.decide form .row {
  grid-column: 1 / -1;
}
.body.stacked .offers {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, calc(270 * var(--u))), 1fr));
  gap: 0 calc(16 * var(--u));
  align-items: start;
}
.offer .option {
  display: flex;
  align-items: center;
  gap: calc(5 * var(--u));
}
.field {
  display: grid;
  grid-template-columns: minmax(0, 1fr) auto;
  align-items: end;
  gap: calc(2 * var(--u)) calc(4 * var(--u));
  margin-bottom: calc(5 * var(--u));
}
.field > div {
  display: grid;
}
.field label {
  font-size: var(--r1);
  color: var(--ink2);
}
.field .bad {
  grid-column: 1 / -1;
  margin: 0;
}
.side .pace .seg {
  display: inline-flex;
  margin: 0;
}
.seg button:disabled {
  cursor: default;
}
.stage[data-touch] .side .btn,
.stage[data-touch] .side input,
.stage[data-touch] .side select,
.stage[data-touch] .heldrow,
.stage[data-touch] .offerhead,
.stage[data-touch] .note.inway .link {
  min-height: 44px;
}
.stage[data-touch] .side .btn {
  min-width: 44px;
}
.stage[data-touch] .note.inway .link {
  line-height: 44px;
}
`;var Nd={" ":"toggle",",":"back",".":"step",f:"fullscreen",p:"pin",t:"theme",1:"flow",2:"table","?":"help","/":"filter",h:"hold",n:"through",b:"faults",Escape:"escape"},Dd={KeyF:"fullscreen",KeyP:"pin",KeyT:"theme",KeyH:"hold",KeyN:"through",KeyB:"faults",Period:"step",Comma:"back"};function Ys(t){if(t.ctrlKey||t.metaKey||t.altKey||t.defaultPrevented)return null;let e=t.composedPath()[0],n=e instanceof Element?e.localName:"";if(e?.isContentEditable)return null;if(/^(input|textarea|select)$/.test(n))return t.key==="Escape"?"escape":null;if(t.key===" "&&/^(button|a|tr)$/.test(n))return null;if(e instanceof Element&&e.getAttribute("role")==="slider"){if(t.key==="ArrowRight")return"step";if(t.key==="ArrowLeft")return"back"}return Nd[t.key]??(/^[\x20-\x7e]$/.test(t.key)?null:Dd[t.code]??null)}function Zs(t){(t.ctrlKey||t.metaKey)&&t.code==="KeyS"||t.stopPropagation()}var ni="channel-sandbox.pin",Qs="channel-sandbox:taken",Hd={right:360,bottom:240},Id=720,qd=712,ei={page:.5,telephone:.6},ti=46,Jd=900,Wd=0,gn=class{constructor(e,n,o,r,s){this.home=e;this.host=n;this.another=o;this.box=r;this.changed=s;this.remembered=jd(),this.listen(document,Qs,i=>this.yieldTo(i)),this.listen(window,"resize",()=>this.place==="pin"&&this.layOut()),this.listen(window,"pagehide",()=>this.popup?.close()),this.room.observe(e)}home;host;another;box;changed;place="cell";blocked=!1;folded=!1;popup=null;before="cell";remembered;undo=[];padded=null;mark=`data-channel-sandbox-${++Wd}`;room=new ResizeObserver(()=>this.place==="pin"&&this.pad());get side(){return this.canFlip?this.remembered.side:"bottom"}get canFlip(){return innerWidth>=Id}get size(){let e=this.side==="right"?innerWidth:innerHeight,n=this.canFlip?ei.page:ei.telephone,o=this.side==="right"?Math.max(e*.52,Math.min(qd,e*.56)):e*n,r=this.remembered[this.side]??o;return Math.min(e*.9,Math.max(Hd[this.side],r))}get view(){return this.host.ownerDocument.defaultView??window}toggle(e){this.place!==e?this.go(e):this.go(e==="window"?this.before:"cell")}go(e){if(e===this.place&&!this.blocked)return;let n=e==="window"?this.open():null;this.blocked=e==="window"&&n===null,this.blocked||this.move(e,n),this.changed()}fold(e){this.folded=e,this.layOut()}move(e,n){let o=this.place,r=e==="cell"?null:this.take();this.leave(),e==="pin"&&this.enterPin(),n&&(this.before=o==="pin"||r==="pin"?"pin":"cell",this.enterWindow(n))}flip(){this.remembered.side=this.side==="right"?"bottom":"right",this.layOut()}resize(e){this.remembered[this.side]=e,this.layOut()}toggleFullscreen(){let{ownerDocument:e}=this.host;(e.fullscreenElement?e.exitFullscreen():this.host.requestFullscreen()).catch(()=>this.changed())}dispose(){this.leave(),this.room.disconnect();for(let e of this.undo)e()}leave(){let{popup:e}=this;this.popup=null,this.unpad(),this.place="cell",this.folded=!1,this.host.ownerDocument!==document&&(this.host=this.another(document)),this.host.dataset.place="cell",this.host.removeAttribute("style"),this.host.parentNode!==this.home&&this.home.prepend(this.host),e?.close()}enterPin(){this.place="pin",this.host.dataset.place="pin",document.body.append(this.host),this.layOut()}take(){let e={box:this.box,by:this.host,from:null};return document.dispatchEvent(new CustomEvent(Qs,{detail:e})),e.from}yieldTo({detail:e}){e.box!==this.box||e.by===this.host||this.place==="cell"||((this.place==="pin"||this.before==="pin")&&(e.from="pin"),this.popup=null,this.go("cell"))}layOut(){let{side:e,size:n,folded:o}=this,r=e==="right"?`right:0;width:${n}px`:"left:0;right:0",s=e==="right"?"top:0":`height:${n}px`,i=`${r};${o?`height:${ti}px`:s}`;this.host.style.cssText=`position:fixed;bottom:0;z-index:${Jd};${i}`,this.pad(),Gd(this.remembered),this.changed()}pad(){let e=this.place==="pin"?Xd(this.home):null,n=e?this.covered(zd(e)):0;if((this.padded?.element!==e||n<=0)&&this.unpad(),!e||n<=0)return;this.padded||(this.padded={element:e,style:document.head.appendChild(document.createElement("style"))},e.setAttribute(this.mark,""),this.room.observe(e,{box:"border-box"}));let o=Kd(this.mark,this.beside,n,this.beside||!this.canFlip);this.padded.style.textContent!==o&&(this.padded.style.textContent=o)}covered({right:e,bottom:n}){return this.beside?e-(innerWidth-this.size):n-(innerHeight-(this.folded?ti:this.size))}get beside(){return this.side==="right"&&!this.folded}unpad(){if(!this.padded)return;let{element:e,style:n}=this.padded;this.padded=null,n.remove(),e.removeAttribute(this.mark),this.room.unobserve(e)}open(){return window.open("",`channel-sandbox-${this.box}`,"popup,width=1280,height=840")}enterWindow(e){this.popup=e,this.place="window";let{document:n}=e;this.host.remove(),this.host=this.another(n),this.host.dataset.place="window",n.title=document.title,n.documentElement.style.height="100%",n.body.style.cssText="margin:0;height:100%",n.body.replaceChildren(this.host),e.addEventListener("pagehide",()=>this.popup===e&&this.go(this.before)),e.focus()}listen(e,n,o){e.addEventListener(n,o),this.undo.push(()=>e.removeEventListener(n,o))}};function Kd(t,e,n,o){let r=e?"padding-right":"padding-bottom",s=`[${t}] .cm-editor .cm-content {
    white-space: break-spaces; overflow-wrap: anywhere; flex-shrink: 1; min-width: 0; }`;return`[${t}] { box-sizing: border-box !important; ${r}: ${n}px !important; }
    ${o?s:""}`}function zd(t){let e=t.getBoundingClientRect();return{right:Math.min(e.right,innerWidth),bottom:Math.min(e.bottom,innerHeight)}}function Xd(t){for(let e=t.parentElement;e;e=e.parentElement)if(/auto|scroll/.test(getComputedStyle(e).overflowY)&&e.clientHeight>300)return e;return null}function jd(){let t={side:innerWidth>=1e3?"right":"bottom",right:null,bottom:null};try{let e=JSON.parse(localStorage.getItem(ni)??"{}");return{side:e.side==="right"||e.side==="bottom"?e.side:t.side,right:typeof e.right=="number"?e.right:null,bottom:typeof e.bottom=="number"?e.bottom:null}}catch{return t}}function Gd(t){try{localStorage.setItem(ni,JSON.stringify(t))}catch{}}function Zo(t,e,n,o){return t==="projector"&&o?Math.min(20/12,Math.max(1.5,n/ri.medium)):t==="projector"?e<700?1:20/12:o?Math.max(1,Math.min(e/1100,n/650,1.6)):e>1300?Math.max(1,Math.min(e/1100,1.6)):1}var ri={medium:474,narrow:720},Ud={medium:712,narrow:360};function si(t,e,n){if(t!=="projector")return Zo(t,e,n,!1);let o=r=>Math.min(e/Ud[r],n/ri[r]);return Math.max(1,Math.min(20/12,Math.max(o("medium"),o("narrow"))))}var Vd={wide:600,medium:600,narrow:880},Yd=520;function ii(t,e){return e?Vd[t]:Yd}var oi={compact:132,whole:194};function ai(t,e){return Math.floor(t)-(e?oi.compact:oi.whole)}var li=520,bn=480;function Ft(t){return t>=960?"wide":t>=680?"medium":"narrow"}var ze,I,Qo,ci,er=Object.is,wn=0,wi=[],tr=[],H=$,ui=H.__b,di=H.__r,hi=H.diffed,pi=H.__c,mi=H.unmount,fi=H.__;function Lt(t,e){H.__h&&H.__h(I,t,wn||e),wn=0;var n=I.__H||(I.__H={__:[],__h:[]});return t>=n.__.length&&n.__.push({}),n.__[t]}function M(t){return wn=1,Zd(vi,t)}function Zd(t,e,n){var o=Lt(ze++,2);if(o.t=t,!o.__c&&(o.__=[n?n(e):vi(void 0,e),function(s){var i=(o.__N||o.__)[0],l=o.t(i,s);er(i,l)||(o.__N=[l,o.__[1]],o.__c.setState({}))}],o.__c=I,!I.__f)){I.__f=!0;var r=I.shouldComponentUpdate;I.shouldComponentUpdate=function(s,i,l){var c=this.__H;if(!c)return!0;var u=!1,d=this.props!=s;if(c.__.some(function(m){m.__N&&(u=!0,er(m.__[0],m.__N[0])||(d=!0))}),r){var h=r.call(this,s,i,l);return u?h||d:h}return!u||d}}return o.__}function W(t,e){var n=Lt(ze++,3);!H.__s&&or(n.__H,e)&&(n.__P=!0,n.__=t,n.u=e,I.__H.__h.push(n))}function ct(t,e){var n=Lt(ze++,4);!H.__s&&or(n.__H,e)&&(n.__P=!1,n.__=t,n.u=e,I.__h.push(n))}function q(t){return wn=5,Nt(function(){return{current:t}},[])}function Nt(t,e){var n=Lt(ze++,7);return or(n.__H,e)&&(n.__=t(),n.__H=e),n.__}function yi(){var t=Lt(ze++,11);if(!t.__){for(var e=I.__v;!e.__m&&e.__;)e=e.__;var n=e.__m||(e.__m=[0,0]);t.__="P"+n[0]+"-"+n[1]++}return t.__}function Qd(){var t;do{for(;t=tr.shift();)try{At(t)}catch(n){H.__e(n,{__:(t=t.__P)&&t.__v})}for(;t=wi.shift();){var e=t.__H;if(t.__P&&e)try{e.__h.some(At),e.__h.some(nr),e.__h=[]}catch(n){e.__h=[],H.__e(n,t.__v)}}}while(tr.length)}H.__b=function(t){I=null,ui&&ui(t)},H.__=function(t,e){t&&e.__k&&e.__k.__m&&(t.__m=e.__k.__m),fi&&fi(t,e)},H.__r=function(t){di&&di(t),ze=0;var e=(I=t.__c).__H;e&&(Qo==I?I.__h=[]:(e.__h.some(At),e.__h.some(nr),ze=0),e.__h=[],e.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),Qo=I},H.diffed=function(t){hi&&hi(t);var e=t.__c;e&&e.__H&&(e.__H.__h.length&&bi(wi.push(e)),e.__H.__.some(function(n){n.u&&(n.__H=n.u)})),Qo=I=null},H.__c=function(t,e){e.some(function(n){try{n.__h.some(At),n.__h=n.__h.filter(function(o){return!o.__||nr(o)})}catch(o){n.__h=[function(){throw o}]}}),pi&&pi(t,e)},H.unmount=function(t){mi&&mi(t);var e,n,o=t.__c;o&&o.__H&&(o.__H.__.some(function(r){try{if(r.__P&&r.__c){if(n===void 0){for(n=t.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}r.__P=n,bi(tr.push(r))}else At(r)}catch(s){e=s}}),o.__H=void 0,e&&H.__e(e,o.__v))};var gi=typeof requestAnimationFrame=="function";function eh(t){var e,n=function(){clearTimeout(o),gi&&cancelAnimationFrame(e),setTimeout(t)},o=setTimeout(n,35);gi&&(e=requestAnimationFrame(n))}function bi(t){t!=1&&ci==H.requestAnimationFrame||((ci=H.requestAnimationFrame)||eh)(Qd)}function At(t){var e=I,n=t.__c;typeof n=="function"&&(t.__c=void 0,n()),I=e}function nr(t){var e=I;t.__c=t.__(),I=e}function or(t,e){return!t||t.length!=e.length||e.some(function(n,o){return!er(n,t[o])})}function vi(t,e){return typeof e=="function"?e(t):e}var G=t=>String(Math.round(t*100)/100),R=class{d="";points=[];reach=[];marks=[];x=0;y=0;constructor(e,n){this.d=`M${G(e)} ${G(n)}`,this.add(e,n)}add(e,n){let o=this.reach.at(-1)??0,r=this.reach.length?Math.hypot(e-this.x,n-this.y):0;this.points.push(e,n),this.reach.push(o+r),this.x=e,this.y=n}line(e,n){return e===this.x&&n===this.y?this:(this.d+=`L${G(e)} ${G(n)}`,this.add(e,n),this)}bend(e,n,o,r,s,i){this.d+=`C${G(e)} ${G(n)} ${G(o)} ${G(r)} ${G(s)} ${G(i)}`;let{x:l,y:c}=this;for(let u=1;u<=16;u++){let d=u/16,h=1-d,[m,p,f,b]=[h*h*h,3*h*h*d,3*h*d*d,d*d*d];this.add(m*l+p*e+f*o+b*s,m*c+p*n+f*r+b*i)}return this}level(e,n,o=.5){if(Math.abs(n-this.y)<.5)return this.line(e,n);let r=(e-this.x)*o;return this.bend(this.x+r,this.y,e-r,n,e,n)}upright(e,n,o=.5){if(Math.abs(e-this.x)<.5)return this.line(e,n);let r=(n-this.y)*o;return this.bend(this.x,this.y+r,e,n-r,e,n)}corner(e,n,o,r){let{x:s,y:i}=this;this.d+=`Q${G(e)} ${G(n)} ${G(o)} ${G(r)}`;for(let l=1;l<=16/2;l++){let c=l*2/16,u=1-c;this.add(u*u*s+2*u*c*e+c*c*o,u*u*i+2*u*c*n+c*c*r)}return this}through(e,n){for(let[o,[r,s]]of e.entries()){let[i,l]=[o===0?1:.5,o+2===e.length?1:.5];this.round(r,s,e[o+1],n,i,l)}return this}round(e,n,o,r,s,i){if(!o)return this.line(e,n);let[l,c]=o,u=Math.hypot(e-this.x,n-this.y),d=Math.hypot(l-e,c-n),h=Math.min(r,u*s,d*i);return h<.5?this.line(e,n):(this.line(e-(e-this.x)/u*h,n-(n-this.y)/u*h),this.corner(e,n,e+(l-e)/d*h,n+(c-n)/d*h))}mark(){return this.marks.push({reach:this.reach.at(-1)??0,d:this.d.length,x:this.x,y:this.y}),this}end(){let{d:e,points:n,reach:o}=this,r=o.at(-1)??0,[s,i]=this.marks,l=(u,d)=>u&&r?u.reach/r:d,c=s?`M${G(s.x)} ${G(s.y)}${e.slice(s.d,i?.d)}`:e;return{d:e,points:n,reach:o,length:r,bare:[l(s,0),l(i,1)],bareD:c}}};function ki(t,e){let n=0,o=t.reach.length-1;for(;n<o;){let r=n+o+1>>1;t.reach[r]<=e?n=r:o=r-1}return n}function te(t,e){let n=Math.max(0,Math.min(1,e))*t.length,o=ki(t,n),[r,s]=[t.points[2*o],t.points[2*o+1]];if(o===t.reach.length-1)return[r,s];let i=t.reach[o+1]-t.reach[o],l=i?(n-t.reach[o])/i:0;return[r+(t.points[2*o+2]-r)*l,s+(t.points[2*o+3]-s)*l]}function xi(t,e,n,o){let[r,s]=te(e,n);t.moveTo(r,s);let[i,l]=[n*e.length,o*e.length];for(let d=ki(e,i)+1;d<e.reach.length&&!(e.reach[d]>=l);d++)t.lineTo(e.points[2*d],e.points[2*d+1]);let[c,u]=te(e,o);t.lineTo(c,u)}var yn={workerOf:()=>null,nextSlot:()=>0},Xe=(t,e)=>t.channels.find(n=>n.name===e);function je(t,e,n){let o=t.consumers.filter(r=>r.name===e);return o.find(r=>n!==void 0&&r.channels.includes(n))??o[0]}var le=(t,e)=>t.groups.find(n=>n.name===e),pe=(t,e)=>t.more.find(n=>n.fold===e),Ge=(t,e)=>t.servers.find(n=>n.name===e);function Re({slots:t,count:e},n){return t.x+t.w-t.w/e*(Math.min(n,e-1)+.5)}function ce(t,e){let n=Xe(t,e);if(n)return n;let o=pe(t,"channels");if(!o)return null;let r={...o,h:16},s=o.y+o.h/2;return{...o,name:e,routed:!0,slots:r,count:10,rail:s,nameRoom:o.w}}function Dt(t,e){let n=t.workers.find(o=>o.name===e);return n?t.mode==="narrow"?[n.x+14,n.y+20]:[n.x+17,n.y+n.h/2]:pe(t,"workers")?.port??null}var Si=t=>[t.x+t.w,t.y+t.h/2];function Be(t,e){let n=t.rowOf.get(e),o=n&&Ge(t,n.server);if(!n||!o)return null;if(t.mode==="narrow")return{server:o,end:[n.port[0],o.y+33]};if(n.look==="page")return{server:o,end:[o.x+19,n.port[1]]};let r=n.look==="full"?t.mode==="wide"?60:66:50;return{server:o,end:[o.x+r,n.port[1]+(n.look==="full"?8:0)]}}var th=Symbol.for("pv"),nh=0;function a(t,e,n,o,r,s){e||(e={});var i,l,c=e;if("ref"in c&&typeof t!="function")for(l in c={},e)l=="ref"?i=e[l]:c[l]=e[l];var u={type:t,props:c,key:n,ref:i,__k:null,__:null,__b:0,__e:null,__c:null,constructor:th,__v:--nh,__i:-1,__u:0};return(r||s)&&(u.__source=r,u.__self=s),$.vnode&&$.vnode(u),u}var Ei=["connect","receive","disconnect","request","reply","custom"],oh="#16191D",Mi={receive:null,request:[[-.88,-.88],[.88,-.88],[.88,.88],[-.88,.88]],connect:[[0,-1.05],[1.1,.85],[-1.1,.85]],disconnect:[[0,1.05],[1.1,-.85],[-1.1,-.85]],reply:[[0,-1.2],[1.2,0],[0,1.2],[-1.2,0]],custom:[0,1,2,3,4,5].map(t=>[1.1*Math.sin(t*Math.PI/3),-1.1*Math.cos(t*Math.PI/3)])},_i=t=>Math.round(t*100)/100;function rh(t,e,n,o){let r=Mi[t];return r?`M${r.map(([s,i])=>`${_i(e+s*o)} ${_i(n+i*o)}`).join("L")}Z`:`M${e-o} ${n}a${o} ${o} 0 1 0 ${2*o} 0a${o} ${o} 0 1 0 ${-2*o} 0Z`}function Ci(t,e,n,o,r){let s=Mi[e];if(t.beginPath(),!s)t.arc(n,o,r,0,2*Math.PI);else for(let[i,l]of s)t.lineTo(n+i*r,o+l*r);t.closePath()}function V({kind:t,x:e,y:n,r:o,look:r}){let s=r?` ${r}`:"";return a("path",{class:`tok${s}`,fill:`var(--${t})`,d:rh(t,e,n,o)})}function Ht({x:t,y:e,h:n}){return a("path",{fill:oh,d:`M${t-n*.4} ${e-n/2}h${n*.28}v${n}h${-n*.28}ZM${t+n*.12} ${e-n/2}h${n*.28}v${n}h${-n*.28}Z`})}function me({x:t,y:e,r:n,colour:o="var(--lost)",width:r=1.75}){let s=`M${t-n} ${e-n}l${2*n} ${2*n}M${t+n} ${e-n}l${-2*n} ${2*n}`;return a("path",{d:s,stroke:o,"stroke-width":r,fill:"none"})}var Pi={queued:()=>a("rect",{x:"1",y:"1",width:"8",height:"8",fill:"none",stroke:"var(--ink)","stroke-width":"1.5"}),held:()=>a("g",{children:[a("rect",{width:"10",height:"10",fill:"var(--held)"}),a(Ht,{x:5,y:5,h:6})]}),in_hand:()=>a("g",{children:[a("circle",{cx:"5",cy:"5",r:"4",fill:"none",stroke:"var(--ink)","stroke-width":"1.5"}),a("circle",{cx:"5",cy:"5",r:"1.75",fill:"var(--ink)"})]}),delivered:()=>a("path",{d:"M1 5.5L4 8.5L9 1.5",fill:"none",stroke:"var(--ink)","stroke-width":"1.75"}),lost:()=>a(me,{x:5,y:5,r:3.5,width:2})},sh={full:()=>a("rect",{x:"0",y:"2",width:"10",height:"6",fill:"var(--lost)"}),expired:()=>a("g",{fill:"none",stroke:"var(--lost)",children:[a("circle",{cx:"5",cy:"5",r:"4.25","stroke-width":"1.5"}),a("path",{d:"M5 2.5V5.2L7 6.4","stroke-width":"1.25"})]}),no_connection:()=>a("path",{d:"M0 5H3M7 5H10M6.5 1.5L3.5 8.5",stroke:"var(--lost)","stroke-width":"1.75"}),nobody_listens:()=>a("path",{d:"M1 5h3M6 5h3",stroke:"var(--edge)","stroke-width":"1.5",fill:"none"})};function ih({fate:t}){return Pi[t]()}function rr({reason:t}){return(sh[t]??Pi.lost)()}function sr({children:t,box:e}){return a("svg",{class:"mark",viewBox:e,"aria-hidden":"true",children:t})}function ut({fate:t}){return a(sr,{box:"0 0 10 10",children:a(ih,{fate:t})})}function dt({reason:t}){return a(sr,{box:"0 0 10 10",children:a(rr,{reason:t})})}function Se({kind:t}){return a(sr,{box:"-7 -7 14 14",children:a(V,{kind:t,x:0,y:0,r:5})})}var Oi=8,$i=20,Ti=30;function ah(t,e){let n=t.clients.find(c=>c.connections.includes(e));if(n)return n.port;let o=t.rowOf.get(e);if(o?.look==="port")return pe(t,"tabs")?.port??null;if(o){let[c,u]=o.port;return t.mode==="narrow"?[c,u-Ti/2]:[c-Ti,u]}let{x:r,y:s,w:i,h:l}=t.opener;return t.mode==="narrow"?null:[r+i,s+l/2]}function lh(t,e){let n=t.rowOf.get(e);if(n)return n.port;let[o]=t.servers;return o?[o.x,t.opener.y+t.opener.h/2]:null}function Fe(t,e,n){let o=ah(t,e),r=lh(t,e);if(!o||!r)return[];let[s,i]=n?[r,o]:[o,r],l=new R(s[0],s[1]);return t.mode!=="narrow"?[l.line(i[0],i[1]).end()]:[l.upright(i[0],i[1]).end()]}function vn(t,e,[n],o){let[r,s]=o.bus,i=t.servers.some(u=>u.y>o.y),l=o.x+o.w+7,c=i?[[n,t.lane],[l,t.lane],[l,s+8],[r,s+8],[r,s]]:[[n,t.lane],[r,t.lane],[r,s]];return e.through(c,$i)}function It(t,e,n){let o="exit"in e?e.exit:[e.x+e.w/2,e.y+e.h],r=new R(o[0],o[1]);if(!("side"in e)||e.side==="bottom")return vn(t,r,o,n);let s=t.width-7,[i,l]=n.bus;if(t.mode==="narrow")return r.through(ir(t,o,n),12);if(t.servers.some(d=>d.y>n.y))return vn(t,r.line(s-6,o[1]).corner(s,o[1],s,o[1]+6),[s,0],n);let u=[[s,o[1]],[s,t.lane],[i,t.lane],[i,l]];return r.through(u,$i)}function ir(t,[,e],n){let o=t.gutters.back,[r,s]=n.bus;return r===o?[[o,e],[o,s]]:[[o,e],[o,t.lane],[r,t.lane],[r,s]]}function ch(t,e,n,o){let[r,s]=e.bus,i=r+o;return t.mode==="narrow"?new R(r,s).through([[r,n[1]],n],11).end():new R(i,s).through([[i,n[1]],n],12).end()}function uh(t,e){let n=new Map;for(let o of e){let r=Be(t,o);if(r&&n.set(`${r.server.name} ${r.end.join()}`,r),n.size>=Oi)break}return n}function dh(t,e,n){let o=ce(t,n);if(!o)return[];let{slots:r,rail:s}=o;if(t.mode==="narrow"){let u=r.x+r.w/2;return[new R(u,e.y).line(u,s).end()]}let[i,l]=[e.x-6,r.x-10],c=[[i,e.y+14],[i,t.roof],[l,t.roof],[l,s],[r.x+6,s]];return[new R(e.x,e.y+14).through(c,8).end()]}var ar={trunks:[],strands:[]};function ht(t,e,n,o){let r=le(t,e)??pe(t,"groups");if(!r)return ar;let s=[...uh(t,n).values()].sort((c,u)=>c.end[1]-u.end[1]),i=o.slice(0,Oi).flatMap(c=>dh(t,r,c)),l=s.length||i.length?[...new Set(s.map(({server:c})=>c))]:t.servers.slice(0,1);return{trunks:[...l.map(c=>It(t,r,c).end()),...i],strands:l.flatMap(c=>{let u=s.filter(h=>h.server===c),d=h=>((u.length-1)/2-h)*t.strand;return u.map((h,m)=>ch(t,c,h.end,d(m)))})}}function Ri(t,e,n){switch(e.hop){case"frame":return Fe(t,e.connection,!1);case"out":return Fe(t,e.connection,!0);case"accept":return hh(t,e.connection,e.channel,n);case"take":return ph(t,e.channel,e.worker);case"run":return mh(t,e.worker,e.consumer);case"send":return Bi(t,kn(t,e.consumer),e.channel,n);case"toGroup":case"member":return fh(t,kn(t,e.consumer),e.group);case"fan":{let{trunks:o,strands:r}=ht(t,e.group,e.connections,e.channels);return[...o,...r]}case"reply":return gh(t,kn(t,e.consumer),e.connection);case"fall":return bh(t,e.channel,e.connection,e.reason)}}function kn(t,e){let n=e===null?void 0:je(t,e);return Si(n??t.cell)}function hh(t,e,n,o){let r=ce(t,n),s=e===null?void 0:t.rowOf.get(e),i=s?Ge(t,s.server):t.servers[0];if(!r||!i)return e===null?Bi(t,kn(t,null),n,o):[];let[l,c]=i.out,[u,d]=s?s.port:[l,c],h=new R(u,d);return s&&h.bend(u+30,d,l-40,c,l,c),h.mark().level(r.slots.x,r.rail).mark(),[h.line(Re(r,o.nextSlot(n)),r.rail).end()]}function ph(t,e,n){let o=ce(t,e),r=Dt(t,n);if(!o||!r)return[];let s=o.slots.x+o.slots.w;return[new R(Re(o,0),o.rail).line(s,o.rail).mark().level(r[0]-17,r[1]).mark().line(...r).end()]}function mh(t,e,n){let o=Dt(t,e),r=je(t,n);if(!o||!r)return[];let s=t.workers.find(({name:l})=>l===e),i=s?s.x+s.w:o[0];return[new R(i,o[1]).level(r.x,r.y+r.h/2).end()]}function Bi(t,[e,n],o,r){let s=ce(t,o);if(!s)return[];let i=t.gutters.back-6,l=s.slots.x-10,c=[[i,n],[i,t.roof],[l,t.roof],[l,s.rail],[Re(s,r.nextSlot(o)),s.rail]];return[new R(e,n).through(c,10).end()]}function fh(t,[e,n],o){let r=le(t,o)??pe(t,"groups")??t.noGroup;if(!r)return[];let s=Math.min(20,r.h/2),i=Math.max(r.y+s,Math.min(r.y+r.h-s,n));return[new R(e,n).level(r.x,i).end()]}function gh(t,e,n){let o=Be(t,n);if(!o)return[];let r=t.gutters.back,i=new R(e[0],e[1]).through([[r,e[1]],[r,e[1]+12]],8),l=vn(t,i,[r,e[1]],o.server),[c]=o.server.bus;return[l.through([[c,o.end[1]],o.end],12).end()]}function bh(t,e,n,o){let{bin:r}=t,s=r.y+16,i=n===null?null:Be(t,n);if(i){let h=i.server.x+(t.mode==="wide"?102:59),m=t.lane+15,p=[[h,m],[r.x+24,m],[r.x+24,s]];return[new R(h,i.end[1]).through(p,10).end()]}let l=ce(t,e);if(!l)return[];let{slots:c,rail:u}=l;if(o==="full"){let h=c.x-10,m=t.lane+15,p=[[h,u],[h,m],[r.x+24,m],[r.x+24,s]];return[new R(c.x,u).through(p,10).end()]}let d=c.x+c.w+10;return[new R(c.x+c.w,u).through([[d,u],[d,s]],10).end()]}function Ue(t,e){for(let n of e)if(t.processes.has(n))return!0;return!1}function pt(t,e,n){return e.filter(({name:o})=>t.processes.has(o)).map(({name:o,x:r,y:s,w:i,h:l})=>({name:o,x:r-4,y:s-n,w:i+8,h:n+l+15}))}var wh="(invalid name)",yh=new Map([["websocket.connect","connect"],["websocket.receive","receive"],["websocket.disconnect","disconnect"],["http.request","request"],["http.disconnect","disconnect"]]);function ie(t){let e=yh.get(t);return e!==void 0?e:ne(t)?"reply":t.startsWith("http.request.body")?"request":"custom"}function ne(t){return t.includes("!")}function mt(t){let e=t.indexOf("!"),n=t.indexOf("?"),o=e<0?n:n<0?e:Math.min(e,n);return o<0?t:t.slice(0,o+1)}function Fi(t,e){return e==="invalid_name"?wh:mt(t)}function Ve(t,e){return`${t} ${e}`}function J(t,e){return t==="default"?e:`${t}/${e}`}function N(t){return t.startsWith("__main__.")?t.slice(9):t}function _e(t){return t.startsWith("(default)")}function Ae(t){return _e(t)?t.slice(9).trim():t}function Ai(t){let e=t.lastIndexOf("!");return e<0?t:`!${t.slice(e+1,e+5)}`}function vh(t){let e=/^\(\?s:([\s\S]*)\)(\\Z|\\z)$/.exec(t);try{return e?new RegExp(`^(?:${e[1]})$`,"s"):new RegExp(`^(?:${t})$`)}catch{return/(?!)/}}function qt(t,e){if(t===void 0)return null;for(let[n,o]of t.channelCapacity)if(xh(n).test(e))return o;return t.capacity}var xn=new Map,kh=100;function xh(t){let e=xn.get(t);return e===void 0&&(xn.size>=kh&&xn.clear(),e=vh(t),xn.set(t,e)),e}var Sh=/^(.*) \d+\/\d+$/;function Ni(t){return t.ours?Sh.exec(t.label)?.[1]??null:null}function lr(t){let e=new Set;for(let n of t.groups.values())for(let o of n.members.values())o.ghost&&o.connection&&e.add(o.connection);return e}function ve(t){return t.state==="closed"||t.state==="rejected"}function Sn(t){let e=lr(t),n=new Map,o=(r,s,i,{server:l,id:c})=>n.set(r,{key:r,name:s,kind:i,server:l,connections:[c]});for(let r of t.connections.values()){if(r.protocol!=="websocket")continue;let s=Ni(r),i=ve(r),l=e.has(r.id);if(s){if(i&&!l)continue;let c=n.get(`crowd ${s}`);c?c.connections.push(r.id):o(`crowd ${s}`,s,"crowd",r)}else if(r.ours||l){let c=`tab ${r.label}`,u=(n.get(c)?.connections??[]).filter(d=>e.has(d));o(c,r.label,l?"ghost":"tab",r),n.get(c).connections.unshift(...u)}else i||o(r.id,r.label,"tab",r)}for(let[r,s]of n)s.key=r;return[...n.values()]}function Di(t,e,n){let o=new Map,r=new Set;for(let l of t){let c=e.get(l);c===void 0||r.has(c)||(o.set(l,c),r.add(c))}let s=0;for(let l of t)if(!o.has(l)){for(;r.has(s);)s++;o.set(l,s),r.add(s)}if(Math.max(-1,...r)<n)return o;let i=t.filter(l=>o.has(l)).sort((l,c)=>o.get(l)-o.get(c));return new Map(i.map((l,c)=>[l,c]))}function Ee(t,e,n){return n||t.length<=e?{shown:[...t],hidden:[]}:{shown:t.slice(0,e-1),hidden:t.slice(e-1)}}var _h=["http.request","websocket.connect","websocket.receive","websocket.disconnect"];function _n(t,{channel:e,name:n}){return e?e.capacity:qt(t.layers.get("default"),n)}var En=t=>t===null||t>16?10:Math.max(1,t);function Eh(t){return t.filter(e=>e.hiddenBy===null||!e.builtin)}function Li(t){let e=_h.indexOf(t.name);return e>=0?e:(t.routed?1e3:1e6)+(t.channel?.since??0)/1e6}function Mh(t){return t.channel?.builtin?!0:!t.routed&&/^(http|websocket)\./.test(t.name)}function Mn(t,e,n,o){let r=new Map,s=new Set(t.rules.map(m=>J(m.layer,m.channel)));for(let[m,p]of t.channels)r.set(m,{name:m,channel:p,routed:s.has(m)});for(let m of s)r.has(m)||r.set(m,{name:m,channel:null,routed:!0});let i=[...r.values()].sort((m,p)=>Li(m)-Li(p)||(m.name<p.name?-1:1));if(o)return{shown:i,hidden:[]};let l=m=>(m.channel?.queue.length??0)>0,c=m=>(l(m)?8:0)+(m.routed?2:0)+(n.has(m.name)?1:0),u=Math.min(e+4,Math.max(e,n.size)),d=i.filter(m=>l(m)||!Mh(m)).sort((m,p)=>c(p)-c(m)).filter((m,p)=>p<u||l(m)),h=new Set(d);return{shown:i.filter(m=>h.has(m)),hidden:i.filter(m=>!h.has(m)&&!m.channel?.builtin)}}function Cn(t,e){let n=e.map(i=>i.name),o=new Map,r=new Set;for(let i of Eh(t.rules)){let l=J(i.layer,i.channel);if(!n.includes(l))continue;let c=i.builtin?`${i.consumer} @ ${l}`:i.consumer,u=o.get(c);if(u)u.channels.includes(l)||u.channels.push(l);else{let{consumer:d,builtin:h}=i;o.set(c,{key:c,name:d,home:l,channels:[l],shut:[],builtin:h})}i.hiddenBy===null&&r.add(`${c} ${l}`)}let s=new Map(n.map(i=>[i,[]]));for(let i of o.values())i.shut=i.channels.filter(l=>!r.has(`${i.key} ${l}`)),i.channels.sort((l,c)=>n.indexOf(l)-n.indexOf(c)),i.home=i.channels[i.channels.length-1>>1],s.get(i.home).push(i);return s}function Pn(t,e,n){let o=[...t.workers.values()].filter(l=>!l.builtin||l.state==="busy"),r=o.filter(l=>l.state!=="stopped"),s=o.filter(l=>l.state==="stopped"&&l.reason!=="asked"),i=new Set([...r,...s.slice(-Math.max(0,e-r.length))]);if(r.length>=e)for(let l of s)i.delete(l);return Ee(o.filter(l=>i.has(l)),e,n)}function Tn(t,e,n){let o=[...t.groups].sort(([,r],[,s])=>r.since-s.since);return Ee(o,e,n)}function Ch(t,e,n){let o=n?t.connections.get(n):void 0;if(o)return o.label;let r=e.indexOf("!");return r>=0?e.slice(r):e}function Le(t,e,n){let o=[],r=new Map;for(let{channel:i,connection:l,ghost:c}of e.members.values()){let u=l?t.connections.get(l):void 0,d=u?Ni(u):null;if(!d){let p=Ch(t,i,l);o.push({key:i,label:p,count:1,ghost:c,broad:!1});continue}let h=`${d}${c?" ghosts":""}`,m=r.get(h);m?m.count++:r.set(h,{key:h,label:d,count:1,ghost:c,broad:!0})}let s=Ee(o,n,!1);return{chips:[...s.shown,...r.values()],more:s.hidden.length}}var cr={mono:.602,sans:.53,bold:.6},Ph=/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f300}-\u{1faff}]/u;function Jt(t){let e=0;for(let n of t)e+=Ph.test(n)?2:1;return e}function _(t,e,n="mono"){return Jt(t)*e*cr[n]}var Hi=400,Ii=t=>t.slice(0,Hi).replace(/\s+/g," ");function qi(t,e){let n="",o=0;for(let r of t){if(o+=Jt(r),o>e)break;n+=r}return n}function C(t,e,n,o="mono"){let r=Ii(t),s=Math.floor(e/(n*cr[o]));return Jt(r)<=s&&t.length<=Hi?r:s>0?`${qi(r,s-1)}…`:""}function Ji(t,e,n,o="mono"){let r=Ii(t),s=Math.floor(e/(n*cr[o]));if(Jt(r)<=s)return[r];let i=qi(r,s),l=r.slice(0,i.length+1).lastIndexOf(" "),c=r.slice(l+1);return l>0&&Jt(c)<=s?[r.slice(0,l),c]:[i.trimEnd(),C(r.slice(i.length).trimStart(),e,n,o)]}var ur=8,Th=12;function On(t,e){let{chips:n}=Le(t,e,Th),o=n.filter(r=>!r.broad);return ur+Math.max(0,...o.map(({label:r})=>_(r,12)))}var U=30,$n={usual:60,least:52,apart:56},zi=48,Wt={pitch:75,h:67,port:31,room:6},Rn={pitch:34,h:28,port:14,room:14},hr=27,Wi=36,Xi=4,Oh=16,Bn=26,gt={channels:8,consumers:6,workers:8,groups:8},ue={h:19,pitch:24,top:29,side:10,slim:6,gap:5},dr={top:23,h:34,rim:3},$h=16,Rh=42;function Bh({width:t,mode:e},n){let o=e==="wide",r=o?[152,132,192,120,120,136]:[106,86,150,84,114,92],s=(t-r.reduce((c,u)=>c+u))/5,i=0;return{x:r.map(c=>{let u=i;return i+=c+s,u}),w:r,gutter:s,wide:o,row:n}}var ft=(t,e=U)=>t.reduce((n,{y:o,h:r})=>Math.max(n,o+r),e);function ji(t,e,n){let o=Ue(t,t.workers.keys())?$n.apart:$n.least,r=Ki($n.usual,t,e,n),s=({height:c})=>e.room===null?0:c-e.room,[i,l]=[r,$n.usual];for(;s(i)>0&&l>o;){let c=Math.ceil(s(i)/Math.max(1,i.channels.length));l=Math.max(o,l-c),i=Ki(l,t,e,n)}return s(i)>0?r:i}function Ki(t,e,n,o){let r=Bh(n,t),{x:s,w:i}=r,l=at=>n.unfolded.has(at),c=[],u=Mn(e,gt.channels,Fh(o),l("channels")),d=Cn(e,u.shown),h=l("consumers")?Number.POSITIVE_INFINITY:gt.consumers,m=Ah(e,u.shown,d,r,h),p=Lh(m,d,r,h,c),f=ft([...p,...c],U),b=ft(m,U);(u.hidden.length||l("channels"))&&c.push(Kt("channels",u.hidden.length,s[2],b+6,i[2],l("channels")));let{workers:y,hidden:k}=Dh(e,m,r,l("workers")),v=pt(e,y,dr.rim),E=ft([...y,...v]);(k||l("workers")&&y.length>gt.workers)&&c.push(Kt("workers",k,s[3],E+8,i[3],l("workers")));let x=Jh(e,m,p,r,Ih(o,m),l("groups"),c),{clients:A,servers:L,opener:O}=Gh(e,n,r,o,b,c),z=[...pt(e,L,L.length>1?$h:4),...v],Te={x:s[4],y:f+22,w:i[4],h:22,stands:n.cell},ee=x.length?null:Xh(m,r),re=[...[...A,O,...L,...m,...y,...x],...z],X=[...n.cell?[Te]:[],...ee?[ee]:[]],Wo=ft([...re,...c,...X],U+Xi*t),it=Math.max(Wo,f+Oh)+16,ye={x:s[2],y:it+14,w:s[4]+i[4]-s[2],h:48},$t={mode:n.mode,width:n.width,height:ye.y+ye.h+4,headings:["clients","server","channels","workers","consumers","groups"].map((at,Ko)=>({key:at,x:s[Ko],y:14})),clients:A,typing:null,opener:O,servers:L,processes:z,channels:m,workers:y,consumers:p,groups:x,noGroup:ee,more:c,cell:Te,bin:ye,legend:{x:0,y:it+20,w:s[1]+i[1]-10,h:40},lane:it,roof:23,gutters:{back:s[4]+i[4]+r.gutter/2,take:0},rowOf:new Map,strand:n.theme==="projector"?2.8:2.2};return Vh(e,$t),$t}function Fh(t){return new Set(t?.channels.map(({name:e})=>e))}function Kt(t,e,n,o,r,s){return{fold:t,count:e,x:n,y:o,w:r,h:22,unfolded:s,port:[n+8,o+11]}}function Ah(t,e,n,{x:o,w:r,row:s},i){let l=U;return e.map(c=>{let u=l,d=Math.min(n.get(c.name)?.length??0,i);l+=s+Math.max(0,d-1)*zi;let h=u+hr,m={x:o[2],y:u,w:r[2],h:50},p={...m,y:h-8,h:16},f=En(_n(t,c));return{...m,name:c.name,routed:c.routed,slots:p,count:f,rail:h,nameRoom:m.w}})}function Lh(t,e,{x:n,w:o},r,s){return t.flatMap(({name:i,rail:l})=>{let c=h=>({x:n[4],y:l-16+h*zi,w:o[4],h:32}),{shown:u,hidden:d}=Ee(e.get(i)??[],r,!1);if(d.length){let{x:h,y:m,w:p}=c(u.length);s.push(Kt("consumers",d.length,h,m+5,p,!1))}return u.map((h,m)=>({...h,...c(m)}))})}function Nh(t,e,n){let o=t.map(({rail:l})=>l),r=o[e],s=o[e+1];return r!==void 0&&s!==void 0?(r+s)/2:(o.at(-1)??U+hr-n)+n/2+n*(e-Math.max(o.length-1,0))}function Dh(t,e,{x:n,w:o,row:r},s){let{shown:i,hidden:l}=Pn(t,gt.workers,s),c=e.length>=3&&i.length<e.length?1:0,u=Ue(t,i.map(({name:p})=>p)),[d,h]=u?[dr.top,dr.h]:[Wi/2,Wi];return{workers:i.map(({name:p},f)=>({name:p,x:n[3],y:Nh(e,c+f,r)-d,w:o[3],h})),hidden:l.length}}var Gi=t=>t?ue.side:ue.slim;function Ui(t,e,n){return(t-2*Gi(n)-(e-1)*ue.gap)/e}function Hh(t,e){return t<=2?e?12:6:t<=4?6:4}function Ih(t,e){let n=o=>o.map(({rail:r})=>r).join();return!t||n(t.channels)!==n(e)?new Map:new Map(t.groups.map(({name:o,y:r})=>[o,r]))}function qh(t,e,n){for(let{consumer:o,to:r,what:s}of t.edges.values()){if(r!==e||s!=="send")continue;let i=n.find(({name:l})=>l===o);if(i)return i.y+i.h/2}return null}function Jh(t,e,n,o,r,s,i){let{shown:l,hidden:c}=Tn(t,gt.groups,s),u=l.length>1,d=o.w[5]-(u?16:0),h=l.map(([b,y])=>{let k=o.wide&&On(t,y)<=Ui(d,2,!0),v=Le(t,y,Hh(l.length,k));return Wh(b,v,o.x[5],d,k,o.wide)}),m=e.map(({rail:b})=>b),p=u?U:m[2]??m.at(-1)??U+3*o.row;Kh(h,b=>{let y=qh(t,b.name,n)??p;return r.get(b.name)??y-b.h/2});let f=ft(h,U);if((c.length||s&&l.length>gt.groups)&&i.push(Kt("groups",c.length,o.x[5],f+8,d,s)),!u)return h;for(let b of h)b.y+b.h<f&&(b.side="right",b.exit=[b.x+b.w,b.y+Math.min(17,b.h/2)]);return h}function Wh(t,{chips:e,more:n},o,r,s,i){let l=e.filter(k=>!k.broad),c=s&&l.length+(n?1:0)>1?2:1,u=Gi(i),d=Ui(r,c,i),h=k=>({x:o+u+k%c*(d+ue.gap),y:ue.top+Math.floor(k/c)*ue.pitch,w:d,h:ue.h}),m=l.map((k,v)=>({...k,...h(v)})),p=n?{...h(l.length),count:n}:null,f=Math.ceil((l.length+(n?1:0))/c);for(let k of e)k.broad&&m.push({...k,x:o+u,y:ue.top+f++*ue.pitch,w:r-2*u,h:ue.h});let b=ue.top+Math.max(1,f)*ue.pitch+5,y=[o+r/2,b];return{name:t,x:o,y:0,w:r,h:b,chips:m,more:p,exit:y,side:"bottom"}}function Kh(t,e){let n=t.map(r=>({box:r,top:e(r)})).sort((r,s)=>r.top-s.top),o=U;for(let{box:r,top:s}of n)zh(r,Math.max(o,s)),o=r.y+r.h+12}function zh(t,e){t.y+=e;for(let n of t.chips)n.y+=e;t.more&&(t.more.y+=e),t.exit=[t.exit[0],t.exit[1]+e]}function Xh(t,{x:e,w:n,row:o}){let r=t[2]?.rail??U+2*o+hr;return{x:e[5],y:r-32,w:n[5],h:64}}function jh(t,e){let o=[...new Set([...t.servers.keys(),...e.map(({server:i})=>i)])].map(i=>[i,e.filter(({server:l})=>l===i)]),r=i=>t.servers.get(i)?.state!=="stopped",s=o.filter(([i,l])=>l.length||t.servers.has(i)&&r(i));return s.length?s:o.slice(-1)}function Gh(t,e,n,o,r,s){let{x:i,w:l}=n,c=Sn(t),u=jh(t,c),d=c.length<=Wt.room?Wt:Rn,h=Ee(c,Rn.room,e.unfolded.has("tabs")),m=new Set(h.shown),p=new Map(o?.clients.map(O=>[O.key,O.slot])),f=[],b=[],y=u.length>1?U+4:U,k=Ue(t,u.map(([O])=>O)),v=u.length===1?0:k?Rh:16;for(let[O,z]of u){let Te=z.filter(ye=>m.has(ye)),ee=Te.map(({key:ye})=>ye),he=Di(ee,d===Wt?p:new Map,Wt.room),re=d===Wt?"tab":"line";for(let ye of Te){let $t=he.get(ye.key),at=y+$t*d.pitch,Ko=[i[0]+l[0],at+d.port];f.push({...ye,look:re,slot:$t,x:i[0],y:at,w:l[0],h:d.h,port:Ko})}let X=Math.max(-1,...he.values())+1,Wo=u.length===1?Math.max(Xi*n.row,r-U):96,Ls=X*d.pitch+(d===Rn?Bn:0),it=Math.max(Wo,Ls);b.push(Uh(O,i[1],y,l[1],it,n)),y+=Math.max(X*d.pitch,u.length===1?0:it)+v}let E=ft(f,U-8)+8,x=e.unfolded.has("tabs")&&c.length>Rn.room;if(h.hidden.length||x){let O=Kt("tabs",h.hidden.length,i[0],E,l[0],x);s.push({...O,port:[i[0]+l[0],E+11]})}let A=h.hidden.length||x?E+30:E,L={x:i[0],y:A,w:l[0],h:c.length?28:62};b.length===1&&(b[0].h=Math.max(b[0].h,L.y+L.h-U));for(let O of b)O.bus=[O.bus[0],O.y+O.h];for(let O of b)O.foot&&(O.foot.y=O.y+O.h-Bn);return{clients:f,servers:b,opener:L}}function Uh(t,e,n,o,r,{wide:s}){return{name:t,x:e,y:n,w:o,h:r,rows:[],out:[e+o,n+16],bus:[e+o-16,n+r],foot:{x:e,y:n+r-Bn,w:o-(s?28:22),h:Bn}}}function Vh(t,e){let n=s=>e.servers.find(i=>i.name===s),o=(s,i,l)=>{n(s)?.rows.push(i);for(let c of l)e.rowOf.set(c,{...i,connection:c,server:s})};for(let s of e.clients){let i=n(s.server);if(!i)continue;let l=s.look==="tab"?"full":"line",c=[i.x,s.port[1]],u=s.connections.at(-1);o(s.server,{client:s.key,connection:u,port:c,look:l},s.connections)}let r=e.more.find(s=>s.fold==="tabs");for(let s of t.connections.values()){if(e.rowOf.has(s.id))continue;let i=n(s.server)??e.servers[0];if(!i)continue;let l=s.protocol!=="websocket",c=l||!r?i.foot?i.foot.y+13:i.y+8:r.port[1],u={client:"",connection:s.id,port:[i.x,c],look:l?"page":"port"};e.rowOf.set(s.id,{...u,server:i.name})}}var Fn=6,pr=42,Vi=40,zt=44,fr=20,mr=40,Xt=34,jt=26,wt={channels:7,consumers:4,workers:8,groups:6};function Zi(t,e,n){let o={y:20,more:[],headings:[]},{width:r}=e,s={x:r-128,y:0,w:128,h:30},{clients:i,typing:l,servers:c}=Zh(t,e,o),{channels:u,consumers:d}=rp(t,e,n,o),h=ap(t,e,o),m=pt(t,c,4),p=[...m,...pt(t,h,4)],{groups:f,noGroup:b}=lp(t,e,o),y=o.headings.find(({key:x})=>x==="workers").y,k={x:r-jt-90,y:y-17,w:90,h:22,stands:e.cell},v={x:0,y:o.y+16,w:r,h:44},E={mode:"narrow",width:r,height:v.y+v.h+4,headings:o.headings,clients:i,typing:l,opener:s,servers:c,processes:p,channels:u,workers:h,consumers:d,groups:f,noGroup:b,more:o.more,cell:k,bin:v,legend:null,lane:Yh([...c,...m])+10,roof:0,gutters:{back:r-5,take:r-16},rowOf:new Map,strand:2};return op(t,E),E}var Yh=t=>Math.max(0,...t.map(({y:e,h:n})=>e+n));function An(t,e,n){t.y+=n,t.headings.push({key:e,x:0,y:t.y}),t.y+=8}function Ln(t,e,n,o){let r=[8,t.y+11];t.more.push({fold:e,count:n,x:0,y:t.y,w:120,h:22,unfolded:o,port:r}),t.y+=26}function Zh(t,e,n){let o=Sn(t);An(n,"clients",0),n.y+=8;let s=o.some(({kind:p,connections:f})=>p!=="crowd"&&t.connections.get(f[0])?.ours)?{x:0,y:n.y,w:e.width,h:Vi}:null;s&&(n.y+=Vi+8);let i=Math.max(4,Math.floor(e.width/110)),l=e.unfolded.has("tabs"),{shown:c,hidden:u}=Ee(o,2*i,l),h=Qh(t,c).map((p,f)=>ep(p,f,i,e.width,n.y));h.length&&(n.y=Math.max(...h.map(({y:p,h:f})=>p+f))+2),(u.length||l&&o.length>2*i)&&(n.y+=4,Ln(n,"tabs",u.length,l),n.y-=4),tp(h,n.y),n.y+=20;let m=np(t,e,n);return{clients:h,typing:s,servers:m}}function Qh(t,e){let n=[...t.servers.keys()],o=({server:r})=>(n.indexOf(r)+n.length+1)%(n.length+1);return[...e].sort((r,s)=>o(r)-o(s))}function ep(t,e,n,o,r){let s=(o-Fn*n)/n,i=e%n*(s+Fn),l=r+Math.floor(e/n)*(pr+Fn);return{...t,look:"cell",slot:e,x:i,y:l,w:s,h:pr,port:[i+s/2,l+pr]}}function tp(t,e){for(let n of t)t.some(r=>r.x===n.x&&r.y>n.y)&&(n.port=[n.x+n.w+Fn/2,Math.min(e,n.y+n.h-8)])}function np(t,e,n){let r=[...t.servers.values()].filter(d=>d.state!=="stopped").map(({name:d})=>d),s=[...t.servers.keys()].at(-1);!r.length&&s&&r.push(s);let{y:i}=n,l=(e.width-8*Math.max(0,r.length-1))/Math.max(1,r.length),c=Ue(t,r)?4:0,u=l-2*c;return n.y+=zt+(c&&15),r.map((d,h)=>{let m=h*(l+8)+c,p=r.length===1?[e.width-5,i+zt]:[m+u-16,i+zt];return{name:d,x:m,y:i,w:u,h:zt,rows:[],out:[m+12,i+zt],bus:p,foot:null}})}function op(t,e){for(let n of t.connections.values()){let o=e.servers.find(({name:u})=>u===n.server)??e.servers[0];if(!o)continue;let r=e.clients.find(({connections:u})=>u.includes(n.id)),s=e.more.find(u=>u.fold==="tabs"),i=r?.port[0]??(s&&n.protocol==="websocket"?60:o.x+o.w/2),l=Math.max(o.x+12,Math.min(o.x+o.w-24,i)),c={client:r?.key??"",connection:n.id,port:[l,o.y],look:n.protocol==="websocket"?"port":"page"};r?.connections.at(-1)===n.id&&o.rows.push(c),e.rowOf.set(n.id,{...c,server:o.name})}}function rp(t,e,n,o){An(o,"channels",30),o.y+=4;let r=e.unfolded.has("channels"),s=new Set(n?.channels.map(({name:h})=>h)),i=Mn(t,wt.channels,s,r),l=Cn(t,i.shown),c=[],u=e.unfolded.has("consumers")?Number.POSITIVE_INFINITY:wt.consumers,d=i.shown.map(h=>{let{shown:m,hidden:p}=Ee(l.get(h.name)??[],u,!1),f=m.length+(p.length?1:0),b=sp(t,h,f,e.width,o.y);return c.push(...m.map((y,k)=>({...y,...Qi(b,k)}))),o.y+=b.h+6,p.length&&ip(o,b,m.length,p.length),b});return(i.hidden.length||r)&&Ln(o,"channels",i.hidden.length,r),{channels:d,consumers:c}}function sp(t,e,n,o,r){let s=Math.max(152,Math.min(o*.4,200)),i=r+8;return{name:e.name,routed:e.routed,x:0,y:r,w:o-jt,h:18+Math.max(1,n)*fr,slots:{x:s,y:i-7,w:o-jt-s,h:14},count:En(_n(t,e)),rail:i,nameRoom:s-6}}function Qi(t,e){return{x:0,y:t.y+17+e*fr,w:t.nameRoom,h:fr}}function ip(t,e,n,o){let r=Qi(e,n),s=[r.x+8,r.y+8];t.more.push({...r,fold:"consumers",count:o,unfolded:!1,port:s})}function ap(t,e,n){An(n,"workers",14),n.y+=7;let o=e.unfolded.has("workers"),{shown:r,hidden:s}=Pn(t,wt.workers,o),i=e.width-jt,l=Math.max(1,Math.min(Math.max(r.length,3),Math.floor((i+8)/102))),c=(i-8*(l-1))/l,u=Ue(t,r.map(({name:f})=>f)),[d,h]=u?[4,15]:[0,0],m=n.y+d,p=r.map(({name:f},b)=>({name:f,x:b%l*(c+8)+d,y:m+Math.floor(b/l)*(mr+d+h+8),w:c-2*d,h:mr}));return n.y=Math.max(m+mr,...p.map(f=>f.y+f.h))+h+4,(s.length||o&&r.length>wt.workers)&&Ln(n,"workers",s.length,o),p}function lp(t,e,n){An(n,"groups",20);let o=e.unfolded.has("groups"),{shown:r,hidden:s}=Tn(t,wt.groups,o),i=e.width-jt,l=r.map(([u,d])=>{let h=cp(t,u,d,i,n.y);return n.y+=Xt+8,h});if((s.length||o&&r.length>wt.groups)&&Ln(n,"groups",s.length,o),l.length)return{groups:l,noGroup:null};let c={x:0,y:n.y,w:i,h:Xt};return n.y+=Xt+8,{groups:l,noGroup:c}}function cp(t,e,n,o,r){let s=Math.min(_(e,12)+24,o/3),i=Math.max(54,Math.min(96,On(t,n))),l=Math.max(2,Math.floor((o-s-6)/(i+4))),{chips:c,more:u}=Le(t,n,l),d=c.slice(0,u?l-1:l),h=u+c.slice(d.length).reduce((b,y)=>b+y.count,0),m=d.length+(h?1:0),p=Math.min(96,(o-s-10-4*Math.max(0,m-1))/Math.max(1,m)),f=b=>({x:s+b*(p+4),y:r+8,w:p,h:18});return{name:e,x:0,y:r,w:o,h:Xt,chips:d.map((b,y)=>({...b,...f(y)})),more:h?{...f(d.length),count:h}:null,exit:[o,r+Xt/2],side:"right"}}function na(t,e,n=null){let o=n&&n.mode===e.mode?n:null,r=e.mode==="narrow"?Zi(t,e,o):ji(t,e,o);return!n||ta(r)!==ta(n)?r:(n.rowOf=r.rowOf,n)}var Nn=({x:t,y:e,w:n,h:o})=>[t+n/2,e+o/2];var ea=new WeakMap;function ta(t){let e=ea.get(t);return e===void 0&&(e=JSON.stringify({...t,rowOf:null}),ea.set(t,e)),e}function oa(t,e,n){switch(e.hop){case"frame":return Fe(t,e.connection,!1);case"out":return Fe(t,e.connection,!0);case"accept":return up(t,e.connection,e.channel,n);case"take":return dp(t,e.channel,e.worker);case"run":return[];case"send":return hp(t,gr(t,e.consumer,n),e.channel,n);case"toGroup":case"member":return pp(t,gr(t,e.consumer,n),e.group);case"fan":{let{trunks:o,strands:r}=ht(t,e.group,e.connections,e.channels);return[...o,...r]}case"reply":return mp(t,gr(t,e.consumer,n),e.connection);case"fall":return fp(t,e.channel,e.connection)}}function gr(t,e,n){let o=e===null?null:n.workerOf(e);return t.workers.find(({name:r})=>r===o)??(e===null?t.cell:je(t,e)??t.cell)}function up(t,e,n,o){let r=ce(t,n),s=e===null?void 0:t.rowOf.get(e),i=s?Ge(t,s.server):t.servers[0];if(!r||!i)return[];let l=s?.port[0]??i.x+i.w/2;return[new R(l,i.y+i.h).mark().mark().upright(r.slots.x-4,r.slots.y-6).corner(r.slots.x-4,r.rail,r.slots.x+6,r.rail).line(Re(r,o.nextSlot(n)),r.rail).end()]}function dp(t,e,n){let o=ce(t,e),r=t.workers.find(({name:d})=>d===n),s=Dt(t,n);if(!o||!s)return[];let i=t.gutters.take,l=(r?.y??s[1])-7,c=[[i,o.rail],[i,l],[s[0],l],[s[0],r?.y??s[1]]],u=new R(Re(o,0),o.rail);return u.line(o.slots.x+o.slots.w,o.rail).mark(),[u.through(c,12).mark().line(...s).end()]}function hp(t,e,n,o){let r=ce(t,n);if(!r)return[];let s=Re(r,o.nextSlot(n));return[new R(Nn(e)[0],e.y).upright(s,r.rail+8).line(s,r.rail).end()]}function pp(t,e,n){let o=le(t,n)??pe(t,"groups")??t.noGroup;return o?[new R(e.x+20,e.y+e.h).upright(o.x+24,o.y).end()]:[]}function mp(t,e,n){let o=Be(t,n);if(!o)return[];let r=e.y+e.h+4,s=[Nn(e)[0],r],i=ir(t,s,o.server),[l]=o.server.bus;return[new R(Nn(e)[0],e.y+e.h).line(...s).through([...i,[l,o.end[1]],o.end],11).end()]}function fp(t,e,n){let o=n===null?null:Be(t,n),r=o?null:ce(t,e),s=o?.end??(r&&[r.slots.x+r.slots.w,r.rail]);if(!s)return[];let i=t.gutters.take+2;return[new R(s[0],s[1]).through([[i,s[1]],[i,t.bin.y+14]],14).end()]}function Ne(t,e,n=yn){return(t.mode==="narrow"?oa(t,e,n):Ri(t,e,n)).filter(r=>r.length>0)}function br(t){return Object.values(t).map(e=>Array.isArray(e)?e.join(","):String(e)).join("|")}function gp(t,e,n){let o=new R(e.slots.x+e.slots.w,e.rail),r=n.x-(t.mode==="wide"?40:22),s=n.y+n.h/2;return Math.abs(s-e.rail)<.5?o.line(n.x,s).end():o.line(r,e.rail).level(n.x,s).end()}function ra(t){let e=t.slots.x+t.slots.w;return{d:`M${e} ${t.rail}H${e+12}`,end:[e+17,t.rail]}}function sa(t){let e=[],n=(o,r,s,i)=>{let[l]=i;l&&e.push({key:`${o} ${r} ${s}`,d:l.d,what:o,from:r,to:s})};for(let o of t.clients){let r=o.connections.at(-1);n("wire",o.key,r,Fe(t,r,!1))}if(t.mode==="narrow"){for(let o of t.groups.length?t.groups:[])for(let r of t.servers)n("back",o.name,r.name,[It(t,o,r).end()]);return e}for(let o of t.servers)for(let r of t.channels)/^(http|websocket)\./.test(r.name)&&n("accept",o.name,r.name,[new R(...o.out).level(r.slots.x,r.rail).end()]);for(let o of t.consumers)for(let r of o.channels){let s=Xe(t,r);s&&n("route",r,o.key,[gp(t,s,o)])}for(let o of t.servers){for(let r of t.groups)n("back",r.name,o.name,[It(t,r,o).end()]);t.noGroup&&n("back","",o.name,[It(t,t.noGroup,o).end()])}return e}var Gt=.75,bp=new Set(["frame","accept","take","run","toGroup","out"]),ia=500;function la(t,e){let n=getComputedStyle(t),o=s=>n.getPropertyValue(`--${s}`).trim(),r=s=>o(s);return{bg:o("bg"),ink:o("ink"),tokline:o("tokline"),mono:o("mono"),live:Number(o("live"))||2.5,fan:e==="projector"?1.3:1,kinds:{connect:r("connect"),receive:r("receive"),disconnect:r("disconnect"),request:r("request"),reply:r("reply"),custom:r("custom")}}}function wr(t){let e=Math.max(0,Math.min(1,t));return e<.5?4*e*e*e:1-(-2*e+2)**3/2}function wp(t,e=1){let n=t<=4?2*Math.max(1,t):8+2*Math.log2(t/4);return Math.min(14,n)*e}function yr(t,e){let n=t.ends-t.begins;return n>0?(e-t.begins)/n:e<t.begins?-1:2}var yp=6,vp={frame:-3,out:3},Dn=8,Hn=class{constructor(e,n,o){this.canvas=e;this.where=n;this.count=o;this.pen=e.getContext("2d")}canvas;where;count;pen;curves=new Map;fans=new Map;at=null;scale=1;inks=null;clean=!0;fit(e,n,o,r){let s=Math.round((e.width+2*Dn)*n*o),i=Math.round((e.height+2*Dn)*n*o);(this.canvas.width!==s||this.canvas.height!==i)&&(this.canvas.width=s,this.canvas.height=i,this.clean=!0),this.at!==e&&(this.curves.clear(),this.fans.clear()),this.at=e,this.scale=n*o,this.inks=r}draw(e,n,o){let{at:r,inks:s,pen:i}=this;if(!r||!s)return!1;let l=e.flights.filter(u=>kp(u,n));if(this.clean||(i.setTransform(1,0,0,1,0,0),i.clearRect(0,0,this.canvas.width,this.canvas.height),this.clean=!0),!l.length&&!e.streams.length&&!e.roads.length)return!1;this.clean=!1;let{scale:c}=this;i.setTransform(c,0,0,c,Dn*c,Dn*c),i.lineJoin="round",i.lineCap="round",this.streams(e.streams,s);for(let u of e.roads)this.whole(u,s);if(o)for(let u of l)this.still(u,s);if(o)return!0;for(let{road:u}of l)bp.has(u.hop)&&this.active(u,s);for(let u of l)u.road.hop==="fan"&&this.fan(u,n,r,s);for(let u of l)u.road.hop!=="fan"&&this.token(u,n,r,s);return!0}road(e){let n=e.hop==="accept"||e.hop==="send"?this.where.nextSlot(e.channel):"consumer"in e&&e.consumer?this.where.workerOf(e.consumer):"",o=`${br(e)}|${n}`,r=this.curves.get(o);return r||(this.curves.size>ia&&this.curves.clear(),r=Ne(this.at,e,this.where),r.length&&this.curves.set(o,r)),r}fanOf(e){if(e.hop!=="fan")return ar;let n=br(e),o=this.fans.get(n);return o||(this.fans.size>ia&&this.fans.clear(),o=ht(this.at,e.group,e.connections,e.channels),o.trunks.length&&this.fans.set(n,o)),o}line(e,n,o,r=0,s=1){let{pen:i}=this;i.beginPath(),xi(i,e,r,s),i.lineWidth=n,i.strokeStyle=o,i.stroke()}streams(e,n){let o=this.flows(e);for(let{fan:r,...s}of o)r.trunks.length?this.trunks(r,yp,1,1,n):this.current(s,n);for(let{curve:r,aside:s,rate:i}of o){let[l,c]=te(r,(r.bare[0]+r.bare[1])/2);this.badge([l,c+s*3.5],`${this.count(Math.round(i))}/s`,n)}}flows(e){let n=new Map;for(let{kind:o,road:r,perSecond:s}of e){let i=this.fanOf(r),l=i.trunks[0]??this.road(r)[0];if(!l)continue;let c=n.get(l.bareD);c?c.rate+=s:n.set(l.bareD,{curve:l,kind:o,fan:i,aside:vp[r.hop]??0,rate:s})}return[...n.values()]}current({curve:e,kind:n,aside:o},r){let{pen:s}=this;s.save(),s.translate(0,o),this.line(e,6,r.tokline,...e.bare),this.line(e,4,r.kinds[n],...e.bare),s.restore()}whole(e,n){let o=this.fanOf(e),r=e.hop==="fan"?e.connections.length+e.channels.length:1;o.trunks.length?this.trunks(o,r,1,1,n):this.active(e,n);let[s]=o.trunks;s&&r>1&&this.badge(te(s,.5),`×${this.count(r)}`,n)}still({kind:e,road:n,count:o},r){let s=this.fanOf(n),[i]=s.trunks.length?s.trunks:this.road(n);if(!i)return;let l=o>1?`×${this.count(o)}`:"";if(s.trunks.length){this.trunks(s,o,1,1,r),l&&this.badge(te(i,.5),l,r);return}let c=te(i,1);this.active(n,r),this.shape(e,c,5,r),l&&this.badge(aa(c),l,r)}active(e,n){let[o]=this.road(e);o&&o.bare[1]>o.bare[0]&&this.line(o,n.live,n.ink,...o.bare)}token(e,n,o,r){let[s]=this.road(e.road);if(!s)return;let i=te(s,wr(yr(e,n))),l=o.mode==="narrow"||e.road.hop==="member"?5:6.5;this.halo(i,l+3.5,r),this.shape(e.kind,i,l,r),e.count>1&&this.badge(aa(i),`×${this.count(e.count)}`,r)}halo([e,n],o,r){this.pen.beginPath(),this.pen.arc(e,n,o,0,2*Math.PI),this.pen.fillStyle=r.bg,this.pen.fill()}shape(e,[n,o],r,s){let{pen:i}=this;Ci(i,e,n,o,r),i.fillStyle=s.kinds[e],i.fill(),i.lineWidth=1.25,i.strokeStyle=s.tokline,i.stroke()}fan(e,n,o,r){let s=this.fanOf(e.road),i=yr(e,n),l=wr(i/Gt),c=wr((i-Gt)/(1-Gt));this.trunks(s,e.count,l,c,r),i<Gt&&this.outline(e.road,o,r);let u=s.trunks.map(p=>te(p,l));if(i<Gt)for(let p of u)this.stack(e,p,o,r);else for(let p of s.strands){let f=te(p,c);this.halo(f,8,r),this.shape(e.kind,f,5,r)}let[d]=u;if(e.count<2||!d)return;let[h,m]=o.mode==="narrow"?[-22,18]:[20,-12];this.badge([d[0]+h,d[1]+m],`×${this.count(e.count)}`,r)}outline(e,n,o){let r=e.hop==="fan"?le(n,e.group):void 0;r&&(this.pen.beginPath(),this.pen.roundRect(r.x,r.y,r.w,r.h,16),this.pen.lineWidth=2,this.pen.strokeStyle=o.ink,this.pen.stroke())}stack({kind:e,count:n},[o,r],s,i){let l=s.mode==="narrow"?6:7.5;this.halo([o,r],2*l,i);for(let c=Math.min(3,n)-1;c>=0;c--)this.shape(e,[o-c*3,r],l,i)}trunks({trunks:e,strands:n},o,r,s,i){let l=wp(o,i.fan),c=Math.min(l,1.8*i.fan),u=(d,h,m,p)=>{if(p>0)for(let f of d)this.line(f,h,m,0,p)};this.pen.lineCap="butt",u(e,l+2,i.tokline,r),u(n,c+2,i.tokline,s),u(e,l,i.kinds.reply,r),u(n,c,i.kinds.reply,s),this.pen.lineCap="round"}badge([e,n],o,r){let{pen:s,at:i}=this,l=Math.max(24,o.length*6.6+10),c=Math.max(l/2,Math.min((i?.width??e)-l/2,e)),u=Math.max(8,n);s.beginPath(),s.roundRect(c-l/2,u-8,l,16,8),s.fillStyle=r.ink,s.fill(),s.fillStyle=r.bg,s.font=`600 11px ${r.mono}`,s.textAlign="center",s.textBaseline="middle",s.fillText(o,c,u+.5)}},aa=([t,e])=>[t+16,e-14];function kp(t,e){let n=yr(t,e);return n>=0&&n<1}function xp(t,e){let n=Object.keys(t);if(n.length!==Object.keys(e).length)return!1;let[o,r]=[t,e];return n.every(s=>Object.is(o[s],r[s]))}function D(t){return class extends se{shouldComponentUpdate(e){return!xp(this.props,e)}render(){return t(this.props)}}}var kr=new Set(["nobody_listens"]),Sp=4,xr=14;function _p(t,e,n){let o=_(e("bin"),12,"bold");return 20+Math.max(o,_(n.count(t.totals.lost),12))}function ca(t,e,n,o,r,s){let i=_p(t,r,s),l={start:Math.max(n?78:88,i+18),gap:n?12:20,edge:24},c=vr(t,e,l,o,r,s);if(!c.rest&&!c.heaps.some(({bare:h})=>h))return c;let u={start:i+12,gap:12,edge:14},d=vr(t,e,u,o,r,s);return d.rest?vr(t,e,{...u,edge:36},o,r,s):d}function vr(t,e,n,o,r,s){let{gap:i,edge:l}=n,c=[],u=[...t.totals.lostBy].filter(([,b])=>b>0);u.sort(([b],[y])=>Number(kr.has(b))-Number(kr.has(y)));let d=e.x+n.start,h=d,m=0,p=o?_(r("bin.show"),12,"sans")+24:0,f=e.x+e.w-l-p;for(let[b,y]of u){let k=t.bin.filter(z=>z.reason===b).slice(0,Sp),v=`reason.${b}`,E=r(v)===v?b.replaceAll("_"," "):r(v),x=k.length*xr+4+_(s.count(y),12),A=Math.max(x,15+_(E,12,"sans")),L=h+A>f,O=L?Math.max(10,4+_(s.count(y),12)):A;if(h+O>f){m+=y;continue}c.push({reason:b,count:y,kinds:L?[]:k.map(({kind:z})=>z),word:E,bare:L,x:h,w:O}),h+=O+i}return{heaps:c,rest:m,start:d}}function ua({box:t,heaps:e,rest:n,start:o,lost:r,picked:s,say:i,numbers:l}){let c=e.some(({reason:f})=>!kr.has(f))||n>0,u=(e.at(-1)?.x??0)+(e.at(-1)?.w??0),{x:d,y:h,w:m,h:p}=t;return a("g",{"data-actor":"bin","data-lost":r,class:s===""?"picked":"",children:[a("path",{class:c?"vessel bad":"vessel",d:`M${d} ${h}L${d+8} ${h+p}H${d+m-8}L${d+m} ${h}`}),a("text",{x:d+20,y:h+21,class:c?"tb tlost":"tb",children:i("bin")}),a("text",{x:d+20,y:h+38,class:c?"tm tb tlost":"tm tb",children:l.count(r)}),r===0&&a("text",{x:o,y:h+30,class:"t1",children:i("bin.empty")}),e.map(f=>a(Ep,{...f,word:f.bare?"":f.word,kinds:f.kinds.join(),y:h,text:l.count(f.count),picked:s===f.reason},f.reason)),n>0&&a("text",{x:u+8,y:h+30,class:"tm t1i tb",children:["+",l.count(n)]})]})}var Ep=D(function({reason:e,kinds:n,word:o,x:r,y:s,text:i,picked:l}){let c=n?n.split(","):[],u=e==="expired"?"near":"dim";return a("g",{"data-heap":e,"data-count":i,class:l?"picked":"",children:[c.map((d,h)=>a(V,{kind:d,x:r+5+h*xr,y:s+16,r:4.5,look:u},h)),a("text",{x:r+c.length*xr+4,y:s+20,class:"tm tb",children:i}),a("g",{transform:`translate(${r} ${s+29.5})`,children:a(rr,{reason:e})}),a("text",{x:r+15,y:s+38,class:`t1i${l?" tb":""}`,children:o})]})}),da=D(function({box:e,say:n}){let o=Math.min(100,e.w/3);return a("g",{"data-actor":"legend",children:Ei.map((r,s)=>{let i=e.x+6+s%3*o,l=e.y+11+Math.floor(s/3)*19;return a("g",{children:[a(V,{kind:r,x:i,y:l,r:5}),a("text",{x:i+11,y:l+4,class:"t1i",children:n(`kind.${r}`)})]},r)})})});function Mp(t,e){if(e.kind==="ghost")return"ghost";let n=t.find(o=>!ve(o));return e.kind==="crowd"?n?.state??"ghost":t.at(-1).state}function Cp(t,e,n,o,r){if(e==="ghost"){let s=r.seconds(n-(t.closedAt??n));return o("flow.gone",{time:s})}return e==="rejected"?o("flow.rejected",{status:String(t.status??"")}):!ve(t)||t.code===null?"":o("flow.closed",{code:String(t.code)})}function ha(t,e,n,o,r){let s=e.connections.flatMap(h=>t.connections.get(h)??[]),i=s.at(-1);if(!i)return null;let l=Pp(s).filter(h=>!h.incoming),c=Mp(s,e),d=(e.kind==="crowd"?s:s.slice(0,-1)).filter(ve).length;return{box:e,name:e.name,path:i.path,state:c,ours:i.ours,before:l.at(-2)?.text??"",last:l.at(-1)?.text??"",count:e.kind==="crowd"?s.length-d:1,ghosts:d,end:e.kind==="crowd"?"":Cp(i,c,n,o,r)}}function Pp(t){let e=[];for(let{frames:n}of t)(n.at(-1)?.at??-1)>(e.at(-1)?.at??-2)&&(e=n);return e}var In=20,pa=D(function(e){let{box:n,state:o,picked:r}=e,s=o!=="open"&&o!=="opening";return a("g",{"data-actor":"client","data-name":e.name,"data-state":o,class:`${r?"picked":""}${s?" gone":""}`,children:n.kind==="crowd"?a(Ap,{...e}):a(Tp,{...e})})});function Tp(t){return t.box.look==="tab"?a(Op,{...t}):t.box.look==="line"?a(Bp,{...t}):a(Fp,{...t})}function Op(t){let{box:e,name:n,path:o,state:r}=t,s=r!=="open"&&r!=="opening",{x:i,y:l,w:c,h:u}=e,d=c>120,h=Math.min(Math.max(d?70:58,_(n,12,"mono")+20),c*.66),m=c-h-24,p=o.length<=2||_(o,12)<=m||m>70;return a(w,{children:[a("path",{class:"box outline",d:`M${i} ${l+u-4}q0 4 4 4H${i+c-4}q4 0 4-4V${l+In+3}q0-3-3-3H${i+h}V${l+4}q0-4-4-4H${i+4}q-4 0-4 4Z`}),a("text",{x:i+9,y:l+15,class:"tm tb name",children:C(n,h-14,12)}),p&&a("text",{x:i+c-18,y:l+14,"text-anchor":"end",class:"tm t1",children:C(o,m,12)}),s?a(Rp,{...t}):a($p,{...t})]})}function Sr(t,e,n){let o=t.w-16;return t.look==="tab"&&!n?Ji(e,o,12):[C(e,o,12)]}function $p({box:t,before:e,last:n,state:o,say:r,ours:s,live:i,ghosts:l}){let{x:c,y:u,w:d,h}=t,m=d-16,p=o==="opening"?r("state.opening"):"",f=Sr(t,n,l);return a(w,{children:[l?a("text",{x:c+9,y:u+33,class:"t1","data-ghosts":l,children:C(r("flow.ghosts",{n:l}),m,12,"sans")}):a("text",{x:c+9,y:u+33,class:f.length>1?"tm":"tm t1",children:f.length>1?f[0]:C(e,m,12)}),a("text",{x:c+9,y:u+45.5,class:n?"tm":"t1",children:n?f.at(-1):p}),s&&i&&a("path",{class:"div",d:`M${c+9} ${u+h-4.5}H${c+d-9}`})]})}function Rp({box:t,end:e,state:n,say:o}){let{x:r,y:s}=t,i=n==="ghost";return a(w,{children:[a("text",{x:r+9,y:s+33,class:"t1i tb",children:o(i?"flow.ghost":`state.${n}`)}),a("text",{x:r+9,y:s+46,class:"t1",children:C(e,t.w-14,12,"sans")})]})}function Bp({box:t,name:e,last:n,end:o,ours:r,live:s,state:i}){let{x:l,y:c,w:u,h:d}=t,h=_r(t,e),m=o?r&&s?"":o:r&&s&&i==="open"?"":n;return a(w,{children:[a("rect",{x:l,y:c,width:u,height:d,rx:4,class:"box outline"}),a("text",{x:l+9,y:c+18,class:"tm tb name",children:C(e,h-12,12)}),m&&a("text",{x:l+h+4,y:c+18,class:o?"t1":"tm t1i",children:C(m,u-h-24,12,o?"sans":"mono")})]})}function _r(t,e){return Math.min(t.w*.5,_(e,12)+18)}function Fp({box:t,name:e,last:n,end:o,state:r,say:s}){let{x:i,y:l,w:c,h:u}=t,d=r==="ghost"?s("flow.ghost"):o;return a(w,{children:[a("rect",{x:i,y:l,width:c,height:u,rx:3,class:"box outline"}),a("text",{x:i+8,y:l+17,class:"tm name",children:C(e,c-12,12)}),a("text",{x:i+8,y:l+33,class:o?"t1":"tm t1i",children:o?C(d,c-12,12,"sans"):C(n,c-12,12)})]})}function Ap({box:t,name:e,last:n,count:o,ghosts:r,say:s}){let{x:i,y:l,w:c,h:u}=t,d=u<40,h=t.look==="cell",m=d||h?2:4,[p,f]=[c-2*m,u-2*m];return a(w,{children:[[2,1,0].map(b=>a("rect",{x:i+b*m,y:l+b*m,width:p,height:f,rx:4,class:b?"box":"box outline"},b)),a("text",{x:i+9,y:l+16,class:"tm tb name",children:C(e,h?p-12:p-52,12)}),a("text",{x:h?i+9:i+p-8,y:l+(h?31:16),"text-anchor":h?"start":"end",class:h?"tm t1i":"tm tb",children:s("flow.times",{n:o})}),!d&&!h&&a("text",{x:i+9,y:l+34,class:"tm t1i",children:C(n,p-16,12)}),!d&&!h&&r>0&&a("text",{x:i+9,y:l+50,class:"t1",children:s("flow.ghosts",{n:r})})]})}var Er=({ours:t,label:e,id:n})=>t?`tab:${e}`:`connection:${n}`;function Mr(t,e,n){if(e==="worker"||e==="server")return n;if(e==="channel"||e==="group"||e==="consumer")return`${e}:${n}`;if(e!=="connection")return null;let o=t.connections.get(n);return o===void 0?null:Er(o)}function Cr(t,e){let n=e.indexOf(":"),[o,r]=[e.slice(0,n),e.slice(n+1)];if(o==="worker"||o==="server")return{what:o,name:e};if(o==="consumer")return{what:o,name:N(r)};if(o==="channel"||o==="group"||o==="connection")return{what:o,name:r};if(o!=="tab")return null;let i=[...t.connections.values()].filter(l=>l.ours&&l.label===r).at(-1);return i===void 0?null:{what:"connection",name:i.id}}function ma(t,e,n,o){if(e===null)return n==="server";let r=Mr(t,n,o);return r===null?!1:r===e||n==="connection"&&e===`connection:${o}`?!0:n==="consumer"&&e===`consumer:__main__.${o}`}function yt(t,e,n){return[...t.holds.values()].filter(o=>ma(t,o.target,e,n))}function fa(t,e,n){return[...t.faults.values()].filter(o=>ma(t,o.target,e,n))}var ga="clock";function qn(t){for(let{target:e,options:n}of t.faults.values())if(e===ga&&typeof n.factor=="number")return n.factor;return 1}function vt(t){return[...t.faults.values()].filter(e=>e.target!==ga)}async function kt(t,e){try{return await e.ownerDocument.defaultView.navigator.clipboard.writeText(t),!0}catch{return Lp(t,e)}}function Lp(t,e){let n=e.ownerDocument,o=n.createElement("textarea");o.value=t,o.style.cssText="position:fixed;top:0;left:-999px",e.getRootNode().appendChild(o),o.select();try{return n.execCommand("copy")}finally{o.remove(),e.focus()}}function Jn({currentTarget:t}){let e=t.ownerDocument;return String(e.getSelection()??"")!==""}var Np=.9;function Dp(t,e,n,o){let r=t.layers.get(e.layer)?.expiry??null,s="";for(let i of e.queue.slice(0,n.count)){let l=t.messages.get(i),c=r!==null&&o-(l?.acceptedAt??o)>Np*r,u=l?.edited===!0;l?.state==="held"?s+=u?"e":"h":s+=u?"d":c?"n":"q"}return s}function Hp(t,e,n,o){let r=t.messages.get(e.queue[0]??"");if(!r)return null;let s=Math.max(0,n-r.acceptedAt),i=t.layers.get(e.layer)?.expiry??null;return o&&i!==null?Math.max(0,i-s):s}function Ip(t,e,n,o,r){if(n)return{age:o("flow.held",{n}),time:""};if(t===null)return{age:"",time:""};let s=r.seconds(t);return{age:o(e?"flow.expires":"flow.oldest",{time:s}),time:s}}function qp(t){let e=0;for(let n of t?.lost.values()??[])e+=n;return e}function ba(t,e,n,o,r,s,i){let{name:l}=e,c={delivered:o?.delivered??0,lost:qp(o)};if(!n)return{box:e,name:l,kind:"custom",slots:"",waiting:0,held:0,capacity:null,age:"",time:"",near:!1,...c};let u=Dp(t,n,e,r),d=o?.held??u.replace(/[^he]/g,"").length,h=u.startsWith("n");return{box:e,name:l,kind:n.kind,slots:u,waiting:n.queue.length,held:d,capacity:n.capacity,...Ip(Hp(t,n,r,h),h,d,s,i),near:h,...c}}var wa=D(function(e){let{box:n,capacity:o,waiting:r,picked:s}=e,i=o!==null&&r>=o;return a("g",{"data-actor":"channel","data-name":e.name,"data-waiting":r,"data-state":i?"full":r?"busy":"empty",class:s?"picked":"",children:[!n.routed&&a(Jp,{...e}),a(Wp,{...e}),a(Kp,{...e,full:i}),a(jp,{...e,full:i})]})});function Jp({box:t,narrow:e,say:n,waiting:o,lost:r}){let{d:s,end:i}=ra(t),l=o||r?"var(--lost)":"var(--edge)";return e?a("text",{x:0,y:t.rail+22,class:"t1",children:n("flow.noroute")}):a(w,{children:[a("path",{d:s,class:"route ghost"}),a(me,{x:i[0],y:i[1],r:4,colour:l})]})}function Wp({box:t,name:e,narrow:n,delivered:o,lost:r,numbers:s}){if(n)return a("text",{x:t.x,y:t.rail+4,class:"tm t1i name",children:C(e,t.nameRoom,12)});let i=`${o?`✓ ${s.count(o)}`:""}${r?` ✕${s.count(r)}`:""}`,l=t.w-_(i,12)-10,c=i!==""&&_(e,12)<=l;return a(w,{children:[a("text",{x:t.x,y:t.y+11,class:"tm name",children:C(e,c?l:t.w,12)}),c&&a("text",{x:t.x+t.w,y:t.y+11,"text-anchor":"end",class:"tm t1",children:[o?`✓ ${s.count(o)}`:"",r?a("tspan",{class:"tlost",children:` ✕${s.count(r)}`}):null]})]})}function Kp(t){let{box:e,full:n}=t,{x:o,y:r,w:s,h:i}=e.slots,l=s/e.count,c=Array.from({length:e.count-1},(d,h)=>`M${o+(h+1)*l} ${r}v${i}`),u=t.capacity!==null&&t.capacity<=16;return a(w,{children:[a("rect",{x:o,y:r,width:s,height:i,class:"slot"}),a("path",{d:c.join(""),class:"div"}),u?a(zp,{...t,step:l}):a(Xp,{...t,step:l}),a("rect",{x:o,y:r,width:s,height:i,class:n?"rim st-full":"rim outline"})]})}function zp({box:t,slots:e,kind:n,step:o,narrow:r}){let{x:s,y:i,w:l,h:c}=t.slots,u=Math.min(r?4:5,o*.42);return a(w,{children:[...e].map((d,h)=>{let m=s+l-o*(h+.5),p=i+c/2;return a("g",{children:[d==="h"||d==="e"?a(va,{x:m,y:i,w:o,h:c,kind:n}):a(V,{kind:n,x:m,y:p,r:u,look:d==="n"?"near":void 0}),(d==="d"||d==="e")&&a(ya,{x:m,y:i+c,w:o})]},h)})})}function ya({x:t,y:e,w:n}){return a("path",{d:`M${t-n/2+1} ${e-1.5}h${n-2}`,class:"edited","data-edited":""})}function va({x:t,y:e,w:n,h:o,kind:r}){let s=n>15;return a(w,{children:[a("rect",{x:t-n/2,y:e,width:n,height:o,fill:"var(--held)",stroke:"var(--ink)"}),s&&a(V,{kind:r,x:t-n*.2,y:e+o/2,r:4.2}),a(Ht,{x:s?t+n*.27:t,y:e+o/2,h:8})]})}function Xp({box:t,kind:e,waiting:n,held:o,capacity:r,slots:s,step:i}){if(!n)return null;let{x:l,y:c,w:u,h:d}=t.slots,h=r===null?Math.min(1,n/100):Math.min(1,n/r),m=Math.max(2,u*h),p=l+u-m,f=s.startsWith("n")?"near":void 0;return a(w,{children:[a("rect",{x:p,y:c,width:m,height:d,fill:`var(--${e})`,class:"level"}),a("path",{d:`M${p} ${c}v${d}`,stroke:"var(--tokline)","stroke-width":"1.25"}),o?a(va,{x:l+u-i/2,y:c,w:i,h:d,kind:e}):a(V,{kind:e,x:l+u-i/2,y:c+d/2,r:5,look:f}),/[de]/.test(s)&&a(ya,{x:l+u-i/2,y:c+d,w:i})]})}function jp(t){let{box:e,full:n,say:o,numbers:r,waiting:s,capacity:i,held:l,age:c,time:u,narrow:d}=t,h=i===null?r.count(s):`${r.count(s)} / ${r.count(i)}`,m=d?e.slots.x:e.x,p=d?e.rail+19:e.y+47;if(d&&!s)return null;let f=e.slots.x+e.slots.w,b=n?`${o("flow.full")} ${h}`:h,y=e.slots.w-_(b,12,n?"bold":"mono")-6;return a(w,{children:[a("text",{x:m,y:p,class:n?"t1 tb tlost":"tm t1",children:b}),a("text",{x:f,y:p,"text-anchor":"end",class:l?"t1 tb theld":"t1i",children:[c,u].find(v=>_(v,12,"sans")<=y)??""})]})}var xa=D(function(e){let{box:n,members:o,narrow:r,picked:s,numbers:i}=e,l=i.count(o),c=r?n.y+22:n.y+19,u=r?(n.chips[0]?.x??110)-12:n.w-28-_(l,12);return a("g",{"data-actor":"group","data-name":n.name,"data-members":o,class:s?"picked":"",children:[a("rect",{x:n.x,y:n.y,width:n.w,height:n.h,rx:16,class:"box outline"}),a("text",{x:n.x+12,y:c,class:"tm tb name",children:C(n.name,u,12)}),!r&&a("text",{x:n.x+n.w-12,y:c,"text-anchor":"end",class:"tm t1i",children:l}),n.chips.map(d=>a(ka,{box:d,ghost:d.ghost,text:d.count>1?`${d.label} ×${i.count(d.count)}`:d.label},d.key)),n.more&&a(ka,{box:n.more,ghost:!1,text:`+${i.count(n.more.count)}`})]})});function ka({box:t,text:e,ghost:n}){return a(w,{children:[a("rect",{x:t.x,y:t.y,width:t.w,height:t.h,rx:t.h/2,class:n?"box ghost":"box"}),a("text",{x:t.x+t.w/2,y:t.y+t.h/2+4,"text-anchor":"middle",class:n?"tm t1":"tm t1i",children:C(e,t.w-ur,12)})]})}function Sa({box:t,say:e}){return a("g",{"data-actor":"no-group",children:[a("rect",{x:t.x,y:t.y,width:t.w,height:t.h,rx:16,class:"box ghost"}),a("text",{x:t.x+t.w/2,y:t.y+t.h/2+4,"text-anchor":"middle",class:"t1",children:C(e("flow.nogroup"),t.w-12,12,"sans")})]})}var[Ut,_a]=[6,4],Vt={h:14,pad:15};function Tr({fault:t,options:e},n,o){let{seconds:r}=e,s=Number.isInteger(r),i=typeof r=="number"?o[s?"whole":"seconds"](r):"",l=`fault.mark.${t}`,c=n(l,{time:i});return c===l?t:c}function Gp(t,e,n,o){return{barriers:[...t.holds.values()].flatMap(s=>{let i=Cr(t,s.target),l=i&&Ea(e,i.what,i.name);if(!i||!l)return[];let c=s.held.length,u=l.folded?null:Yp(e,i.what,l);return[{key:s.id,target:s.target,n:c,bar:u,label:Zp(e,u??l,c)}]}),tags:Qp(t,e,n,o)}}var Up={channel:"channels",worker:"workers",consumer:"consumers",group:"groups",connection:"tabs"};function Ea(t,e,n){let o=Vp(t,e,n);if(o)return{...o,folded:!1};let r=Up[e],s=r&&pe(t,r);return s?{...s,folded:!0}:null}function Vp(t,e,n){return e==="channel"?Xe(t,n)?.slots:e==="group"?le(t,n):e==="consumer"?t.consumers.find(o=>o.name===n):e==="worker"?t.workers.find(o=>o.name===n):e==="server"?Ge(t,n):t.clients.find(o=>o.connections.includes(n))}function Yp(t,e,n){let{x:o,y:r,w:s,h:i}=n,[l,c]=[r-_a,i+2*_a];return t.mode==="narrow"&&e==="connection"?{x:o+6,y:r+i-Ut/2,w:s-12,h:Ut}:{x:e==="channel"||e==="connection"?o+s-Ut/2:o-Ut/2,y:l,w:Ut,h:c}}function Zp(t,e,n){let o=Vt.pad+(n>0?_(String(n),11,"bold")+6:0);return{x:Math.min(Math.max(e.x+e.w/2-o/2,0),t.width-o),y:Math.max(e.y-Vt.h+2,0),w:o,h:Vt.h}}function Qp(t,e,n,o){let r=new Map;for(let s of vt(t)){let i=em(t,e,s.target);for(let[l,c,u]of i){let d=`${l} ${c}`,h=r.get(d)??{what:l,box:u,words:[]};h.words.push(Tr(s,n,o)),r.set(d,h)}}return[...r].map(([s,{what:i,box:l,words:c}])=>{let u=c.join(" · ");return{key:s,words:u,box:tm(e,i,l,u)}})}function em(t,e,n){if(n===null)return e.servers.map(s=>["server",s.name,s]);if(n.startsWith("layer:")){let s=e.headings.find(({key:i})=>i==="channels");return s?[["layer",n,{x:s.x+70,y:s.y-5,w:110,h:0}]]:[]}let o=Cr(t,n),r=o&&Ea(e,o.what,o.name);return o&&r?[[o.what,o.name,r]]:[]}function tm(t,e,n,o){let r=Math.min(_(o,11,"bold")+10,t.width),s=Math.max(n.x+n.w-4,r),i=e==="channel"?n.x+2:s-r;return{x:Math.min(i,t.width-r),y:nm(t,e,n),w:r,h:Wn}}var Wn=15;function nm({mode:t},e,{y:n,h:o}){return e==="channel"||e==="consumer"&&t==="narrow"?n+(o-Wn)/2:e==="worker"||e==="consumer"?n-Wn+4:n+o-Wn/2}function Ma({state:t,at:e,say:n,numbers:o}){let{barriers:r,tags:s}=Gp(t,e,n,o);return a(w,{children:[r.map(({key:i,target:l,n:c,bar:u,label:d})=>a("g",{"data-hold":l,"data-held":c,children:[u&&a("rect",{...Pr(u),class:"barrier"}),a("rect",{...Pr(d),class:"barrier"}),a(Ht,{x:d.x+7.5,y:d.y+Vt.h/2,h:8}),c>0&&a("text",{x:d.x+Vt.pad,y:d.y+11,class:"t1i tb onheld",children:o.count(c)})]},i)),s.map(({key:i,words:l,box:c})=>a("g",{"data-fault":i,children:[a("rect",{...Pr(c),class:"tag"}),a("text",{x:c.x+5,y:c.y+11,class:"t1 tb tlost",children:C(l,c.w-6,11,"bold")})]},i))]})}var Pr=({x:t,y:e,w:n,h:o})=>({x:t,y:e,width:n,height:o});function g(t){return typeof t=="string"?t:null}function B(t){return typeof t=="number"?t:null}function Pa(t){return Array.isArray(t)?t.filter(e=>typeof e=="string"):[]}function Yt(t,e,n){let o=[...t].filter(([,r])=>e(r));for(let[r]of o.slice(0,Math.max(o.length-n,0)))t.delete(r)}function K(t){return typeof t=="object"&&t!==null&&!Array.isArray(t)?t:{}}function Y(t){return g(t.layer)??"default"}function fe(t){return g(t.message)??g(t.id)}function Ye(t){return g(t.connection)??(t.kind.startsWith("connection.")?g(t.id):null)}var Ca=400;function Ta(t){let e=g(t.text)??g(K(t.text).$head);return e!==null?e.length>Ca?`${e.slice(0,Ca)}…`:e:`<${B(t.size)??0} B>`}var om=8,Oa=t=>t.replace(/\.\d+$/,"");function $a(t,e){let n=e.where??"",o=rm(t,n);t.processes.set(n,{name:g(e.process)??"",runs:n,state:"running",reason:null,joinedAt:e.at,leftAt:null,before:o&&{name:o.name,reason:o.reason,leftAt:o.leftAt??e.at}})}function rm(t,e){return[...t.processes.values()].filter(o=>o.state==="left"&&Oa(o.runs)===Oa(e)).at(-1)??null}function Ra(t,e){let n=e.where??"",o=t.processes.get(n);o===void 0||o.name!==g(e.process)||(o.state="left",o.reason=g(e.reason),o.leftAt=e.at,t.processes.delete(n),t.processes.set(n,o),sm(t))}function sm(t){Yt(t.processes,e=>e.state==="left",om)}function Ba(t,e){for(let[n,o]of t.processes){let r=e.processes.get(n);r?.name===o.name&&(o.before=r.before,o.joinedAt=r.joinedAt)}}function Or({reason:t}){return t!==null&&t!=="asked"}var $r=t=>t.slice(t.lastIndexOf(":")+1);function Kn(t,e){return t===null||t==="asked"?e("flow.process.ended"):t.replace(/^killed/,e("flow.stopped.killed"))}function zn(t,e,n){let o=t.store==="redis"?"Redis":t.store;if(t.store==="memory")return e("layer.memory");if(t.address===null)return o;let r=n?t.address:t.address.split(", ").map(s=>am(s,e)).join(", ");return`${o} ${r}`}function am(t,e){return t.startsWith("/")?e("layer.socket"):t.replace(/^(localhost|127\.0\.0\.1)(?=:)/,"")}function Fa(t,e){let{name:n,state:o,reason:r,before:s}=e;return{box:t,name:n,state:o,reason:r,killed:s&&Or(s)?s.name:null}}var Aa=D(function(e){let{box:n,name:o,state:r}=e,s=r==="left";return a("g",{"data-actor":"process","data-name":o,"data-runs":n.name,"data-state":r,"data-replaces":e.killed??void 0,children:[a("rect",{x:n.x,y:n.y,width:n.w,height:n.h,rx:7,class:s?"process ghost":"process"}),s?a(lm,{...e}):a(cm,{...e})]})});function lm({box:t,name:e,reason:n,say:o}){let r=t.y+t.h-4,s={n:$r(e),reason:Kn(n,o)},i=t.w-26,c=[o("flow.process.left",s),o("flow.process.left.short",s),s.reason].find(d=>_(d,11,"sans")<=i)??s.reason,u=Or({reason:n});return a(w,{children:[u&&a(me,{x:t.x+12,y:r-4,r:3.5}),a("text",{x:t.x+(u?20:8),y:r,class:u?"t1i tlost":"t1",children:C(c,i,11,"sans")})]})}function cm({box:t,name:e,killed:n,say:o}){let r=t.y+t.h-4,s=o("flow.process",{n:$r(e)}),i=t.x+8+_(s,11,"sans")+4,l=n===null?"":$r(n),c=l&&i+_(l,11,"sans")+6<=t.x+t.w;return a(w,{children:[a("text",{x:t.x+8,y:r,class:"t1i",children:C(s,t.w-12,11,"sans")}),c&&a("text",{x:i,y:r,class:"t1 struck",children:l})]})}var La=new WeakMap;function um(t){let e=La.get(t);return e||(e=sa(t),La.set(t,e)),e}function Na({at:t,state:e,say:n}){let o=dm(e);return a("g",{children:[um(t).map(r=>r.what==="wire"?a(pm,{at:t,state:e,route:r},r.key):a(Xn,{d:r.d,look:hm(r,t,e,o)},r.key)),a(fm,{at:t}),a(gm,{at:t,state:e,say:n}),a(ym,{at:t,state:e})]})}var Xn=D(function({d:e,look:n}){return a("path",{d:e,class:`route ${n}`})});function dm(t){let e=new Set;for(let n of t.ledger.values())n.accepted>0&&e.add(J(n.layer,n.key));return e}function hm(t,e,n,o){if(t.what==="accept")return o.has(t.to)?"used":"";if(t.what==="back")return"back";let r=e.consumers.find(({key:i})=>i===t.to);if(r?.shut.includes(t.from))return"shut";let s=n.channels.get(t.from)?.name??t.from;return n.usedRoutes.has(`${s} → ${r?.name}`)?"used":""}function pm({at:t,state:e,route:n}){let o=e.connections.get(n.to),r=t.clients.find(({key:l})=>l===n.from);if(!o||!r)return null;let[s]=Ne(t,{hop:"frame",connection:n.to});return s?r.connections.map(l=>e.connections.get(l)).every(l=>l===void 0||ve(l))?a(mm,{curve:s,lost:r.kind!=="tab"}):a(Xn,{d:n.d,look:"used"}):null}var mm=D(function({curve:e,lost:n}){let[o,r]=te(e,.5);return a(w,{children:[a("path",{d:e.d,class:"route ghost"}),a("circle",{cx:o,cy:r,r:6.5,class:"halo"}),a(me,{x:o,y:r,r:4,colour:n?"var(--lost)":"var(--edge)"})]})}),fm=D(function({at:e}){if(e.mode==="narrow")return null;let{x:n,w:o}=e.bin,r=[n+o*.37,n+o*.74].map(s=>`M${s+5} ${e.lane-4}l-5 4l5 4`);return a("path",{d:r.join(""),class:"arrow"})});function gm({at:t,state:e,say:n}){return t.mode==="narrow"?null:a(w,{children:[...e.edges.values()].map(({consumer:o,what:r,to:s})=>{let i=bm(t,o,r,s);if(!i)return null;let l=r==="add"||r==="discard";return a("g",{children:[a(Xn,{d:i.d,look:l?"add":"used"}),l&&t.mode==="wide"&&a(wm,{curve:i,text:n(`flow.${r}`)})]},`${o} ${r} ${s}`)})})}function bm(t,e,n,o){if(je(t,e)){if(n==="channel")return Ne(t,{hop:"send",consumer:e,channel:o},yn)[0];if(le(t,o))return Ne(t,{hop:"toGroup",consumer:e,group:o})[0]}}function wm({curve:t,text:e}){let[n,o]=te(t,0),[,r]=te(t,1);return a("text",{x:n+5,y:r>=o?o-4:o+13,class:"t1",children:e})}function ym({at:t,state:e}){let n=[];for(let{name:o}of t.workers){let r=e.workers.get(o),s=e.messages.get(r?.message??"");if(!r||!s)continue;let i=(c,u)=>{let[d]=u;d&&n.push(a(Xn,{d:d.bareD,look:"live"},`${o} ${c}`))},l=J(s.layer,s.channel);Xe(t,l)&&i("take",Ne(t,{hop:"take",channel:l,worker:o})),r.consumer&&r.run&&t.mode!=="narrow"&&i("run",Ne(t,{hop:"run",worker:o,consumer:r.consumer}))}return a(w,{children:n})}var jn=8;function vm(t,e,n){let o=t.connections.get(e.connection),r=o?.replyChannel??"",s=r.lastIndexOf("!");return{row:e,name:s<0?"":`!${r.slice(s+1,s+5)}`,waiting:o?.queue.length??0,inHand:(o?.inHand.length??0)>0,gone:n.has(e.connection)||o!==void 0&&ve(o)}}function km(t,e){let n=[];for(let o of t.connections.values())o.protocol!=="websocket"&&o.server===e&&!ve(o)&&n.push(`${o.method??"GET"} ${o.path}`);return n}function Ha({box:t,state:e,narrow:n,wide:o,named:r,picked:s,say:i}){let l=e.servers.get(t.name),c=lr(e),u=t.rows.map(f=>vm(e,f,c)),d=km(e,t.name),h=Rr(l?.address??null),p=l!==void 0&&l.state!=="running"?i(`state.${l.state}`):"";return a("g",{"data-actor":"server","data-name":t.name,"data-state":l?.state??"running",class:`${s?"picked":""}${l?.state==="stopped"?" gone":""}`,children:[a(xm,{box:t,title:Da(t,n,r,h,p),narrow:n,named:r}),u.map(f=>n?a(Mm,{...f,box:t},f.row.client):a(Sm,{...f,wide:o,box:t},f.row.client)),n?a(Ia,{x:t.x+34+_(Da(t,n,r,h,p),12),y:t.y+13,texts:d,room:t.w/3}):t.foot&&a(Cm,{box:t,pages:d,wide:o}),!n&&a("path",{d:`M${t.out[0]} ${t.out[1]-5}v10l6-5z`,fill:"var(--ink)"})]})}function Rr(t){return t?t.slice(t.lastIndexOf(":")):""}function Da(t,e,n,o,r){return e?[t.name,o,r].filter(Boolean).join(" "):[n?`${t.name} ${o}`:"",r].filter(Boolean).join(" ")}var xm=D(function({box:e,title:n,narrow:o,named:r}){let[s,i]=o?[e.x+10,e.y+17]:r?[e.x,e.y-4]:[e.x+10,e.y+e.h-10];return a(w,{children:[a("rect",{x:e.x,y:e.y,width:e.w,height:e.h,class:"box outline"}),n&&a("text",{x:s,y:i,class:"tm t1i",children:C(n,e.w-20,12)})]})}),Sm=D(function({row:e,name:n,waiting:o,inHand:r,gone:s,wide:i,box:l}){let c=e.port[1],u=l.x,d=s?" ghost":"",h=e.look==="full",m=i?54:48,p=h?u+12:u+50,f=h?c+3:c-5;return a("g",{"data-actor":"reply","data-name":e.connection,"data-waiting":o,children:[a("path",{d:`M${u} ${c-5}a5 5 0 0 1 0 10`,class:`box${d}`}),a("text",{x:u+12,y:h?c-1:c+4,class:s?"tm t1":"tm t1i",children:n}),(h||o>0)&&a(_m,{x:p,y:f,w:h?m:40,waiting:o,ghost:d}),r&&a(Em,{x:p+m+10,y:f+5})]})});function _m({x:t,y:e,w:n,waiting:o,ghost:r}){let s=n/jn,i=Array.from({length:jn-1},(c,u)=>`M${t+(u+1)*s} ${e}v10`),l=Math.min(o,jn);return a(w,{children:[a("rect",{x:t,y:e,width:n,height:10,class:`slot${r}`}),a("path",{d:i.join(""),class:"div"}),Array.from({length:l},(c,u)=>a(V,{kind:"reply",x:t+(u+.5)*s,y:e+5,r:3.2},u)),o>jn&&a("text",{x:t,y:e+20,class:"tm t1i",children:o})]})}function Em({x:t,y:e}){return a(w,{children:[a("circle",{cx:t,cy:e,r:6.5,fill:"var(--bg)",stroke:"var(--ink)","stroke-width":"1.25"}),a(V,{kind:"reply",x:t,y:e,r:3.2})]})}var Mm=D(function({row:e,waiting:n,inHand:o,gone:r,box:s}){let[i]=e.port;return a("g",{"data-actor":"reply","data-name":e.connection,"data-waiting":n,children:[a("circle",{cx:i,cy:s.y,r:4,class:r?"box ghost":"box"}),(n>0||o)&&a(V,{kind:"reply",x:i,y:s.y+33,r:5}),n>1&&a("text",{x:i+9,y:s.y+37,class:"tm t1i",children:n})]})});function Cm({box:t,pages:e,wide:n}){if(!e.length||!t.foot)return null;let{x:o,y:r,w:s}=t.foot;return a(w,{children:[a("path",{d:`M${o} ${r+1.5}H${o+s}`,class:"div"}),a(Ia,{x:o+19,y:r+13.5,texts:e,room:n?s-34:34})]})}function Ia({x:t,y:e,texts:n,room:o}){let[r]=n;if(r===void 0)return null;let s=n.length>1?` +${n.length-1}`:"";return a("g",{"data-actor":"page","data-waiting":n.length,children:[a("circle",{cx:t,cy:e,r:8,fill:"var(--bg)",stroke:"var(--ink)","stroke-width":"1.25"}),a(V,{kind:"request",x:t,y:e,r:4}),o>0&&a("text",{x:t+14,y:e+4,class:"tm t1i",children:[C(r,o-s.length*6.6,12),s]})]})}function Pm(t){return Math.max(1,Math.min(6,1+Math.floor(Math.log10(Math.max(t,1e-4)/1e-4))))}function Tm(t,e,n,o,r){if(t.state==="stopped")return o(`flow.stopped.${t.reason==="killed"?"killed":"other"}`);if(t.message===null)return o(t.state==="stopping"?"flow.stopping":"flow.idle");let s=t.alarm===null?r.seconds(e):r.whole(e),i=t.alarm?.line;return n&&i!=null?o("flow.busy.line",{time:s,line:i}):n?o(t.run===null?"flow.inhand":"flow.busy",{time:s}):s}function Om(t,e,n){return t.zombies>0?n("flow.zombies",{words:e,count:t.zombies}):e}function qa(t,e,n,o,r,s,i){let l=n.message===null?void 0:t.messages.get(n.message),c=Math.max(0,o-(n.busySince??o));return{box:e,name:e.name,state:n.state,kind:n.message===null?null:l?.kind??"custom",consumer:Ae(n.consumer??""),words:Om(n,Tm(n,c,r,s,i),s),ticks:n.run===null?0:Pm(c),alarm:n.alarm!==null}}var Ja=D(function(e){let{box:n,state:o,kind:r,picked:s}=e,i=o==="stopped",l=i?" ghost":e.alarm?" alarm":r?" busy":"";return a("g",{"data-actor":"worker","data-name":e.name,"data-state":o,"data-alarm":e.alarm?"":void 0,class:`${s?"picked":""}${i?" gone":""}`,children:[a("rect",{x:n.x,y:n.y,width:n.w,height:n.h,rx:n.h/2,class:`box outline${l}`}),e.mode==="narrow"?a(Bm,{...e}):a($m,{...e})]})});function Wa({x:t,y:e,kind:n,stopped:o}){return a(w,{children:[a("circle",{cx:t,cy:e,r:9,class:o?"slot ghost":"slot"}),o&&a(me,{x:t,y:e,r:4}),n&&a(V,{kind:n,x:t,y:e,r:5.5})]})}function Ka(t,e){let[n,o]=t.split(":");return!n||!o?t:e?`${n[0]}${o}`:`${n} ${o}`}function $m({box:t,name:e,state:n,kind:o,words:r,ticks:s,mode:i}){let l=t.y+t.h/2,c=i==="wide",u=t.x+(c?88:54);return a(w,{children:[a(Wa,{x:t.x+17,y:l,kind:o,stopped:n==="stopped"}),a("text",{x:t.x+32,y:t.y+15,class:"tb",children:Ka(e,!c)}),a("text",{x:t.x+32,y:t.y+29,class:o?"t1i":"t1",children:C(r,t.w-34,12,"sans")}),s>0&&a(Rm,{x:u,y:t.y+7,on:s})]})}function Rm({x:t,y:e,on:n}){let o=(r,s)=>Array.from({length:s-r},(i,l)=>`M${t+1+(r+l)*3.5} ${e}v8`).join("");return a(w,{children:[a("path",{d:o(0,n),stroke:"var(--ink)","stroke-width":"2"}),a("path",{d:o(n,6),stroke:"var(--line)","stroke-width":"2"})]})}function Bm({box:t,name:e,state:n,kind:o,words:r,consumer:s}){let i=t.y+t.h/2,l=t.x+27,c=t.w-34,u=o&&s?C(s,c,12):"";return a(w,{children:[a(Wa,{x:t.x+14,y:i,kind:o,stopped:n==="stopped"}),a("text",{x:l,y:t.y+17,class:"tm t1i",children:C(_(e,12)>c?Ka(e,!0):e,c,12)}),a("text",{x:l,y:t.y+31,class:u?"tm t1i tb":"t1",children:u||C(r,c,12,"sans")})]})}function za(t,e){return{box:t,name:t.name,builtin:t.builtin,hiddenBy:e?.hiddenBy?.number??null,running:e?.running??0,runs:e?.runs??0,raised:e?.raised??0}}function Xa(t,e){let n=Ae(t);if(_(n,12)<=e)return{text:n,small:!1};let o=n.slice(n.lastIndexOf(".")+1);return _(o,12)<=e?{text:o,small:!1}:{text:C(o,e,12),small:!0}}function Fm({builtin:t,hiddenBy:e,runs:n,say:o,mode:r}){return e!==null?o(r==="wide"?"flow.hidden":"flow.hidden.short",{rule:e}):n?o("flow.runs",{n}):t?o("flow.builtin"):""}var ja=D(function(e){let{running:n,picked:o,raised:r,mode:s}=e;return a("g",{"data-actor":"consumer","data-name":e.name,"data-state":n?"running":"idle","data-runs":e.runs,"data-raised":r,"data-hidden":e.hiddenBy??void 0,class:`${e.hiddenBy===null?"":"gone "}consumer${o?" picked":""}${n?" running":""}`,children:s==="narrow"?a(Nm,{...e}):a(Am,{...e})})});function Am(t){let{box:e,name:n,builtin:o,raised:r,say:s,mode:i}=t,{x:l,y:c,w:u}=e,d=e.h/2,h=i==="wide"?7:6,{text:m,small:p}=Xa(n,u-2*h-4),f=c+e.h+12;return a(w,{children:[a("path",{class:`box outline${o?" built":""}`,d:`M${l} ${c+d}l${h} ${-d}H${l+u-h}l${h} ${d}l${-h} ${d}H${l+h}Z`}),a("text",{x:l+u/2,y:c+d+4,"text-anchor":"middle",class:`on tm name${o?" t1i":" tb"}${p||i!=="wide"?" small":""}`,children:m}),r?a(Lm,{x:l+8,y:f,text:s("flow.raised",{n:r})}):a("text",{x:l+8,y:f,class:"t1",children:Fm(t)})]})}function Lm({x:t,y:e,text:n}){return a(w,{children:[a(me,{x:t+4,y:e-4,r:3}),a("text",{x:t+12,y:e,class:"t1 tlost tb",children:n})]})}function Nm({box:t,name:e,raised:n,builtin:o,running:r,hiddenBy:s,say:i}){let{text:l}=Xa(e,t.w-30),c=s!==null,u=24+_(l,12),d=t.y+12,h=r?" tb run":o?"":" tb name";return a(w,{children:[a("path",{d:`M${t.x+2} ${d-4}h8m-3.5-3.5l3.5 3.5l-3.5 3.5`,class:c?"route shut":"route used"}),a("text",{x:t.x+16,y:d,class:`tm t1i${h}`,children:l}),c&&a("text",{x:t.x+u,y:d,class:"t1",children:i("flow.hidden.short")}),n>0&&!c&&a(me,{x:t.x+u,y:d-4,r:3})]})}function De(t,e,n){return t!==null&&t.what===e&&"name"in t&&t.name===n}function Ga(t){let{at:e}=t;return a("svg",{viewBox:`0 0 ${e.width} ${e.height}`,"aria-hidden":"true",class:"figure",children:[a(Dm,{...t}),a(Hm,{...t}),a(Im,{...t}),a(Na,{...t}),a(qm,{...t}),a(Jm,{...t}),a(Wm,{...t}),a(Km,{...t}),a(zm,{...t}),a(Xm,{...t}),a(jm,{...t}),a(Gm,{...t}),a(Ma,{...t})]})}function Dm({at:t,state:e,say:n}){let o=t.mode==="wide",[r]=t.servers,s=t.mode!=="narrow"&&t.servers.length===1?r:void 0,i=l=>n(l==="server"&&!o?"server.short":l);return a(w,{children:[t.headings.map(({key:l,x:c,y:u})=>a("text",{x:c,y:u,class:"col",children:i(l)},l)),s&&a("text",{x:Math.max(s.x+s.w,s.x+_(i("server"),12,"bold")*.86+44),y:14,"text-anchor":"end",class:"tm t1i",children:Rr(e.servers.get(s.name)?.address??null)})]})}function Hm({at:t,state:e,say:n}){let o=t.headings.find(({key:u})=>u==="channels"),r=[...e.layers.values()];if(!o||!r.length)return null;let[s]=t.channels,i=o.x+_(n("channels"),12,"bold")+8,l=s?s.x+s.w:o.x+150,c=[...new Set(r.map(u=>zn(u,n,!1)))].join(" + ");return a("text",{x:l,y:o.y,"text-anchor":"end",class:"t1i","data-layers":c,children:C(c,l-i,11,"sans")})}function Im({at:t,state:e,say:n}){return a(w,{children:t.processes.map(o=>{let r=e.processes.get(o.name);return r&&a(Aa,{...Fa(o,r),say:n},o.name)})})}function qm({clients:t,say:e,live:n,selection:o}){return a(w,{children:t.map(r=>{let s=r.box.connections.some(i=>De(o,"connection",i));return a(pa,{...r,picked:s,say:e,live:n},r.box.key)})})}function Jm({at:t,state:e,say:n,selection:o}){return a(w,{children:t.servers.map(r=>a(Ha,{box:r,state:e,narrow:t.mode==="narrow",wide:t.mode==="wide",named:t.servers.length>1,picked:De(o,"server",r.name),say:n},r.name))})}function Wm({at:t,state:e,now:n,say:o,numbers:r,selection:s}){let i=l=>{let c=e.channels.get(l);return c&&e.ledger.get(Ve(c.layer,mt(c.name)))};return a(w,{children:t.channels.map(l=>a(wa,{...ba(e,l,e.channels.get(l.name),i(l.name),n,o,r),narrow:t.mode==="narrow",picked:De(s,"channel",l.name),say:o,numbers:r},l.name))})}function Km({at:t,state:e,now:n,say:o,numbers:r,selection:s}){return a(w,{children:t.workers.map(i=>{let l=e.workers.get(i.name);if(!l)return null;let c=qa(e,i,l,n,t.mode==="wide",o,r),u=De(s,"worker",i.name);return a(Ja,{...c,mode:t.mode,picked:u,say:o},i.name)})})}function zm({at:t,state:e,say:n,selection:o}){return a(w,{children:t.consumers.map(r=>a(ja,{...za(r,e.consumers.get(r.name)),mode:t.mode,picked:De(o,"consumer",r.name),say:n},r.key))})}function Xm({at:t,state:e,say:n,numbers:o,selection:r}){return a(w,{children:[t.groups.map(s=>a(xa,{box:s,members:e.groups.get(s.name)?.members.size??0,narrow:t.mode==="narrow",picked:De(r,"group",s.name),say:n,numbers:o},s.name)),t.noGroup&&a(Sa,{box:t.noGroup,say:n})]})}function jm({at:t,say:e}){if(!t.cell.stands)return null;let{x:n,y:o,w:r,h:s}=t.cell;return a("g",{"data-actor":"cell",children:[a("rect",{x:n,y:o,width:r,height:s,class:"box built"}),a("text",{x:n+8,y:o+15,class:"tm t1i",children:C(`[ ] ${e("flow.cell")}`,r-12,12)})]})}function Gm({at:t,state:e,say:n,numbers:o,bin:r,selection:s}){let i=s?.what==="bin"?s.reason??"":null;return a(w,{children:[a(ua,{box:t.bin,...r,lost:e.totals.lost,picked:i,say:n,numbers:o}),t.legend&&a(da,{box:t.legend,say:n}),t.more.map(({fold:l,x:c,y:u,h:d,count:h,unfolded:m})=>a("text",{x:c+2,y:u+d/2+4,class:"t1i","data-more":l,children:m?n("flow.fewer"):n(`flow.more.${l}`,{n:h})},`${l} ${u}`))]})}function He({x:t,y:e,w:n,h:o}){let r=s=>`calc(${Math.round(s*100)/100} * var(--u))`;return{left:r(t),top:r(e),width:r(n),height:r(o)}}function Gn({box:t,name:e,picked:n,title:o,onPress:r,onOpen:s,kind:i}){return a("button",{type:"button",class:"hit","data-hit":i,style:He(t),"aria-label":e,"aria-pressed":n,title:o,onClick:r,onDblClick:s})}function xt({state:t,say:e,numbers:n,selection:o,select:r},s,i,l,c,u="",d){let h=De(o,s,i),[m=i,...p]=c,f=yt(t,s,i).map(({held:y})=>e("mark.hold",{n:y.length})),b=fa(t,s,i).map(y=>Tr(y,e,n));return a(Gn,{kind:s,box:l,name:[m,e(`what.${s}`).toLowerCase(),...p,...f,...b].filter(Boolean).join(", "),title:u,picked:h,onPress:()=>r(h?null:{what:s,name:i}),onOpen:d},`${s} ${i} ${l.y}`)}function Ua(t){return a(w,{children:[t.clients.map(e=>xt(t,"connection",e.box.connections.at(-1),e.box,Ym(t,e))),t.clients.map(e=>a(Vm,{look:e,select:t.select},`said ${e.box.key}`))]})}var Um={tab:{before:23,last:36},cell:{before:null,last:23}};function Vm({look:t,select:e}){let{box:n,before:o,last:r,state:s,ghosts:i}=t;if(n.kind!=="tab"||n.look==="line"||s!=="open"||!r)return null;let l=Um[n.look],c=l.before??l.last,u=Sr(n,r,i),d=u.length>1?r.slice(u[0].length).trimStart():"",h=m=>{Jn(m)||e({what:"connection",name:n.connections.at(-1)})};return a("div",{class:`said ${n.look}`,"aria-hidden":"true",style:He({x:n.x+8,y:n.y+c,w:n.w-11,h:l.last+14-c}),onClick:h,children:d?a("div",{class:"broken",children:[a("span",{children:r.slice(0,-d.length)}),a("span",{children:d})]}):a(w,{children:[l.before!==null&&a("div",{class:"before",children:o}),a("div",{children:r})]})})}function Va(t){let{at:e,say:n}=t;return a(w,{children:[e.servers.map(o=>xt(t,"server",o.name,o,[o.name])),e.channels.map(o=>xt(t,"channel",o.name,Zm(t,o),[o.name,Qm(t,o.name)])),e.workers.map(o=>xt(t,"worker",o.name,o,[o.name,ef(t,o.name)])),e.consumers.map(o=>xt(t,"consumer",o.name,o,[Ae(o.name)],n(o.builtin||!t.live?"flow.source":"flow.edit"),o.builtin||!t.live?void 0:()=>t.edit(o.name))),e.groups.map(o=>xt(t,"group",o.name,o,[o.name,tf(t,o.name)],nf(t,o.name))),a(rf,{...t}),a(sf,{...t})]})}function Ym({say:t},{name:e,state:n,path:o,last:r}){return[e,o,t(n==="ghost"?"flow.ghost":`state.${n}`),r]}function Zm({at:t},e){return t.mode!=="narrow"?e:{x:e.slots.x,y:e.y-2,w:e.slots.w,h:e.h+2}}function Qm({state:t,say:e},n){return e("flow.waiting",{n:t.channels.get(n)?.queue.length??0})}function ef({state:t,say:e},n){let o=t.workers.get(n);return o?o.state==="stopped"?e("flow.stopped.other"):o.consumer&&o.run?Ae(o.consumer):e("flow.idle"):""}function tf({state:t,say:e},n){return e("flow.members",{n:t.groups.get(n)?.members.size??0})}function nf({state:t,say:e},n){let o=t.groups.get(n);if(!o)return"";let{chips:r,more:s}=Le(t,o,of);return[...r.map(({label:l,count:c,ghost:u})=>{let d=c>1?`${l} ×${c}`:l;return u?`${d} (${e("flow.ghost")})`:d}),...s?[`+${s}`]:[]].join(", ")}var of=30;function rf({at:t,say:e,toggle:n}){return a(w,{children:t.more.map(o=>a(Gn,{kind:"more",box:o,name:o.unfolded?e("flow.fewer"):e(`flow.more.${o.fold}`,{n:o.count}),onPress:()=>n(o.fold)},`${o.fold} ${o.y}`))})}function sf({at:t,say:e,bin:n,selection:o,select:r,showInTable:s,state:i}){let l=o?.what==="bin"?o:null,c=b=>r(l&&l.reason===b?null:{what:"bin",reason:b}),{x:u,y:d,h,w:m}=t.bin,p={x:u+12,y:d+2,w:60,h:h-4},f=i.totals.lost;return a(w,{children:[a(Gn,{kind:"bin",box:p,name:`${e("bin")}, ${e("flow.losses",{n:f})}`,picked:l?.reason===null,onPress:()=>c(null)}),n.heaps.map(b=>a(Gn,{kind:"heap",box:{x:b.x-6,y:d+2,w:b.w-4,h:h-4},name:`${b.word}, ${e("flow.losses",{n:b.count})}`,picked:l?.reason===b.reason,onPress:()=>c(b.reason)},b.reason)),f>0&&t.mode==="wide"&&a("button",{type:"button",class:"link show",style:He({x:u+m-190,y:d+24,w:172,h:18}),onClick:()=>s("lost"),children:e("bin.show")})]})}var af=`@box.consumer("websocket.connect")
def ws_add(message):
    Group("chat").add(message.reply_channel)

@box.consumer("websocket.receive")
def ws_message(message):
    Group("chat").send({
        "text": "[user] %s" % message["text"],
    })`,Un='alice = box.connect("/", name="alice")';function Ya(t){return t.totals.accepted===0&&t.connections.size===0&&t.skipped===0}function Za(t){return t.rules.some(e=>!e.builtin)}function Qa({consumers:t,live:e,open:n,say:o}){let r=t?Un:af;return a("section",{class:"invite","aria-label":o("empty.title"),children:[a("div",{class:"top",children:[a("h2",{children:o("empty.title")}),t&&a(w,{children:[a("span",{children:o("empty.cell")}),a("code",{children:Un}),a(Vn,{text:Un,say:o})]})]}),a("ol",{class:t?"":"coded",children:[t?a(Zt,{number:1,title:o("empty.1"),text:o("empty.1.text"),children:a("button",{type:"button",class:"btn pri",disabled:!e,onClick:n,children:o("flow.open.long")})}):a(Zt,{number:1,title:o("flow.first"),text:o("flow.first.text"),children:[a("pre",{children:a("code",{children:r})}),a(Vn,{text:r,say:o,filled:!0})]}),t?a(Zt,{number:2,title:o("empty.2"),text:o("empty.2.text")}):a(Zt,{number:2,title:o("empty.1"),text:o("empty.1.text"),children:a("code",{class:"one",children:Un})}),a(Zt,{number:3,title:o("empty.3"),text:o("empty.3.text")})]})]})}function Zt({number:t,title:e,text:n,children:o}){return a("li",{children:[a("b",{children:t}),a("div",{children:[a("strong",{children:e}),a("p",{children:n}),o&&a("div",{class:"go",children:o})]})]})}var Vn=class extends se{state={done:!1};copy=({currentTarget:e})=>{let n=e;kt(this.props.text,n).then(o=>{o?this.setState({done:o}):this.choose(n)})};choose(e){let n=e.parentElement?.querySelector("code");n&&n.ownerDocument.getSelection()?.selectAllChildren(n)}render(){let{say:e,filled:n}=this.props;return a("button",{type:"button",class:n?"btn pri":"btn",onClick:this.copy,children:e(this.state.done?"row.copied":"flow.copy")})}};var lf=({ours:t,box:e})=>t&&e.kind!=="crowd",Zn=({state:t})=>t==="open"||t==="opening";function Yn(t){return t.then(()=>!0,()=>!1)}var Qn=class extends se{state={fresh:null,chosen:null};open=e=>{Yn(this.props.deeds.openTab(e,null).then(n=>{this.setState({fresh:n,chosen:n})}))};settled=()=>this.setState({fresh:null});act={send:(e,n)=>Yn(this.props.deeds.send(e,n)),close:e=>{Yn(this.props.deeds.closeTab(e))},reopen:e=>{Yn(this.props.deeds.reopenTab(e))}};render(){let{at:e,clients:n,live:o,say:r,empty:s}=this.props,i=n.filter(lf),{fresh:l}=this.state;return a(w,{children:[e.typing?this.typing(e.typing,i):null,e.mode!=="narrow"&&i.map(c=>a(uf,{look:c,act:this.act,live:o,say:r,focus:c.name===l?this.settled:null},c.box.key)),a(df,{box:e.opener,open:this.open,live:o,say:r,empty:s,mode:e.mode})]})}typing(e,n){let{selection:o,live:r,say:s}=this.props,i=o?.what==="connection"?o.name:null,l=u=>n.find(d=>d.name===u),c=n.find(({box:u})=>i!==null&&u.connections.includes(i))??l(this.state.chosen)??n.find(Zn)??n[0];return c?a("div",{class:"typing",style:He(e),children:[a("select",{"aria-label":s("flow.tab"),value:c.name,onChange:({currentTarget:u})=>this.setState({chosen:u.value}),children:n.map(({name:u})=>a("option",{value:u,children:u},u))}),a(el,{look:c,act:this.act,live:r,say:s,focus:null},c.name)]}):null}};function cf(t,e){let{x:n,y:o,w:r,h:s}=t;if(t.look==="tab")return{line:{x:n+5,y:o+In+30,w:r-10,h:s-In-32},corner:{x:n+r-17,y:o+1,w:17,h:18}};let i=_r(t,e);return{line:{x:n+i,y:o+3,w:r-i-20,h:s-6},corner:{x:n+r-20,y:o+4,w:18,h:s-8}}}function uf(t){let{look:e,act:n,live:o,say:r}=t,{line:s,corner:i}=cf(e.box,e.name);return a(w,{children:[a("div",{class:"line",style:He(s),children:a(el,{...t})}),o&&Zn(e)&&a("button",{type:"button",class:"close",style:He(i),"aria-label":r("flow.close",{tab:e.name}),title:r("flow.close",{tab:e.name}),onClick:()=>n.close(e.name),children:"×"})]})}function el({look:t,act:e,live:n,say:o,focus:r}){let s=t.box.look==="cell";return!Zn(t)&&!n?null:Zn(t)?a(w,{children:[a(Br,{name:t.name,hint:n?t.box.look==="line"?t.last:s?o("flow.type"):"":o("flow.notlive"),off:!n||t.state!=="open",say:o,focus:r,send:e.send}),s&&n&&a("button",{type:"button",class:"close","aria-label":o("flow.close",{tab:t.name}),onClick:()=>e.close(t.name),children:"×"})]}):a("button",{type:"button",class:"reopen link",onClick:()=>e.reopen(t.name),children:o("flow.reopen")})}var Br=class extends se{input=Bt();componentDidMount(){this.takeFocus()}componentDidUpdate(){this.takeFocus()}takeFocus(){let{focus:e,off:n}=this.props;!e||n||(this.input.current?.focus({preventScroll:!0}),e())}submit=e=>{e.preventDefault();let n=this.input.current;if(!n?.value)return;let o=n.value;n.value="",this.props.send(this.props.name,o).then(r=>{!r&&n.value===""&&(n.value=o)})};render(){let{name:e,hint:n,off:o,say:r}=this.props;return a("form",{onSubmit:this.submit,children:a("input",{ref:this.input,type:"text","aria-label":r("flow.typeto",{tab:e}),placeholder:n,disabled:o,autocomplete:"off",autocapitalize:"off",spellcheck:!1,enterkeyhint:"send"})})}};function df({box:t,open:e,live:n,say:o,empty:r,mode:s}){let i=Bt(),l=c=>{c.preventDefault(),e(i.current?.value.trim()||"/")};return a("form",{class:`opener${r?" large":""}`,style:He(t),onSubmit:l,children:[a("button",{type:"submit",disabled:!n,title:n?"":o("flow.notlive"),children:["+ ",o(s==="wide"?"flow.open":"flow.open.short")]}),a("input",{ref:i,type:"text",disabled:!n,"aria-label":o("flow.path"),title:o("flow.path"),placeholder:"/",autocomplete:"off",autocapitalize:"off",spellcheck:!1})]})}var hf=1e3/15;function pf({flights:t,roads:e}){let n=o=>"consumer"in o&&o.consumer===null;return t.some(({road:o})=>n(o))||e.some(n)}var mf=["version","now"],eo=class extends se{state={unfolded:new Set,cellActs:!1};canvas=Bt();sky=null;at=null;inks=null;drawnAt=Number.NEGATIVE_INFINITY;waiting=null;stopFrames=null;runners=new Map;shouldComponentUpdate(e,n){let{props:o}=this,s=Object.keys(e).filter(l=>e[l]!==o[l]);if(n!==this.state||s.some(l=>!mf.includes(l)))return!0;if(!s.length)return!1;let i=this.drawnAt+hf-performance.now();return i<=0?!0:(this.waiting??=setTimeout(()=>{this.waiting=null,this.forceUpdate()},i),!1)}componentDidMount(){let e={workerOf:n=>this.runners.get(n)??null,nextSlot:n=>this.nextSlot(n)};this.sky=new Hn(this.canvas.current,e,n=>this.props.numbers.count(n)),this.fit(),this.stopFrames=this.props.onFrame(n=>this.frame(n))}componentDidUpdate(e){this.fit(),e.onFrame!==this.props.onFrame&&(this.stopFrames?.(),this.stopFrames=this.props.onFrame(n=>this.frame(n))),this.frame(this.props.time())}componentWillUnmount(){this.stopFrames?.(),this.waiting!==null&&clearTimeout(this.waiting)}frame(e){let n=this.props.air(e);this.sky?.draw(n,e,this.props.calm),!this.state.cellActs&&pf(n)&&this.setState({cellActs:!0})}fit(){let{theme:e,scale:n}=this.props,o=this.canvas.current;if(!this.at||!o)return;let r=o.ownerDocument.defaultView?.devicePixelRatio??1,s=`${e} ${n}`;this.inks?.look!==s&&(this.inks={look:s,inks:la(o,e)}),this.sky?.fit(this.at,n,r,this.inks.inks)}nextSlot(e){let n=this.at?.channels.find(l=>l.name===e);if(!n)return 0;let o=this.props.state.channels.get(e);if(!o)return 0;let{capacity:r,queue:s}=o,i=r===null||r<=16?1:r/n.count;return Math.min(Math.floor(s.length/i),n.count-1)}toggle=e=>{let n=new Set(this.state.unfolded);n.delete(e)||n.add(e),this.setState({unfolded:n})};open=()=>{this.props.deeds.openTab("/",null).catch(()=>{})};remember(){let{workers:e,consumers:n}=this.props.state;for(let{name:o,consumer:r}of e.values())r!==null&&this.runners.set(r,o);for(let o of this.runners.keys())n.has(o)||this.runners.delete(o)}drawing(e){let{state:n,now:o,mode:r,theme:s,say:i,numbers:l,live:c,selection:u}=this.props,h=e.clients.map(p=>ha(n,p,o,i,l)).filter(p=>p!==null),m=ca(n,e.bin,r==="narrow",r==="wide",i,l);return{at:e,state:n,now:o,theme:s,say:i,numbers:l,live:c,selection:u,clients:h,bin:m}}render(){let{state:e,width:n,room:o,mode:r,theme:s,say:i,live:l,deeds:c,selection:u}=this.props,{select:d,showInTable:h,edit:m}=this.props;this.drawnAt=performance.now();let{unfolded:p}=this.state,f=this.state.cellActs,b=na(e,{width:n,room:o,mode:r,theme:s,unfolded:p,cell:f},this.at);this.at=b,this.remember();let y=this.drawing(b),k={...y,select:d,showInTable:h,edit:m,toggle:this.toggle},v=Ya(e),E={width:`calc(${b.width} * var(--u))`,height:`calc(${b.height} * var(--u))`};return a("div",{class:"flow","data-mode":r,children:[a("section",{class:"plane",style:E,"aria-label":i("view.flow"),children:[a(Ga,{...y}),a("canvas",{ref:this.canvas}),a("div",{class:"controls",children:[a(Ua,{...k}),a(Qn,{at:b,clients:y.clients,deeds:c,live:l,say:i,selection:u,empty:v}),a(Va,{...k})]})]}),v&&a(Qa,{consumers:Za(e),live:l,open:this.open,say:i})]})}};var ff=40,gf=10,bf=20,tl=8,nl=128,wf=new Set(["asgi.delay"]);function ol(t,e){let n=Y(e),o={alias:n,store:g(e.store)??"",capacity:B(e.capacity),channelCapacity:yf(e.channel_capacity),expiry:B(e.expiry),groupExpiry:B(e.group_expiry),address:g(e.address),open:!0};t.layers.set(n,o);for(let r of t.channels.values())r.layer===n&&(r.capacity=qt(o,r.name))}function yf(t){return Array.isArray(t)?t.filter(e=>Array.isArray(e)&&typeof e[0]=="string"&&typeof e[1]=="number"):[]}function rl(t,e){let n=t.layers.get(Y(e));n!==void 0&&(n.open=!1)}function to(t,e){let n=g(e.server)??e.where??"",o=t.servers.get(n),r=e.kind.slice(7);t.servers.set(n,{name:n,address:g(e.address)??o?.address??null,state:r==="started"?"running":r==="draining"?"draining":"stopped"}),Yt(t.servers,s=>s.state==="stopped",tl)}function sl(t,e){let n=g(e.worker)??e.where??"",o=t.workers.get(n),r=dl(n,Y(e));r.runs=o?.runs??0,r.lastDuration=o?.lastDuration??null,r.zombies=o?.zombies??0,t.workers.set(n,r),oo(t,r,Pa(e.channels))}function il(t,e){let n=t.workers.get(g(e.worker)??e.where??"");n!==void 0&&(n.state="stopping")}function al(t,e){let n=t.workers.get(g(e.worker)??e.where??"");n!==void 0&&(oo(t,n,[]),n.state="stopped",n.reason=g(e.reason),Fr(n),Yt(t.workers,o=>o.state==="stopped",tl))}function ll(t,e){let n=t.workers.get(g(e.worker)??e.where??"");n!==void 0&&(n.zombies+=1)}function cl(t,e){let n=t.workers.get(g(e.worker)??e.where??"");n!==void 0&&(n.zombies=Math.max(n.zombies-1,0))}function ul(t,e){let n=t.workers.get(g(e.worker)??e.where??""),o=g(e.run);n===void 0||n.message===null||n.run!==o||(n.alarm={run:o,file:g(e.file),line:B(e.line)},n.consumer??=N(g(e.consumer)??"")||null)}function Fr(t){t.state==="busy"&&(t.state="idle"),t.message=t.run=t.consumer=t.busySince=t.alarm=null}function dl(t,e){return{name:t,builtin:!hl(t),layer:e,channels:[],state:"idle",reason:null,message:null,run:null,consumer:null,busySince:null,alarm:null,lastDuration:null,runs:0,zombies:0}}function hl(t){return t.startsWith("worker:")}function no(t,e,n){let o=t.workers.get(e);if(o!==void 0||!hl(e))return o;let r=dl(e,n);return t.workers.set(e,r),r}function oo(t,e,n){for(let o of e.channels)t.channels.get(J(e.layer,o))?.heardBy.delete(e.name);e.channels=[...n];for(let o of n)ro(t,e.layer,o).heardBy.add(e.name)}function ro(t,e,n){let o=n.includes("?")?n.slice(0,n.indexOf("?")+1):n,r=J(e,o),s=t.channels.get(r);return s===void 0&&(t.channels.size>=nl&&vf(t),s={layer:e,name:o,kind:ie(o),capacity:qt(t.layers.get(e),n),queue:[],builtin:wf.has(o),heardBy:new Set,since:t.at},t.channels.set(r,s)),s}function vf(t){let e=new Set(t.rules.map(n=>J(n.layer,n.channel)));for(let[n,o]of t.channels){if(t.channels.size<nl)return;o.queue.length===0&&o.heardBy.size===0&&!e.has(n)&&t.channels.delete(n)}}function pl(t,e,n){let o=Ye(e);if(o===null||t.connections.has(o))return;let r=g(e.label),s=g(e.reply_channel);kf(t,r),t.connections.set(o,{id:o,protocol:g(e.protocol)??"websocket",server:e.where??"",path:g(e.path)??"",label:r??o,ours:r!==null,replyChannel:s,state:"opening",openedAt:e.at,closedAt:null,code:null,closedBy:null,why:null,method:null,status:null,queue:[],inHand:[],groups:new Set,frames:[],sent:0,received:0}),s!==null&&t.replies.set(s,o),n&&so(t)}function kf(t,e){if(e!==null)for(let n of t.closed.keys())t.connections.get(n)?.label===e&&yl(t,n)}function ml(t,e){let n=Ze(t,e);n?.state==="opening"&&(n.state="open")}function fl(t,e,n){let o=Ze(t,e);o!==void 0&&(o.status=B(e.status),o.why=g(e.why),Ar(t,o,"rejected",e.at),n&&so(t))}function gl(t,e,n){let o=Ze(t,e);o!==void 0&&(o.code=B(e.code),o.closedBy=g(e.by),Ar(t,o,o.state==="rejected"?"rejected":"closed",e.at),n&&so(t))}function Ar(t,e,n,o){e.state=n,e.closedAt??=o;for(let r of e.groups){let s=t.groups.get(r)?.members.get(e.replyChannel??"");s!==void 0&&(s.ghost=!0)}e.groups.size===0&&t.closed.set(e.id,e.closedAt)}function bl(t){return t.state==="closed"||t.state==="rejected"}function wl(t,e){!bl(e)||e.groups.size>0||(t.closed.set(e.id,t.at),so(t))}function so(t){for(let[e,n]of t.closed){let o=t.connections.get(e);if(o===void 0||o.groups.size>0)t.closed.delete(e);else{let r=o.ours&&o.protocol==="websocket";(t.closed.size>ff||!r&&t.at-n>gf)&&yl(t,e)}}}function yl(t,e){let n=t.connections.get(e);t.closed.delete(e),t.connections.delete(e);let o=n?.replyChannel??null;o!==null&&t.replies.get(o)===e&&t.replies.delete(o)}function Ze(t,e){let n=Ye(e);return n===null?void 0:t.connections.get(n)}function Lr(t,e,n){let o=Ze(t,e);if(o===void 0)return;let r=e.kind==="frame.received";n&&(o[r?"sent":"received"]+=1),o.frames.push({incoming:r,text:Ta(e),at:e.at,message:r?null:g(e.cause)}),o.frames.length>bf&&o.frames.shift()}function vl(t,e){let n=Ze(t,e);n!==void 0&&(n.method=g(e.method))}function kl(t,e){let n=Ze(t,e);n!==void 0&&(n.status=B(e.status),n.state==="opening"&&(n.state="open"))}function xl(t,e){let n=Ze(t,e);n===void 0||bl(n)||(n.closedBy=g(e.by),Ar(t,n,"closed",e.at))}var Sf="(decides by itself)";function Sl(t){let e=[],n=0,o=new Set,r=null;for(let s of t){(r?.text!==s.text||o.has(s.channel))&&(n+=1,o=new Set),o.add(s.channel),r=s;let i=e.find(l=>_f(l,s));e.push({...s,number:n,hiddenBy:i?.number??null})}return e}function _f(t,e){return t.channel!==e.channel||t.consumer.endsWith(Sf)?!1:Object.entries(t.filters).every(([n,o])=>e.filters[n]===o)}var Ef=400,_l=400,El=300,Mf=1e3,Cf=200,Pf=500,Tf=100,Of=.5;function St(t,e){let n=N(e),o=t.consumers.get(n);return o===void 0&&(t.consumers.size>=El&&$f(t),o={name:n,channels:[],builtin:_e(n),version:null,source:null,diff:null,file:null,line:null,runs:0,running:0,raised:0,deferred:0,lastError:null,lastDuration:null,routed:!1,hiddenBy:null},t.consumers.set(n,o)),o}function $f(t){for(let[e,n]of t.consumers){if(t.consumers.size<El)return;!n.routed&&n.running===0&&t.consumers.delete(e)}}function Ml(t,e){let n=Y(e),o=Array.isArray(e.rules)?Sl(e.rules.map(s=>Rf(n,s))):[];t.routed.add(n),t.rules=[...t.rules.filter(s=>s.layer!==n),...o],Cl(t);let r=[...new Set(o.map(s=>s.channel))];for(let s of t.workers.values())s.layer===n&&s.state!=="stopped"&&!s.builtin&&oo(t,s,r)}function Rf(t,e){let n=K(e),o=N(g(n.consumer)??""),r={};for(let[s,i]of Object.entries(K(n.filters)))r[s]=String(i);return{channel:g(n.channel)??"",consumer:o,text:g(n.text)??"",filters:r,builtin:n.builtin===!0||_e(o),layer:t}}function Cl(t){for(let n of t.consumers.values())n.channels=[],n.routed=!1,n.hiddenBy=null;let e=new Set;for(let n of t.rules){let o=St(t,n.consumer);o.channels.includes(n.channel)||o.channels.push(n.channel),o.builtin=n.builtin,o.routed=!0,n.hiddenBy===null?e.add(o):o.hiddenBy??=Bf(t,n)}for(let n of e)n.hiddenBy=null}function Bf(t,{layer:e,hiddenBy:n}){let o=t.rules.find(r=>r.layer===e&&r.number===n);return o===void 0?null:{number:o.number,consumer:o.consumer}}function Nr(t){return Array.isArray(t.ladder)?t.ladder:[]}function Pl(t,e,n){let o=fe(e),r=o===null?void 0:t.messages.get(o),s=g(e.channel)??r?.channel??null,i=N(g(e.consumer)??"");if(s===null)return;if(n){let c=`${s} → ${i}`;t.usedRoutes.set(c,(t.usedRoutes.get(c)??0)+1),t.usedRoutes.size>_l&&Dl(t.usedRoutes,u=>u,c)}Ol(t,s,{message:o,steps:Nr(e),matched:i});let l=r?.layer??"default";t.routed.has(l)||Ff(t,l,s,i,Nr(e))}function Tl(t,e){let n=fe(e)??g(e.cause),o=g(e.channel)??t.messages.get(n??"")?.channel??null;o!==null&&Ol(t,o,{message:n,steps:Nr(e),matched:null})}function Ol(t,e,n){if(t.ladders.set(e,n),t.ladders.size>Tf){let o=t.ladders.keys().next().value;o!==void 0&&t.ladders.delete(o)}}function Ff(t,e,n,o,r){if(t.rules.some(h=>h.layer===e&&h.channel===n&&h.consumer===o)||t.rules.length>=_l)return;let i=r.find(h=>h.matched)?.rule,l=_e(o),c=i??`${n} -> ${o}`,u=t.rules.length+1,d={channel:n,consumer:o,text:c,filters:{},builtin:l,layer:e};t.rules.push({...d,number:u,hiddenBy:null}),Cl(t)}function $l(t,e,n){let o=g(e.run)??g(e.id);if(o===null||t.runs.has(o))return;let r=St(t,g(e.consumer)??""),s=g(e.message),i=g(e.worker)??e.where??null,l=t.messages.get(s??"")?.layer??"default",c=no(t,i??"",l);t.runs.set(o,{id:o,consumer:r.name,message:s,worker:i,startedAt:e.at,ended:!1}),t.runs.size>Mf&&Af(t),r.running+=1,r.version=g(e.version)??r.version,n&&(r.runs+=1),c!==void 0&&(c.state==="idle"&&(c.state="busy"),c.run=o,c.consumer=r.name,c.message??=s,c.busySince??=e.at,n&&(c.runs+=1))}function Af(t){let e=t.runs.values().next().value;e!==void 0&&(io(t,e),t.runs.delete(e.id))}function io(t,e){if(e.ended)return;e.ended=!0;let n=t.consumers.get(e.consumer);n!==void 0&&(n.running-=1)}function Rl(t,e){for(let n of t.runs.values())n.message===e&&(io(t,n),t.runs.delete(n.id))}function Bl(t,e){return t.runs.get(g(e.run)??g(e.id)??"")}function Fl(t,e){let n=Bl(t,e),o=St(t,g(e.consumer)??n?.consumer??"");if(o.lastDuration=B(e.duration),n===void 0)return;io(t,n);let r=t.workers.get(n.worker??"");r!==void 0&&(r.lastDuration=o.lastDuration)}function Al(t,e,n){let o=Bl(t,e),r=St(t,g(e.consumer)??o?.consumer??""),s=g(e.error)??"";n&&(r.raised+=1),r.lastDuration=B(e.duration);let i=e.seq??t.seq;r.lastError={error:s,run:g(e.run),seq:i,at:e.at},o!==void 0&&io(t,o),oe(t,e,"raised",r.name)}function Ll(t,e,n){n&&(St(t,g(e.consumer)??"").deferred+=1)}function Nl(t,e){let n=g(e.run)??g(e.cause);t.printed.push({seq:e.seq??t.seq,at:e.at,run:n,consumer:N(g(e.consumer)??"")||(t.runs.get(n??"")?.consumer??null),stream:g(e.stream)??"stdout",text:g(e.text)??g(K(e.text).$head)??"",cut:B(e.cut)??0}),t.printed.length>Cf&&t.printed.shift()}function ao(t,e){let n=t.runs.get(e);if(n!==void 0||!t.messages.has(e))return n;for(let o of t.runs.values())if(o.message===e)return o}function Qt(t,e,n,o,r){let s=ao(t,e)?.consumer;if(s===void 0)return;let i=`${s} ${n} ${o}`,l=t.edges.get(i);if(l!==void 0){r&&(l.uses+=1);return}t.edges.set(i,{consumer:s,to:o,what:n,uses:1}),t.edges.size>Ef&&Dl(t.edges,c=>c.uses,i)}function Dl(t,e,n){let o=null,r=Number.POSITIVE_INFINITY;for(let[s,i]of t)s!==n&&e(i)<r&&(o=s,r=e(i));o!==null&&t.delete(o)}function Hl(t,e){let n=St(t,g(e.what)??"");n.version=g(e.version)??n.version,n.diff=g(e.diff),n.source=g(e.source)??g(K(e.source).$head),n.file=g(e.file),n.line=B(e.line),n.diff&&oe(t,e,"code",n.name)}function Il(t,e){oe(t,e,"raised",N(g(e.what)??""))}function ql(t,e){let n=g(e.fault)??"",o=g(e.target),r=K(e.options);t.faults.set(Wl(e),{id:g(e.id),fault:n,target:o,options:r,since:e.at}),oe(t,e,"fault",n)}function Jl(t,e){t.faults.delete(Wl(e))}function Wl(t){return g(t.id)??`${g(t.fault)??""} ${g(t.target)??""}`}function Kl(t,e){oe(t,e,"marked",g(e.label)??"",g(e.notes))}function oe(t,e,n,o,r=null){let s=t.markers,i=s.at(-1),l=i!==void 0&&i.kind===n&&i.label===o;if(!(n==="lost"&&l&&e.at-i.at<Of)&&(s.push({seq:e.seq??t.seq,at:e.at,label:o,notes:r,kind:n}),s.length>Pf)){let c=s.findIndex(u=>u.kind!=="marked");s.splice(Math.max(c,0),1)}}function zl(t,e){let n=g(e.id);n!==null&&(t.holds.set(n,{id:n,target:g(e.target)??"",condition:g(e.condition),expires:e.expires===!0,since:e.at,held:[]}),e.seq!==void 0&&oe(t,e,"hand",`holds ${g(e.target)??""}`))}function Xl(t,e){t.holds.delete(g(e.id)??"")}function jl(t,e){let n=_t(t,e);if(n?.state!=="queued")return;n.state="held",n.hold=g(e.breakpoint);let o=co(t,n);o!==void 0&&!o.held.includes(n.id)&&o.held.push(n.id)}function Gl(t,e){let n=_t(t,e);n?.state==="held"&&(lo(t,n),n.state="queued",n.hold=n.due=null,Ql(t,n))}function Ul(t,e){let n=_t(t,e);n!==void 0&&(n.edited=!0,n.content=e.content??n.content,oe(t,e,"hand",`edited ${n.id}`))}function Vl(t,e){let n=_t(t,e),o=g(K(e.changed).copy),r=n===void 0?void 0:co(t,n)?.held;n===void 0||o===null||r===void 0||(r.splice(r.indexOf(n.id)+1||r.length,0,o),oe(t,e,"hand",`copied ${n.id}`))}function Yl(t,e){let n=_t(t,e);n?.state==="held"&&(lo(t,n),n.due=e.at+(B(K(e.changed).seconds)??0),e.seq!==void 0&&oe(t,e,"hand",`delayed ${n.id}`))}function Zl(t,e){let n=_t(t,e),o=B(e.place),r=n===void 0?void 0:co(t,n)?.held;n===void 0||o===null||!r?.includes(n.id)||(r.splice(r.indexOf(n.id),1),r.splice(o,0,n.id),oe(t,e,"hand",`moved ${n.id}`))}function lo(t,e){let n=co(t,e)?.held,o=n?.indexOf(e.id)??-1;o>=0&&n?.splice(o,1)}function co(t,e){return e.hold===null?void 0:t.holds.get(e.hold)}function _t(t,e){return t.messages.get(fe(e)??"")}var Df=50,ec=200,Hf=100,tc="nobody_listens",If="dropped_by_you";function Ie(t){return t.kind==="message.lost"&&t.reason!==tc}function nc(t,e,n){let o=fe(e),r=g(e.channel)??"";if(o===null||t.messages.has(o))return;let s={id:o,layer:Y(e),channel:r,kind:ie(r),state:"queued",acceptedAt:e.at,hand:null,takenAt:null,size:B(e.size)??0,cause:g(e.cause),hold:null,due:null,content:e.content??null,from:t.runs.get(g(e.cause)??"")?.consumer??e.where??null,edited:!1};if(t.messages.set(o,s),ho(t,s)?.push(o),s.cause===null)return;let i=ne(r)?"":J(s.layer,r);Qt(t,s.cause,i===""?"reply":"channel",i,n)}function Dr(t,e){let n=t.replies.get(e.channel);return n===void 0?void 0:t.connections.get(n)}function ho(t,e){return ne(e.channel)?Dr(t,e)?.queue:ro(t,e.layer,e.channel).queue}function qf(t,e){let n=fe(e);return n===null?void 0:t.messages.get(n)}function uo(t,e){if(t===void 0)return;let n=t[0]===e?0:t.indexOf(e);n===0?t.shift():n>0&&t.splice(n,1)}function oc(t,e){let n=qf(t,e);if(n===void 0||n.state==="in_hand")return;uo(ho(t,n),n.id),n.state="in_hand",n.hand=e.where??null,n.takenAt=e.at,ne(n.channel)&&Dr(t,n)?.inHand.push(n.id);let o=no(t,n.hand??"",n.layer);o!==void 0&&Jf(t,o,n,e.at)}function Jf(t,e,n,o){e.state==="idle"&&(e.state="busy"),e.message=n.id,e.busySince=o,ne(n.channel)||Wf(t,e,n)}function Wf(t,e,n){let o=ro(t,n.layer,n.channel);o.heardBy.has(e.name)||e.channels.length>=Hf||(o.heardBy.add(e.name),e.channels.push(o.name))}function rc(t,e){ic(t,e)}function sc(t,e){let n=g(e.reason)??"",o=g(e.channel)??"",r=ic(t,e),s=n===tc;t.bin.unshift({seq:e.seq??t.seq,at:e.at,message:r,channel:o,kind:ie(o),reason:n,harmless:s}),t.bin.length>Df&&t.bin.pop(),n===If?oe(t,e,"hand",`dropped ${r}`):s||oe(t,e,"lost",n)}function ic(t,e){let n=fe(e);if(n===null)return null;let o=t.messages.get(n);Rl(t,n);let r=t.workers.get(o?.hand??e.where??"");return r?.message===n&&Fr(r),o===void 0||(t.messages.delete(n),lo(t,o),o.state==="in_hand"?uo(Dr(t,o)?.inHand,n):uo(ho(t,o),n)),n}function Ql(t,e){let n=ho(t,e);uo(n,e.id),n?.push(e.id)}function ac(t,e){let n=Y(e),o=g(e.group)??"",r=J(n,o),s=t.groups.get(r);return s===void 0&&(t.groups.size>=ec&&Kf(t),s={layer:n,name:o,members:new Map,sends:0,since:e.at},t.groups.set(r,s)),s}function Kf(t){for(let[e,n]of t.groups){if(t.groups.size<ec)return;n.members.size===0&&t.groups.delete(e)}}function lc(t,e,n){let o=ac(t,e),r=J(o.layer,o.name),s=g(e.channel)??"",i=t.replies.get(s)??null,l=i===null?void 0:t.connections.get(i),c=o.members.get(s);o.members.set(s,{channel:s,connection:i,joinedAt:c?.joinedAt??e.at,expiresAt:B(e.expires_at),ghost:l?.state==="closed"||l?.state==="rejected"}),l?.groups.add(r),e.cause&&Qt(t,e.cause,"add",r,n)}function cc(t,e,n){let o=J(Y(e),g(e.group)??""),r=g(e.channel)??"",s=t.groups.get(o),i=s?.members.get(r);s?.members.delete(r);let l=t.connections.get(i?.connection??"");l!==void 0&&(l.groups.delete(o),wl(t,l)),e.cause&&e.reason==="discarded"&&Qt(t,e.cause,"discard",o,n)}function uc(t,e,n){let o=ac(t,e);n&&(o.sends+=1),e.cause&&Qt(t,e.cause,"send",J(o.layer,o.name),n)}var dc={en:{title:"Channel sandbox","view.flow":"Flow","view.table":"Table",views:"Views",theme:"Theme: {theme}","theme.light":"light","theme.dark":"dark","theme.projector":"projector","language.other":"Русский","language.this":"English",more:"More",pin:"Pin",unpin:"Unpin",window:"Window",fullscreen:"Full screen","fullscreen.leave":"Leave full screen","pin.side":"Dock at the bottom","pin.bottom":"Dock at the right","pin.resize":"Size of the pinned stage","pin.fold":"Fold into a bar","pin.unfold":"Open the stage","pin.here":"The stage floats over the notebook.","window.here":"The stage is in its own window.","window.back":"Bring it back","window.blocked":"The browser opens a window only on a click.","window.open":"Open the window",help:"Keys",close:"Close","help.space":"pause or play the picture","help.step":"one fact back, one fact on","help.views":"Flow, Table","help.filter":"filter the table","help.fullscreen":"full screen","help.pin":"pin over the notebook","help.theme":"theme","help.escape":"close what is open","help.help":"these keys","help.filter.title":"Filter of the table","help.filter.forms":`a kind or a part of one · field:value · field~regular expression · -not that · "two words" · content.key:value for a message's content`,"help.filter.fields":"Fields",clients:"Clients",server:"Protocol server","server.short":"Server",channels:"Channels",workers:"Workers",consumers:"Consumers",groups:"Groups","what.connection":"Connection","what.channel":"Channel","what.worker":"Worker","what.consumer":"Consumer","what.group":"Group","what.message":"Message","what.server":"Protocol server","kind.connect":"connect","kind.receive":"receive","kind.disconnect":"disconnect","kind.request":"request","kind.reply":"reply","kind.custom":"custom",ledger:"Ledger","fate.accepted":"accepted","fate.queued":"queued","fate.held":"held","fate.in_hand":"in hand","fate.delivered":"delivered","fate.lost":"lost","fate.refused":"refused","ledger.balances":"✓ balances","ledger.off":"✗ does not balance","ledger.skipped":{one:"{n} fact was not shown one by one",other:"{n} facts were not shown one by one"},"reason.full":"full","reason.expired":"expired","reason.no_connection":"no connection","reason.slow_client":"slow client","reason.worker_killed":"worker killed","reason.server_killed":"server killed","reason.no_route":"no route","reason.retries":"too many retries","reason.flushed":"flushed","reason.layer_lost":"lost by the layer","reason.undecryptable":"cannot be read","reason.malformed":"malformed","reason.requeue_full":"no room to requeue","reason.nobody_listens":"nobody listens","reason.dropped_by_you":"dropped by you","reason.fault":"injected fault","reason.too_large":"too large","reason.invalid_name":"invalid name","reason.not_a_dict":"not a dict","reason.unserialisable":"cannot be serialised","reason.layer_down":"layer down","reason.asked":"asked to","reason.killed":"killed","reason.failed":"failed","reason.discarded":"discarded",bin:"Lost","bin.empty":"nothing lost","bin.show":"Show in table",time:"Time","time.pause":"Pause","time.play":"Play","time.back":"Step back","time.step":"Step","time.speed":"Speed","time.live":"Live","time.lost":"Last known","time.paused":"Paused","time.ago":"{time} ago","time.tolive":"Back to live","time.slow":"1 ms takes {time}","mark.raised":"{what} raises","mark.code":"{what} edited","wait.cell":{one:"A command waits for the running cell.",other:"{n} commands wait for the running cell."},"wait.kernel":"The kernel does not answer. What is shown is the last that was known.","wait.again":{one:"If it was restarted, run this cell again:",other:"If it was restarted, run these cells again:"},"alarm.busy":"{worker} busy {time} in {consumer}.","alarm.line":"{worker} busy {time} in {consumer}, line {line} of {file}.","alarm.more":"{n} more.","alarm.spoken":"{worker} does not come back from {consumer}.","alarm.replace":"Replace worker","alarm.replace.hint":"Ends what runs there: its message is lost, and a new worker takes its place.","wait.feed":"Waiting for the sandbox.","error.dismiss":"Dismiss","table.filter":"Filter","table.hint":"lost channel:chat -reason:full text~^hi","table.found":{one:"{found} of {n} event",other:"{found} of {n} events"},"table.clear":"Clear","table.newest":"Newest","table.none":"No event fits this filter.","table.empty":"Nothing has happened yet.","column.seq":"seq","column.at":"at","column.where":"where","column.kind":"kind","column.what":"what","column.reason":"reason","column.cause":"cause","gap.skipped":{one:"{n} fact skipped here: too fast to send one by one",other:"{n} facts skipped here: too fast to send one by one"},"gap.trimmed":{one:"{n} older fact is no longer kept",other:"{n} older facts are no longer kept"},"row.payload":"Payload","row.fields":"Fields","row.causes":"Cause chain","row.traceback":"Raised in the same run","card.try":"Try:","row.printed":"Printed by the run","row.ladder":"Rules tried","row.copy":"Copy as Python","row.copied":"Copied","row.whole":"Show all {size}","row.fetching":"Fetching …","row.story":"Story","row.matched":"matched","detail.close":"Close details","detail.source":"Source","detail.diff":"Last change","detail.version":"version {version}","detail.builtin":"built in","detail.gone":"No longer there.","detail.runs":{one:"{n} run",other:"{n} runs"},"detail.raised":{one:"raised {n}",other:"raised {n}"},"detail.lasterror":"Last error","detail.channels":"Takes from","detail.never.reached":"Never reached","detail.hidden":"rule {rule} ({consumer}) takes its messages first","detail.printed":"Printed","detail.members":{one:"{n} member",other:"{n} members"},"detail.since":"for","detail.expires":"expires in","detail.never":"never","detail.ghost":"ghost: its connection is gone","detail.queue":{one:"{n} waiting",other:"{n} waiting"},"detail.capacity":"capacity {n}","detail.age":"age","detail.size":"size","detail.empty":"Nothing waits here.","detail.frames":"Frames","detail.noframes":"No frames yet.","detail.earlier":"Earlier connections","detail.counted":"{groups} still counts it","detail.path":"path","detail.reply":"reply channel","detail.state":"state","detail.closed":"closed by {by}, code {code}","detail.idle":"idle","detail.busy":"busy with {consumer}","detail.busyfor":"in hand for","detail.hand":"in hand of","detail.line":"was at","detail.stopped":"stopped: {reason}","detail.hears":"Hears","detail.losses":"{n} lost","detail.harmless":"harmless","detail.address":"address","detail.table":"Show in table","detail.ladder":"Last route","state.opening":"opening","state.open":"open","state.closed":"closed","state.rejected":"turned away","state.running":"running","state.draining":"draining","state.stopped":"stopped","state.queued":"queued","state.held":"held","state.in_hand":"in hand","fact.waiting":"Waiting for the next message.","fact.first":"Waiting for the first message.","fact.layer.opened":"Channel layer {layer} is ready.","fact.layer.closed":"Channel layer {layer} takes no more messages.","fact.process.joined":"A process joins the sandbox.","fact.process.left":"A process has left the sandbox.","fact.server.started":"{where} listens on {address}.","fact.server.draining":"{where} takes no new connections and ends those that it has.","fact.server.stopped":"{where} has stopped.","fact.worker.started":"{where} is ready and hears its channels.","fact.worker.busy":"{where} has not come back from {consumer} for {duration}.","fact.worker.stopping":"{where} ends its work and takes nothing new.","fact.worker.stopped":"{where} has stopped.","fact.worker.stuck":"A killed thread of {where} goes on: it is inside C code, where nothing can end it.","fact.worker.freed":"The killed thread of {where} has ended.","fact.connection.opened":"{who} connects to {path}.","fact.connection.accepted":"The server accepts {who}: the connection is open.","fact.connection.rejected":"The server turns {who} away.","fact.connection.closed":"{who} is gone: the connection has closed.","fact.frame.received":"The protocol server reads a frame from {who}.","fact.frame.sent":"{who} gets a frame.","fact.frame.ignored":"A frame for {who} is ignored.","fact.reply.malformed":"A reply to {who} has keys that its protocol does not know.","fact.request.received":"{who} asks for {method} {path}.","fact.response.started":"The answer to {who} begins: {status}.","fact.response.ended":"The answer to {who} is complete.","fact.message.accepted":"It becomes a message on {channel}.","fact.message.accepted.reply":"A reply waits for {who}.","fact.message.refused":"{channel} refuses a message: {reason}.","fact.message.taken":"{where} takes it after {waited}.","fact.message.taken.plain":"{where} takes it.","fact.message.delivered":"{message} on {channel} is delivered.","fact.message.delivered.reply":"{message} has reached {who}.","fact.message.lost":"A message on {channel} is lost: {reason}.","fact.message.lost.harmless":"Nobody listens to {channel}: the notice goes nowhere, which is harmless.","fact.message.lost.reply":"{who} is gone and cannot be reached: the message is lost.","fact.message.held":"{message} is stopped at a hold.","fact.message.released":"{message} goes on.","fact.message.edited":"{message} was edited by you while it was held.","fact.message.duplicated":"{message} was copied by you while it was held.","fact.message.delayed":"{message} was delayed by you: it goes by itself.","fact.message.moved":"{message} was given another place by you among what is held.","fact.group.joined":"{who} is now in group {group}.","fact.group.left":"{who} is no longer in group {group}.","fact.group.sent":{one:"Group {group}: one send, one message for its only member.",other:"Group {group}: one send, {n} messages, one for each member."},"fact.route.matched":"Rule {rule} of {rules} matched: it leads to {consumer}.","fact.route.unmatched":"No rule takes messages like this one.","fact.routing.changed":"The routing has changed: new messages take the new rules.","fact.session.opened":"A session was found for it.","fact.session.saved":"The session was written back.","fact.session.discarded":"Changes to the session were not written: {why}.","fact.user.identified":"It is known who the user is.","fact.consumer.started":"{where} runs {consumer}.","fact.consumer.finished":"{consumer} returned after {duration}.","fact.consumer.raised":"{consumer} raised an error; the worker lives on.","fact.consumer.deferred":"{consumer} asks to see the message again later.","fact.consumer.denied":"{consumer} refused the connection.","fact.consumer.waited":"Message {order} waits until message {expected} has run.","fact.binding.refused":"{binding}: {user} may not {action} this.","fact.consumer.printed":"{consumer} printed “{text}”.","fact.timer.set":"A message is put aside until it is due.","fact.timer.fired":"A delayed message is due.","fact.code.changed":"{what} has new code{which}: the next message takes it.","fact.hold.began":"From now on messages stop here: {target}.","fact.hold.ended":"Messages stop here no longer: {target}.","fact.code.changed.undone":"The last change of {what} is undone: the next message takes the code before it.","fact.code.refused":"New code for {what} is wrong, so the old one goes on serving: {error}","fact.code.changed.plain":"{what} serves from the next message on.","fact.fault.began":"A fault begins: {fault}.","fact.fault.ended":"The fault is over: {fault}.","fact.marked":"{label}","fact.subscriber.failed":"A reader of the log has failed.","fact.log.trimmed":"The log let its oldest facts go; the sums keep them.","who.nobody":"a client","gist.after":"after {time}","gist.line":"line {line}","gist.by":"by {who}","gist.on":"on {channel}","gist.capacity":"capacity {size}","gist.members":{one:"{n} member",other:"{n} members"},"gist.queued":"{n} queued","gist.lost":"{n} lost","gist.rule":"(rule {rule} of {rules})","gist.rules":{one:"{n} rule",other:"{n} rules"},"gist.builtin":"and {n} built in","gist.trimmed":{one:"{n} event",other:"{n} events"},"gist.upto":"up to {seq}","who.reply":"{who}'s reply channel","unit.ms":"{n} ms","unit.s":"{n} s","unit.min":"{n} min","unit.h":"{n} h","unit.B":"{n} B","unit.KiB":"{n} KiB","unit.MiB":"{n} MiB","empty.title":"Nothing has happened yet","empty.cell":"or in a cell","empty.1":"Open a tab","empty.1.text":"A tab is a real client. It connects to the server, and websocket.connect gets its first message.","empty.2":"Say something","empty.2.text":"Type in the tab and press Enter.","empty.3":"Watch it travel","empty.3.text":"Every stop shows what it holds. Nothing vanishes: what is lost lies in the bin, with a reason.","flow.idle":"idle","flow.busy":"busy {time}","flow.busy.line":"{time} · line {line}","flow.inhand":"in hand {time}","flow.stopping":"stopping","flow.stopped.killed":"killed","flow.stopped.other":"stopped","flow.process":"process {n}","flow.process.left":"process {n}: {reason}","flow.process.left.short":"{n}: {reason}","flow.process.ended":"ended","layer.memory":"memory","layer.socket":"socket","detail.layer":"layer","detail.process":"process","detail.process.own":"this kernel","detail.process.before":"before it","flow.zombies":"{words} · zombies: {count}","flow.full":"full","flow.held":"{n} held","flow.oldest":"oldest {time}","flow.expires":"expires in {time}","flow.noroute":"no route","flow.nobody":"nobody listens","flow.builtin":"built in","flow.hidden":"behind rule {rule}: never runs","flow.hidden.short":"never runs","flow.runs":{one:"{n} run",other:"{n} runs"},"flow.raised":"raised {n}","flow.ghost":"ghost","flow.gone":"gone {time}","flow.closed":"code {code}","flow.rejected":"status {status}","flow.reopen":"Reopen","flow.close":"Close {tab}","flow.open":"Open a tab","flow.open.short":"tab","flow.path":"Path of the new tab","flow.tab":"Tab","flow.type":"Type a line","flow.typeto":"Type to {tab}","flow.notlive":"not live","flow.more.tabs":"+{n} more","flow.more.channels":{one:"+{n} quiet",other:"+{n} quiet"},"flow.more.consumers":"+{n} more","flow.more.workers":"+{n} more","flow.more.groups":"+{n} more","flow.fewer":"fewer","flow.nogroup":"no group yet","flow.cell":"cell","flow.times":"×{n}","flow.add":"add","flow.discard":"discard","flow.source":"Show its source","flow.edit":"Show its source · Double click: edit","flow.waiting":{one:"{n} message waits",other:"{n} messages wait"},"flow.members":{one:"{n} member",other:"{n} members"},"flow.losses":{one:"{n} message lost",other:"{n} messages lost"},"flow.first":"Write a consumer","flow.first.text":"Run this in a cell: what websocket.connect and websocket.receive lead to.","flow.copy":"Copy","flow.ghosts":{one:"{n} ghost",other:"{n} ghosts"},"flow.open.long":"Open a tab",code:"Code","code.edit":"Edit {name}","code.close":"Close the editor","code.loading":"Fetching the editor …","code.waiting":"Asking the sandbox for its code …","code.new":"New","code.routes":"Routes","code.noroutes":"No rules are in force.","code.ladder":"Tried from the top for each message; the first that matches takes it.","code.text":"Code of {name}","code.serving":"{version} serves","code.edited":"edited here; its cell has another text","code.state.unsaved":"not saved","code.state.saved":"serves","code.state.new":"not saved yet","code.run":"Run","code.running":"Running …","code.run.hint":"Shift-Enter, Ctrl-Enter or Ctrl-S: serves from the next message on; no socket closes","code.diff":"Diff","code.diff.hint":"Compare with the version that serves","code.revert":"Revert","code.undo":"Undo","code.undo.hint":"Take the last change of code back, whoever made it","code.copy":"Copy","code.copy.hint":"Copy the text, to paste it into its cell","code.versions":"Versions","code.versions.hint":"Put the text of another version into the editor","code.by.cell":"cell","code.by.editor":"editor","code.by.file":"file","code.by.script":"script","code.by.undo":"undo","code.said.serves":"{version} serves from the next message on.","code.said.same":"Nothing has changed: {version} goes on serving.","code.said.followed":"It was changed elsewhere: {version} serves now.","code.said.shelved":"This is {version}; your text is put by.","code.back":"Bring my text back","code.conflict.cell":"The cell of {name} was run again: {version} serves now, and your text is not saved.","code.conflict.file":"The file of {name} has changed: {version} serves now, and your text is not saved.","code.conflict.undo":"A change of {name} was undone: {version} serves now, and your text is not saved.","code.conflict.other":"{name} was changed elsewhere: {version} serves now, and your text is not saved.","code.theirs":"Take theirs","code.mine":"Keep mine","code.refused":"Line {line}: {what}","code.old":"{what}; {version} goes on serving.","code.raised":"Line {line} raised {error}.","code.gone":"{name} serves no longer; your text is kept here, and running it registers it again.","code.nokernel":"The kernel does not answer, so nothing can be saved; your text stays here.","code.undone":"Undone: {names}.","code.undone.nothing":"There is no change to undo.","code.cm.completions":"Completions","code.cm.problems":"What is wrong","code.cm.none":"Nothing is wrong",holds:"Held messages","side.holds":"Holds","holds.none":"Nothing is stopped. Select a channel, a group, a consumer or a tab on the picture, and choose “Hold here”: messages stop there, and the rest runs on.","holds.delayed":"Go by themselves","holds.more":{one:"and {n} more",other:"and {n} more"},"hold.here":"Hold here","hold.where":"Only messages that fit this filter, in the table's language","hold.where.hint":"all, or text~bomb","hold.count":{one:"{n} message held",other:"{n} messages held"},"hold.spoken":"Messages stop at {where}","hold.look":"Look at them","hold.step":"Step","hint.hold.step":"Lets the first one through","hold.release":"Let all go","hint.hold.release":"Lets all through that is held; what comes is held","hold.end":"End the hold","hint.hold.end":"Stops nothing more; all goes on in order","held.from":"from {who}","held.due":"goes in {time}","held.edited":"edited by you","held.change":"Change","held.release":"Let it go","held.change.release":"Change and let go","held.drop":"Drop","held.duplicate":"Duplicate","held.up":"Move up","held.down":"Move down","held.delay":"Delay","held.delay.seconds":"Seconds of the delay","held.key.keep":"keep","held.key.drop":"Take {key} out","held.key.new":"one more key","held.nojson":'The value of {key} has to be JSON, such as 7, true or "text": {why}',"held.nonull":"No key can be set to null: take {key} out instead.","hands.notlive":"Only a sandbox that runs and answers can be held or broken.",faults:"Break it on purpose","side.faults":"Faults","faults.about":"Cause one fault, see what happens, and undo it. All end with the sandbox.","faults.none":"Nothing is broken.","faults.clear":"Undo all","faults.all":"all servers","faults.notarget":"There is nothing here that it could befall.","fault.target":"What it befalls","fault.begin":"Begin","fault.now":"Do it","fault.undo":"Undo","fault.option.seconds":"seconds","fault.option.n":"how many","fault.option.where":"only","fault.option.deadline":"seconds they may stay","fault.option.nolimit":"no limit","fault.kill":"Kill","fault.kill.about":"A worker or server dies with what it has in hand, and a new one takes its place.","fault.freeze":"Freeze","fault.freeze.about":"It hangs and takes nothing more; what comes waits.","fault.slow":"Slow down","fault.slow.about":"A consumer takes longer for each message, or a client reads slowly.","fault.sleep":"Put to sleep","fault.sleep.about":"A client reads nothing until it wakes up; what is sent to it piles up.","fault.cut":"Cut the line","fault.cut.about":"The connection is gone without a goodbye (1006). Undone, a tab comes back.","fault.fill":"Fill a channel","fault.fill.about":"The channel is full: senders get ChannelFull, group sends lose their message.","fault.expire":"Expire at once","fault.expire.about":"Messages expire at once, those that wait and those that come.","fault.lose":"Lose messages","fault.lose.about":"The next messages vanish without a word, as on a bad network.","fault.restart":"Restart","fault.restart.about":"A new server listens and the old one says goodbye (1012); Redis comes back empty.","fault.refuse":"Refuse newcomers","fault.refuse.about":"New connections and requests get 503; those that are open stay.","fault.mark.kill":"killed","fault.mark.freeze":"frozen","fault.mark.slow":"slow +{time}","fault.mark.sleep":"asleep","fault.mark.cut":"cut","fault.mark.fill":"filled","fault.mark.expire":"expires at once","fault.mark.lose":"loses","fault.mark.restart":"restarts","fault.mark.refuse":"refuses",pace:"Slow motion of the system","pace.about":"Every hop of a message really takes longer. The speed below the picture slows only the picture.","pace.times":"×{n}","pace.now":"the system runs ×{n} slower","mark.hold":{one:"stopped here: {n} held",other:"stopped here: {n} held"},"mark.hand.holds":"hold at {what}","mark.hand.edited":"{what} edited by you","mark.hand.dropped":"{what} dropped by you","mark.hand.copied":"{what} copied by you","mark.hand.delayed":"{what} delayed by you","mark.hand.moved":"{what} moved by you","detail.edited":"by hand","help.hold":"hold at what is selected, let one message through","help.faults":"break it on purpose"},ru:{title:"Песочница каналов","view.flow":"Поток","view.table":"Таблица",views:"Виды",theme:"Тема: {theme}","theme.light":"светлая","theme.dark":"тёмная","theme.projector":"проектор","language.other":"English","language.this":"Русский",more:"Ещё",pin:"Закрепить",unpin:"Открепить",window:"В окно",fullscreen:"Во весь экран","fullscreen.leave":"Обычный размер","pin.side":"К нижнему краю","pin.bottom":"К правому краю","pin.resize":"Размер закреплённой сцены","pin.fold":"Свернуть в полосу","pin.unfold":"Развернуть сцену","pin.here":"Сцена закреплена поверх блокнота.","window.here":"Сцена открыта в своём окне.","window.back":"Вернуть сюда","window.blocked":"Браузер открывает окно только по щелчку.","window.open":"Открыть окно",help:"Клавиши",close:"Закрыть","help.space":"пауза или ход картинки","help.step":"на факт назад, на факт вперёд","help.views":"Поток, Таблица","help.filter":"фильтр таблицы","help.fullscreen":"во весь экран","help.pin":"закрепить поверх блокнота","help.theme":"тема","help.escape":"закрыть открытое","help.help":"эти клавиши","help.filter.title":"Фильтр таблицы","help.filter.forms":'вид или его часть · поле:значение · поле~регулярное выражение · -кроме этого · "два слова" · content.ключ:значение — по содержимому сообщения',"help.filter.fields":"Поля",clients:"Клиенты",server:"Сервер","server.short":"Сервер",channels:"Каналы",workers:"Воркеры",consumers:"Потребители",groups:"Группы","what.connection":"Соединение","what.channel":"Канал","what.worker":"Воркер","what.consumer":"Потребитель","what.group":"Группа","what.message":"Сообщение","what.server":"Сервер протоколов","kind.connect":"вход","kind.receive":"кадр","kind.disconnect":"выход","kind.request":"запрос","kind.reply":"ответ","kind.custom":"свой",ledger:"Баланс","fate.accepted":"принято","fate.queued":"в очереди","fate.held":"задержано","fate.in_hand":"в работе","fate.delivered":"доставлено","fate.lost":"потеряно","fate.refused":"отказано","ledger.balances":"✓ сходится","ledger.off":"✗ не сходится","ledger.skipped":{one:"{n} факт не показан по отдельности",few:"{n} факта не показаны по отдельности",many:"{n} фактов не показано по отдельности",other:"{n} факта не показаны по отдельности"},"reason.full":"полон","reason.expired":"истёк срок","reason.no_connection":"нет соединения","reason.slow_client":"медленный клиент","reason.worker_killed":"воркер убит","reason.server_killed":"сервер убит","reason.no_route":"нет маршрута","reason.retries":"слишком много повторов","reason.flushed":"сброшено","reason.layer_lost":"потерял слой","reason.undecryptable":"не прочесть","reason.malformed":"неверный вид","reason.requeue_full":"некуда вернуть","reason.nobody_listens":"не слушают","reason.dropped_by_you":"убрано вами","reason.fault":"внесённый сбой","reason.too_large":"слишком велико","reason.invalid_name":"неверное имя","reason.not_a_dict":"не словарь","reason.unserialisable":"не записать","reason.layer_down":"слой недоступен","reason.asked":"по просьбе","reason.killed":"убит","reason.failed":"сбой","reason.discarded":"исключён",bin:"Потеряно","bin.empty":"потерь нет","bin.show":"Показать в таблице",time:"Время","time.pause":"Пауза","time.play":"Пуск","time.back":"Шаг назад","time.step":"Шаг вперёд","time.speed":"Скорость","time.live":"Сейчас","time.lost":"Последнее известное","time.paused":"Пауза","time.ago":"{time} назад","time.tolive":"К настоящему","time.slow":"1 мс длится {time}","mark.raised":"ошибка {what}","mark.code":"правка {what}","wait.cell":{one:"{n} команда ждёт конца ячейки.",few:"{n} команды ждут конца ячейки.",many:"{n} команд ждут конца ячейки.",other:"{n} команды ждут конца ячейки."},"wait.kernel":"Ядро не отвечает. Показано последнее известное.","wait.again":{one:"Если его перезапустили, выполните эту ячейку ещё раз:",few:"Если его перезапустили, выполните эти ячейки ещё раз:",many:"Если его перезапустили, выполните эти ячейки ещё раз:",other:"Если его перезапустили, выполните эти ячейки ещё раз:"},"alarm.busy":"{worker} занят {time}: {consumer}.","alarm.line":"{worker} занят {time}: {consumer}, строка {line}, {file}.","alarm.more":"И ещё {n}.","alarm.spoken":"{worker} не возвращается из {consumer}.","alarm.replace":"Заменить воркер","alarm.replace.hint":"Прервёт то, что там работает: сообщение пропадёт, на место встанет новый воркер.","wait.feed":"Ждём песочницу.","error.dismiss":"Скрыть","table.filter":"Фильтр","table.hint":"lost channel:chat -reason:full text~^hi","table.found":{one:"{found} из {n} события",few:"{found} из {n} событий",many:"{found} из {n} событий",other:"{found} из {n} событий"},"table.clear":"Сбросить","table.newest":"К новым","table.none":"Под фильтр ничего не подходит.","table.empty":"Пока ничего не произошло.","column.seq":"№","column.at":"время","column.where":"где","column.kind":"вид","column.what":"что","column.reason":"причина","column.cause":"из-за","gap.skipped":{one:"Здесь пропущен {n} факт: слишком быстро, чтобы слать по одному",few:"Здесь пропущены {n} факта: слишком быстро, чтобы слать по одному",many:"Здесь пропущено {n} фактов: слишком быстро, чтобы слать по одному",other:"Здесь пропущены {n} факта: слишком быстро, чтобы слать по одному"},"gap.trimmed":{one:"{n} более ранний факт больше не хранится",few:"{n} более ранних факта больше не хранятся",many:"{n} более ранних фактов больше не хранится",other:"{n} более ранних факта больше не хранятся"},"row.payload":"Содержимое","row.fields":"Поля","row.causes":"Цепочка причин","row.traceback":"Ошибка в том же вызове","card.try":"Что сделать:","row.printed":"Напечатано в вызове","row.ladder":"Проверенные правила","row.copy":"Копировать как Python","row.copied":"Скопировано","row.whole":"Показать все {size}","row.fetching":"Загружаем …","row.story":"История","row.matched":"подошло","detail.close":"Закрыть подробности","detail.source":"Исходный код","detail.diff":"Последняя правка","detail.version":"версия {version}","detail.builtin":"встроен","detail.gone":"Этого больше нет.","detail.runs":{one:"{n} вызов",few:"{n} вызова",many:"{n} вызовов",other:"{n} вызова"},"detail.raised":{one:"{n} ошибка",few:"{n} ошибки",many:"{n} ошибок",other:"{n} ошибки"},"detail.lasterror":"Последняя ошибка","detail.channels":"Берёт из","detail.never.reached":"Не вызовется","detail.hidden":"правило {rule} ({consumer}) забирает его сообщения раньше","detail.printed":"Напечатано","detail.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"detail.since":"в группе","detail.expires":"истечёт через","detail.never":"никогда","detail.ghost":"призрак: соединения больше нет","detail.queue":{one:"{n} ждёт",few:"{n} ждут",many:"{n} ждут",other:"{n} ждут"},"detail.capacity":"вместимость {n}","detail.age":"возраст","detail.size":"размер","detail.empty":"Здесь ничего не ждёт.","detail.frames":"Кадры","detail.noframes":"Кадров пока нет.","detail.earlier":"Прежние соединения","detail.counted":"{groups} всё ещё считает его","detail.path":"путь","detail.reply":"канал ответа","detail.state":"состояние","detail.closed":"закрыто: {by}, код {code}","detail.idle":"ждёт","detail.busy":"занят: {consumer}","detail.busyfor":"в работе","detail.hand":"у кого","detail.line":"стоял на","detail.stopped":"остановлен: {reason}","detail.hears":"Слушает","detail.losses":"потеряно {n}","detail.harmless":"не страшно","detail.address":"адрес","detail.table":"Показать в таблице","detail.ladder":"Последний маршрут","state.opening":"открывается","state.open":"открыто","state.closed":"закрыто","state.rejected":"отклонено","state.running":"работает","state.draining":"завершает","state.stopped":"остановлен","state.queued":"в очереди","state.held":"задержано","state.in_hand":"в работе","fact.waiting":"Ждём следующего сообщения.","fact.first":"Ждём первого сообщения.","fact.layer.opened":"Слой каналов {layer} готов.","fact.layer.closed":"Слой каналов {layer} больше не берёт сообщений.","fact.process.joined":"К песочнице присоединился процесс.","fact.process.left":"Процесс покинул песочницу.","fact.server.started":"{where} слушает {address}.","fact.server.draining":"{where} не берёт новых соединений и завершает имеющиеся.","fact.server.stopped":"{where} остановлен.","fact.worker.started":"{where} готов и слушает каналы.","fact.worker.busy":"{where} уже {duration} не возвращается из {consumer}.","fact.worker.stopping":"{where} заканчивает работу и нового не берёт.","fact.worker.stopped":"{where} остановлен.","fact.worker.stuck":"Убитый поток {where} продолжает работать: он внутри кода на C, где его не завершить.","fact.worker.freed":"Убитый поток {where} завершился.","fact.connection.opened":"{who} соединяется с {path}.","fact.connection.accepted":"Сервер принял {who}: соединение открыто.","fact.connection.rejected":"Сервер отклонил {who}.","fact.connection.closed":"{who} больше нет: соединение закрыто.","fact.frame.received":"Сервер протоколов читает кадр от {who}.","fact.frame.sent":"{who} получает кадр.","fact.frame.ignored":"Кадр для {who} пропущен.","fact.reply.malformed":"В ответе для {who} ключи, которых протокол не знает.","fact.request.received":"{who} запрашивает {method} {path}.","fact.response.started":"Ответ для {who} начат: {status}.","fact.response.ended":"Ответ для {who} отправлен целиком.","fact.message.accepted":"Это стало сообщением в канале {channel}.","fact.message.accepted.reply":"Ответ ждёт отправки: {who}.","fact.message.refused":"{channel} отказывает в приёме: {reason}.","fact.message.taken":"{where} берёт его через {waited}.","fact.message.taken.plain":"{where} берёт его.","fact.message.delivered":"{message} в канале {channel} доставлено.","fact.message.delivered.reply":"{message} у адресата: {who}.","fact.message.lost":"Сообщение в канале {channel} потеряно: {reason}.","fact.message.lost.harmless":"{channel} никто не слушает: извещение никуда не попало, и это не беда.","fact.message.lost.reply":"{who} уже не на связи: сообщение потеряно.","fact.message.held":"{message} остановлено задержкой.","fact.message.released":"{message} идёт дальше.","fact.message.edited":"{message} изменено вами, пока было задержано.","fact.message.duplicated":"{message} скопировано вами, пока было задержано.","fact.message.delayed":"{message} отложено вами: пойдёт само.","fact.message.moved":"{message} переставлено вами среди задержанных.","fact.group.joined":"{who} теперь в группе {group}.","fact.group.left":"{who} больше не в группе {group}.","fact.group.sent":{one:"Группа {group}: одна отправка, {n} сообщение, каждому участнику своё.",few:"Группа {group}: одна отправка, {n} сообщения, каждому участнику своё.",many:"Группа {group}: одна отправка, {n} сообщений, каждому участнику своё.",other:"Группа {group}: одна отправка, {n} сообщения, каждому участнику своё."},"fact.route.matched":"Подошло правило {rule} из {rules}: оно ведёт к {consumer}.","fact.route.unmatched":"Ни одно правило не берёт таких сообщений.","fact.routing.changed":"Маршруты изменились: новые сообщения пойдут по новым правилам.","fact.session.opened":"Для него найдена сессия.","fact.session.saved":"Сессия записана.","fact.session.discarded":"Изменения сессии не записаны: {why}.","fact.user.identified":"Пользователь опознан.","fact.consumer.started":"{where} вызывает {consumer}.","fact.consumer.finished":"{consumer} завершился через {duration}.","fact.consumer.raised":"{consumer} упал с ошибкой; воркер жив.","fact.consumer.deferred":"{consumer} просит вернуть сообщение позже.","fact.consumer.denied":"{consumer} отказал в соединении.","fact.consumer.waited":"Сообщение {order} ждёт, пока не отработает сообщение {expected}.","fact.binding.refused":"{binding}: {user} не имеет права на {action}.","fact.consumer.printed":"{consumer} напечатал «{text}».","fact.timer.set":"Сообщение отложено до срока.","fact.timer.fired":"Срок отложенного сообщения настал.","fact.code.changed":"У {what} новый код{which}: следующее сообщение пойдёт по нему.","fact.hold.began":"Теперь сообщения останавливаются здесь: {target}.","fact.hold.ended":"Сообщения здесь больше не останавливаются: {target}.","fact.code.changed.undone":"Последняя правка {what} отменена: следующее сообщение пойдёт по прежнему коду.","fact.code.refused":"Новый код для {what} с ошибкой, поэтому дальше работает старый: {error}","fact.code.changed.plain":"{what} работает, начиная со следующего сообщения.","fact.fault.began":"Сбой начался: {fault}.","fact.fault.ended":"Сбой закончился: {fault}.","fact.marked":"{label}","fact.subscriber.failed":"Читатель журнала дал сбой.","fact.log.trimmed":"Журнал отпустил старейшие факты; в суммах они остались.","who.nobody":"клиент","gist.after":"через {time}","gist.line":"строка {line}","gist.by":"от {who}","gist.on":"в {channel}","gist.capacity":"вместимость {size}","gist.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"gist.queued":"в очередь {n}","gist.lost":"потеряно {n}","gist.rule":"(правило {rule} из {rules})","gist.rules":{one:"{n} правило",few:"{n} правила",many:"{n} правил",other:"{n} правила"},"gist.builtin":"и встроенных {n}","gist.trimmed":{one:"{n} событие",few:"{n} события",many:"{n} событий",other:"{n} события"},"gist.upto":"до {seq}","who.reply":"канал ответа {who}","unit.ms":"{n} мс","unit.s":"{n} с","unit.min":"{n} мин","unit.h":"{n} ч","unit.B":"{n} Б","unit.KiB":"{n} КиБ","unit.MiB":"{n} МиБ","empty.title":"Пока ничего не произошло","empty.cell":"или в ячейке","empty.1":"Откройте вкладку","empty.1.text":"Вкладка — настоящий клиент. Она соединяется с сервером, и websocket.connect получает первое сообщение.","empty.2":"Скажите что-нибудь","empty.2.text":"Наберите текст во вкладке и нажмите Enter.","empty.3":"Следите за сообщением","empty.3.text":"Каждая остановка показывает, что в ней лежит. Ничего не исчезает: потерянное лежит в корзине с причиной.","flow.idle":"ждёт","flow.busy":"занят {time}","flow.busy.line":"{time} · строка {line}","flow.inhand":"в работе {time}","flow.stopping":"завершает","flow.stopped.killed":"убит","flow.stopped.other":"остановлен","flow.process":"процесс {n}","flow.process.left":"процесс {n}: {reason}","flow.process.left.short":"{n}: {reason}","flow.process.ended":"завершён","layer.memory":"память","layer.socket":"сокет","detail.layer":"слой","detail.process":"процесс","detail.process.own":"это ядро","detail.process.before":"до него","flow.zombies":"{words} · зомби: {count}","flow.full":"полон","flow.held":"задержано {n}","flow.oldest":"старшему {time}","flow.expires":"истечёт через {time}","flow.noroute":"нет маршрута","flow.nobody":"никто не слушает","flow.builtin":"встроен","flow.hidden":"за правилом {rule}: не вызовется","flow.hidden.short":"не вызовется","flow.runs":{one:"{n} вызов",few:"{n} вызова",many:"{n} вызовов",other:"{n} вызова"},"flow.raised":"ошибок {n}","flow.ghost":"призрак","flow.gone":"нет уже {time}","flow.closed":"код {code}","flow.rejected":"статус {status}","flow.reopen":"Открыть снова","flow.close":"Закрыть {tab}","flow.open":"Вкладка","flow.open.short":"вкладка","flow.path":"Путь новой вкладки","flow.tab":"Вкладка","flow.type":"Наберите строку","flow.typeto":"Набрать в {tab}","flow.notlive":"не вживую","flow.more.tabs":"ещё {n}","flow.more.channels":{one:"ещё {n} тихий",few:"ещё {n} тихих",many:"ещё {n} тихих",other:"ещё {n} тихих"},"flow.more.consumers":"ещё {n}","flow.more.workers":"ещё {n}","flow.more.groups":"ещё {n}","flow.fewer":"свернуть","flow.nogroup":"групп пока нет","flow.cell":"ячейка","flow.times":"×{n}","flow.add":"add","flow.discard":"discard","flow.source":"Показать исходный текст","flow.edit":"Показать исходный текст · Двойной щелчок: править","flow.waiting":{one:"ждёт {n} сообщение",few:"ждут {n} сообщения",many:"ждут {n} сообщений",other:"ждёт {n} сообщения"},"flow.members":{one:"{n} участник",few:"{n} участника",many:"{n} участников",other:"{n} участника"},"flow.losses":{one:"потеряно {n} сообщение",few:"потеряно {n} сообщения",many:"потеряно {n} сообщений",other:"потеряно {n} сообщения"},"flow.first":"Напишите потребителя","flow.first.text":"Запустите это в ячейке: сюда ведут websocket.connect и websocket.receive.","flow.copy":"Копировать","flow.ghosts":{one:"{n} призрак",few:"{n} призрака",many:"{n} призраков",other:"{n} призрака"},"flow.open.long":"Открыть вкладку",code:"Код","code.edit":"Править {name}","code.close":"Закрыть редактор","code.loading":"Загружаем редактор …","code.waiting":"Спрашиваем у песочницы её код …","code.new":"Новый","code.routes":"Маршруты","code.noroutes":"Правил нет.","code.ladder":"Для каждого сообщения правила проверяются сверху вниз; берёт первое подошедшее.","code.text":"Код {name}","code.serving":"Работает {version}","code.edited":"изменён здесь; в ячейке другой текст","code.state.unsaved":"не сохранено","code.state.saved":"работает","code.state.new":"ещё не сохранено","code.run":"Запустить","code.running":"Запускаем …","code.run.hint":"Shift-Enter, Ctrl-Enter или Ctrl-S: работает со следующего сообщения; сокеты не закрываются","code.diff":"Разница","code.diff.hint":"Сравнить с работающей версией","code.revert":"Вернуть как было","code.undo":"Отменить","code.undo.hint":"Отменить последнее изменение кода, кто бы его ни сделал","code.copy":"Копировать","code.copy.hint":"Скопировать текст, чтобы вставить его в ячейку","code.versions":"Версии","code.versions.hint":"Поместить в редактор текст другой версии","code.by.cell":"ячейка","code.by.editor":"редактор","code.by.file":"файл","code.by.script":"скрипт","code.by.undo":"отмена","code.said.serves":"{version} работает со следующего сообщения.","code.said.same":"Ничего не изменилось: {version} работает дальше.","code.said.followed":"Изменено в другом месте: теперь работает {version}.","code.said.shelved":"Это {version}; ваш текст отложен.","code.back":"Вернуть мой текст","code.conflict.cell":"Ячейка {name} запущена снова: теперь работает {version}, а ваш текст не сохранён.","code.conflict.file":"Файл {name} изменился: теперь работает {version}, а ваш текст не сохранён.","code.conflict.undo":"Изменение {name} отменено: теперь работает {version}, а ваш текст не сохранён.","code.conflict.other":"{name} изменён в другом месте: теперь работает {version}, а ваш текст не сохранён.","code.theirs":"Взять их текст","code.mine":"Оставить мой","code.refused":"Строка {line}: {what}","code.old":"{what}; {version} работает дальше.","code.raised":"Ошибка в строке {line}: {error}.","code.gone":"{name} больше не работает; ваш текст остался здесь, и запуск зарегистрирует его снова.","code.nokernel":"Ядро не отвечает, сохранить нельзя; ваш текст остаётся здесь.","code.undone":"Отменено: {names}.","code.undone.nothing":"Отменять нечего.","code.cm.completions":"Варианты","code.cm.problems":"Что не так","code.cm.none":"Ошибок нет",holds:"Задержанные сообщения","side.holds":"Задержки","holds.none":"Ничего не остановлено. Выберите на картинке канал, группу, потребителя или вкладку и нажмите «Задержать здесь»: сообщения остановятся там, остальное идёт дальше.","holds.delayed":"Пойдут сами","holds.more":{one:"и ещё {n}",few:"и ещё {n}",many:"и ещё {n}",other:"и ещё {n}"},"hold.here":"Задержать здесь","hold.where":"Только сообщения под этот фильтр, на языке таблицы","hold.where.hint":"все или text~bomb","hold.count":{one:"{n} сообщение задержано",few:"{n} сообщения задержано",many:"{n} сообщений задержано",other:"{n} сообщения задержано"},"hold.spoken":"Сообщения останавливаются: {where}","hold.look":"Посмотреть","hold.step":"Шаг","hint.hold.step":"Пропустит первое","hold.release":"Пропустить все","hint.hold.release":"Пропустит всё задержанное; новое снова остановится","hold.end":"Снять задержку","hint.hold.end":"Больше ничего не останавливать; всё пойдёт дальше по порядку","held.from":"от {who}","held.due":"пойдёт через {time}","held.edited":"изменено вами","held.change":"Изменить","held.release":"Пропустить","held.change.release":"Изменить и пропустить","held.drop":"Выбросить","held.duplicate":"Копировать","held.up":"Выше","held.down":"Ниже","held.delay":"Отложить","held.delay.seconds":"На сколько секунд отложить","held.key.keep":"оставить","held.key.drop":"Убрать {key}","held.key.new":"ещё ключ","held.nojson":'Значение {key} должно быть в JSON, например 7, true или "текст": {why}',"held.nonull":"Ключу нельзя дать null: вместо этого уберите {key}.","hands.notlive":"Задерживать и ломать можно только песочницу, которая работает и отвечает.",faults:"Сломать нарочно","side.faults":"Сбои","faults.about":"Устройте сбой, посмотрите, что будет, и отмените. Все кончаются вместе с песочницей.","faults.none":"Ничего не сломано.","faults.clear":"Отменить все","faults.all":"все серверы","faults.notarget":"Здесь нет того, с чем это могло бы случиться.","fault.target":"С чем это случится","fault.begin":"Начать","fault.now":"Сделать","fault.undo":"Отменить","fault.option.seconds":"секунд","fault.option.n":"сколько","fault.option.where":"только","fault.option.deadline":"секунд на уход","fault.option.nolimit":"без предела","fault.kill":"Убить","fault.kill.about":"Воркер или сервер гибнет с тем, что у него в работе, и на место встаёт новый.","fault.freeze":"Заморозить","fault.freeze.about":"Зависнет и ничего больше не возьмёт; новое ждёт.","fault.slow":"Замедлить","fault.slow.about":"Потребитель тратит на каждое сообщение больше времени, или клиент медленно читает.","fault.sleep":"Усыпить","fault.sleep.about":"Клиент ничего не читает, пока не проснётся; отправленное ему копится.","fault.cut":"Оборвать связь","fault.cut.about":"Соединение пропадёт без прощания (1006). После отмены вкладка вернётся.","fault.fill":"Заполнить канал","fault.fill.about":"Канал полон: отправитель получит ChannelFull, групповая отправка потеряет сообщение.","fault.expire":"Просрочить","fault.expire.about":"Сообщения истекают сразу: и те, что ждут, и новые.","fault.lose":"Терять сообщения","fault.lose.about":"Следующие сообщения пропадут молча, как в плохой сети.","fault.restart":"Перезапустить","fault.restart.about":"Слушает новый сервер, старый прощается (1012); Redis вернётся пустым.","fault.refuse":"Не пускать новых","fault.refuse.about":"Новые соединения и запросы получат 503; открытые остаются.","fault.mark.kill":"убит","fault.mark.freeze":"заморожен","fault.mark.slow":"медленно +{time}","fault.mark.sleep":"спит","fault.mark.cut":"обрыв","fault.mark.fill":"заполнен","fault.mark.expire":"истекает сразу","fault.mark.lose":"теряет","fault.mark.restart":"перезапуск","fault.mark.refuse":"не пускает",pace:"Замедление самой системы","pace.about":"Каждый шаг сообщения и вправду длится дольше. Скорость под картинкой замедляет только картинку.","pace.times":"×{n}","pace.now":"система медленнее в ×{n}","mark.hold":{one:"остановка, задержано: {n}",few:"остановка, задержано: {n}",many:"остановка, задержано: {n}",other:"остановка, задержано: {n}"},"mark.hand.holds":"задержка {what}","mark.hand.edited":"{what} изменено вами","mark.hand.dropped":"{what} выброшено вами","mark.hand.copied":"{what} скопировано вами","mark.hand.delayed":"{what} отложено вами","mark.hand.moved":"{what} переставлено вами","detail.edited":"вручную","help.hold":"задержать у выбранного, пропустить одно сообщение","help.faults":"сломать нарочно"}};var Ir=["en","ru"],qr=dc;function pc(t){return typeof t=="string"&&/^ru\b/i.test(t)?"ru":"en"}var hc=new Map;function po(t){let e=hc.get(t);return e||(e=jf(t),hc.set(t,e)),e}function jf(t){let e=Jr(t),n=new Intl.PluralRules(t);return(o,r={})=>{let s=qr[t][o];return s===void 0?o:Uf(typeof s=="string"?s:Gf(s,r.n,n),r,e)}}function Qe(t){return t in qr.en}function Gf(t,e,n){return t[n.select(Number(e??0))]??t.other??""}function Uf(t,e,n){return t.replace(/\{(\w+)\}/g,(o,r)=>{let s=e[r];return s===void 0?o:typeof s=="number"?n.count(s):s})}var Vf=" ",Yf=(t,e,n)=>qr[t][`unit.${e}`].replace("{n}",n).replace(" "," ");function Jr(t){let e=(s,i)=>Hr(s.toFixed(i)).replace(".",t==="ru"?",":"."),n=s=>e(s,s<.095&&s>0?2:s<9.95?1:0),o=(s,i)=>Yf(t,s,i),r=s=>{let i=Math.max(0,s);return i<.995?o("ms",n(i*1e3)):i<90?o("s",n(i)):i<5400?o("min",e(i/60,0)):o("h",n(i/3600))};return{count:s=>Number.isInteger(s)?Hr(String(s)):e(s,1),milliseconds:s=>o("ms",n(s*1e3)),seconds:r,whole:s=>s<90?o("s",String(Math.floor(Math.max(0,s)))):r(s),bytes:s=>s<1024?o("B",Hr(String(s))):s<1024*1024?o("KiB",n(s/1024)):o("MiB",n(s/1024/1024))}}function Hr(t){let[e,...n]=t.split(".");return[e.replace(/\B(?=(\d{3})+$)/g,Vf),...n].join(".")}function Me(t,e){let n=`reason.${String(t)}`;return Qe(n)?e(n):String(t??"")}var Xr=80;function S(t,e=Xr){let n=String(t??"").replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g," ");return n.length>e?`${n.slice(0,e-1)}…`:n}function F(t){let e=Ae(String(t??""));return e===t?e.slice(e.lastIndexOf(".")+1):e}function ge(t,e=2){if(typeof t=="string")return`"${S(t,40)}"`;if(Array.isArray(t))return t.length?`[${t.length}]`:"[]";if(t===null||typeof t!="object")return String(t);let n=t;if(typeof n.$head=="string")return`"${S(n.$head,40)}" …`;if(typeof n.$b64=="string")return`<${Ur(n.$b64)} B>`;if(typeof n.$repr=="string")return S(n.$repr,40);let o=Object.keys(n);if(e===0)return o.length?"{…}":"{}";let r=o.sort(Zf).slice(0,3);return`{${r.map(i=>`${i}: ${ge(n[i],e-1)}`).join(", ")}${o.length>r.length?", …":""}}`}function Ur(t){return Math.floor(t.replace(/=+$/,"").length*3/4)}var mc=["reply_channel","path","headers","query_string","client","server","order"],Zf=(t,e)=>mc.indexOf(t)-mc.indexOf(e),T=(...t)=>t.filter(e=>e!==""&&e!=null).join(" "),jr=(t,{say:e,numbers:n})=>typeof t=="number"?e("gist.after",{time:n.milliseconds(t)}):"",Wr=(t,{say:e})=>t?e("gist.by",{who:S(t)}):"",Gr=(t,{who:e,say:n})=>n("gist.on",{channel:e.channel(t,n)}),yc=(t,{say:e})=>t==null?"":Me(t,e),Kr=(t,{who:e})=>T(e.connection(t.connection),Qf(t)),fc=(t,e)=>T(`${S(t.group)}:`,e.who.channel(t.channel,e.say),yc(t.reason,e)),gc=(t,e)=>T(t.run,F(t.consumer),jr(t.duration,e)),en=(t,e)=>T(S(t.address),yc(t.reason,e)),mo=(t,e)=>T(t.message,Gr(t.channel,e)),zr=(t,e)=>T(mo(t,e),ge(t.changed)),bc=t=>T(S(t.target),S(t.condition)),wc=t=>T(t.fault,S(t.target),t.options==null?"":ge(t.options));function Qf(t){return t.text!=null?ge(t.text):t.bytes!=null?ge(t.bytes):""}var eg=(t,{say:e})=>T(t.id,`${S(t.group)}:`,[e("gist.members",{n:Number(t.members??0)}),e("gist.queued",{n:Number(t.queued??0)}),e("gist.lost",{n:Number(t.lost??0)})].join(", "),ge(t.content)),tg=(t,{say:e})=>T(t.message,"→",F(t.consumer),typeof t.index=="number"?e("gist.rule",{rule:t.index+1,rules:Number(t.rules??0)}):""),ng={"layer.opened":(t,{say:e})=>T(t.layer,t.store,e("gist.capacity",{size:String(t.capacity??"–")})),"layer.closed":t=>S(t.layer),"server.started":en,"server.draining":en,"server.stopped":en,"worker.started":t=>Array.isArray(t.channels)?t.channels.join(", "):"","worker.busy":(t,e)=>T(t.run,F(t.consumer),t.line==null?"":e.say("gist.line",{line:Number(t.line)})),"worker.stopping":en,"worker.stopped":en,"connection.opened":(t,{who:e})=>T(e.connection(t.connection),t.protocol,S(t.path)),"connection.accepted":(t,{who:e})=>T(e.connection(t.connection),t.subprotocol),"connection.rejected":(t,{who:e})=>T(e.connection(t.connection),t.status,S(t.why)),"connection.closed":(t,e)=>T(e.who.connection(t.connection),t.code,Wr(t.by,e)),"frame.received":Kr,"frame.sent":Kr,"frame.ignored":(t,e)=>T(Kr(t,e),S(t.why)),"reply.malformed":(t,{who:e})=>T(e.connection(t.connection),S(t.error)),"request.received":(t,{who:e})=>T(e.connection(t.connection),t.method,S(t.path)),"response.started":(t,{who:e})=>T(e.connection(t.connection),t.status),"response.ended":(t,{who:e})=>e.connection(t.connection),"message.accepted":(t,e)=>T(t.message,Gr(t.channel,e),ge(t.content)),"routing.changed":(t,e)=>{let n=Array.isArray(t.rules)?t.rules:[],o=n.filter(r=>!r.builtin).length;return T(e.say("gist.rules",{n:o}),e.say("gist.builtin",{n:n.length-o}),Wr(t.by,e))},"message.refused":(t,{who:e,say:n})=>T(e.channel(t.channel,n),ge(t.content)),"message.taken":(t,e)=>T(t.message,jr(t.waited,e)),"message.delivered":(t,e)=>T(t.message,jr(t.duration,e)),"message.held":mo,"message.released":mo,"message.edited":zr,"message.duplicated":zr,"message.delayed":zr,"message.moved":mo,"message.lost":(t,e)=>T(t.message,Gr(t.channel,e)),"group.joined":fc,"group.left":fc,"group.sent":eg,"route.matched":tg,"route.unmatched":t=>T(t.message,S(t.channel)),"user.identified":t=>T(S(t.user),S(t.why)),"consumer.started":t=>T(t.run,F(t.consumer),t.version),"consumer.finished":gc,"consumer.raised":t=>T(t.run,`${F(t.consumer)}:`,S(t.error,2*Xr)),"consumer.deferred":(t,e)=>T(gc(t,e),`${t.retries}×`),"consumer.printed":t=>T(t.run,`${t.stream}:`,S(t.text)),"code.changed":(t,e)=>T(F(t.what),t.version,Wr(t.by,e)),"hold.began":bc,"hold.ended":bc,"code.refused":t=>T(F(t.what),S(t.error,2*Xr)),"fault.began":wc,"fault.ended":wc,marked:t=>S(t.label),"subscriber.failed":t=>T(S(t.subscriber),S(t.error)),"log.trimmed":(t,{say:e})=>T(e("gist.trimmed",{n:Number(t.events??0)}),e("gist.upto",{seq:String(t.up_to??"–")}))};function Et(t,e,n,o){let r=ng[t.kind],s=r?r(t,{who:e,say:n,numbers:o}):ge(tn(t));return Vr(t,e)?`✎ ${s}`:s}var og=/^(message\.(edited|duplicated|delayed|moved)|hold\.(began|ended))$/;function Vr(t,e){return og.test(t.kind)||t.reason==="dropped_by_you"?!0:e.isEdited(t)}var rg=new Set(["kind","at","seq","id","cause","where"]);function tn(t){return Object.fromEntries(Object.entries(t).filter(([e,n])=>!rg.has(e)&&n!=null))}function vc(t,e,n,o){let r=ig(t,e),s=Qe(r)?n(r,ag(t,e,n,o)):t.kind;return t.kind!=="message.edited"&&e.isEdited(t)?`${s} (${n("held.edited")})`:s}var sg=new Set(["message.accepted","message.delivered","message.lost"]);function ig(t,e){let n=`fact.${t.kind}`;return t.kind==="message.taken"&&typeof t.waited!="number"?`${n}.plain`:t.kind==="code.changed"&&t.by==="undo"?`${n}.undone`:t.kind==="code.changed"&&!t.diff?`${n}.plain`:t.kind==="message.lost"&&!Ie(t)?`${n}.harmless`:!sg.has(t.kind)||!ne(String(t.channel??""))||e.owner(t.channel)===null?n:t.kind!=="message.lost"||t.reason==="no_connection"?`${n}.reply`:n}function ag(t,e,n,o){let r=t.connection??e.owner(t.channel)??cg(t),s=i=>o.seconds(typeof i=="number"?i:0);return{...ug(t),who:r==null?S(t.channel)||n("who.nobody"):e.connection(r),where:S(t.where),channel:e.channel(t.channel,n),consumer:F(t.consumer??t.run),what:F(t.what),which:t.version?` (${S(t.version)})`:"",reason:Me(t.reason,n),fault:lg(t,n),waited:s(t.waited),duration:s(t.duration),rule:Number(t.index??0)+1,n:Number(t.members??0),message:S(t.message??t.id),text:S(t.text,60)}}function lg({fault:t,target:e},n){if(e==="clock")return n("pace");let o=`fault.${t}`,r=Qe(o)?n(o):S(t);return e==null?r:`${r}, ${S(e)}`}function cg(t){return/^(connection|request|response)\./.test(t.kind)?t.id:null}function ug(t){let e={};for(let[n,o]of Object.entries(t))typeof o=="number"?e[n]=o:typeof o=="string"&&(e[n]=S(o));return e}function kc({kit:t,spoken:e}){let{session:n,say:o,numbers:r,mode:s}=t,i=n.current;return a("div",{class:"bar now",children:[a("span",{class:"line","aria-hidden":"true",children:[i&&s!=="narrow"&&a("span",{class:"m seq",children:i.seq}),a("b",{children:nn(t)}),i&&s==="wide"&&a("span",{class:"m",children:[i.kind," ",Et(i,n.who,o,r)]})]}),a("span",{class:"sr","aria-live":n.paused?"polite":"off",children:e||o("fact.waiting")})]})}function nn({session:t,say:e,numbers:n}){let o=t.current;return o?vc(o,t.who,e,n):!t.live&&!t.state.seq?e("wait.feed"):e(t.state.seq?"fact.waiting":"fact.first")}var xc=0;function Sc(t,e){return xc+=1,{consumer:t,seq:e,number:xc}}function _c({wish:t,kit:e,close:n}){let{session:o,say:r,numbers:s,theme:i}=e,l=q(null),c=q(null),[u,d]=M(null),[h,m]=M(!1),p={say:r,numbers:s,theme:i,opened:dg(t,e),copy:kt,close:n},f=q(p);return f.current=p,W(()=>{let b=!0;return o.editor().then(y=>{b&&(c.current=y.show(l.current,f.current),m(!0))},y=>b&&d(y.message)),()=>{b=!1,c.current?.end()}},[]),W(()=>c.current?.update(p)),a("aside",{class:"side coding","aria-label":r("code"),children:[!h&&a("p",{class:u?"bad":"",children:u??r("code.loading")}),a("div",{class:"into",ref:l})]})}function dg({consumer:t,seq:e,number:n},{session:o}){return{consumer:t,raised:e===null?null:hg(o.fact(e)),wish:n}}function hg(t){return t?.kind!=="consumer.raised"?null:{error:String(t.error??""),traceback:String(t.traceback??"")}}var Yr=5,et=27,Ec=17,pg={top:34,height:14},Mc=32,mg=60;function Cc({kit:t,lens:e}){let{session:n,say:o,numbers:r,scale:s}=t,i=q(null),l=fg(i,s),[c,u]=n.span(mg),d=p=>(p-c)/(u-c)*l,h=Math.max(0,Math.min(l,d(n.now))),m=p=>{let{left:f,width:b}=i.current.getBoundingClientRect(),y=Math.max(0,Math.min(1,(p.clientX-f)/b));n.seek(c+y*(u-c))};return a("div",{class:"strip",ref:i,role:"slider",tabIndex:0,"aria-label":o("time"),"aria-valuemin":Math.round(c),"aria-valuemax":Math.round(u),"aria-valuenow":Math.round(n.now),"aria-valuetext":r.seconds(n.now),onPointerDown:p=>{p.currentTarget.setPointerCapture(p.pointerId),m(p)},onPointerMove:p=>p.buttons===1&&m(p),children:a("svg",{viewBox:`0 0 ${l} ${e?48:et+1}`,preserveAspectRatio:"none","aria-hidden":"true",children:[a(wg,{kit:t,width:l,from:c,to:u}),a("path",{d:`M0 ${et+.5}H${l}`,stroke:"var(--edge)",opacity:".55"}),n.state.seq>0&&a(bg,{x:h}),a(vg,{markers:n.state.markers,x:d,from:c,kit:t,width:l}),a(gg,{kit:t,width:l}),e&&a(Sg,{kit:t,width:l,head:h})]})})}function fg(t,e){let[n,o]=M(600);return ct(()=>{let r=new ResizeObserver(([s])=>o(s.contentRect.width));return r.observe(t.current),()=>r.disconnect()},[]),Math.max(120,Math.floor(n/e))}function gg({kit:t,width:e}){let{slowdown:n}=t.session.timing;return n===null||e<420?null:a("text",{x:e,y:"10","text-anchor":"end",class:"dim",children:t.say("time.slow",{time:t.numbers.seconds(n/1e3)})})}function bg({x:t}){return a("path",{d:`M${t} 2V${et+1}`,stroke:"var(--sel)","stroke-width":"2"})}function wg({kit:t,width:e,from:n,to:o}){let{session:r}=t,s=Math.floor(e/Yr),{facts:i,lost:l}=r.density(n,o,s),c=Math.max(8,...i),u=(r.now-n)/(o-n)*s,d=b=>b===0?1:2+(Ec-2)*Math.log1p(b)/Math.log1p(c),h=(b,y)=>`M${b*Yr} ${et}v${-y.toFixed(1)}h3.5v${y.toFixed(1)}z`,m="",p="",f="";for(let b=0;b<s;b++)b<=u?m+=h(b,d(i[b])):p+=h(b,d(i[b])),l[b]&&(f+=`M${b*Yr+1.75} ${et}v${-Ec-4}`);return a("g",{children:[a("path",{d:m,fill:"var(--edge)"}),a("path",{d:p,fill:"var(--line)"}),a("path",{d:f,stroke:"var(--lost)","stroke-width":"1.5","stroke-dasharray":"2 2"})]})}var yg=6.2;function vg({markers:t,x:e,from:n,width:o,kit:r}){let s=t.filter(c=>c.at>=n&&c.kind!=="lost"),i=Number.POSITIVE_INFINITY,l=[];for(let c of s.slice(-40).reverse()){let u=e(c.at),d=kg(c,r),h=u+8+d.length*yg,m=h<i&&h<o+4;m&&(i=u-4);let p=c.kind==="raised"||c.kind==="fault"?"lost":"ink";l.push(a("g",{children:[a("title",{children:d}),a("path",{d:`M${u} ${et}V6`,stroke:`var(--${p})`,"stroke-width":"1.25","stroke-dasharray":p==="lost"?"2 2":void 0}),a("path",{d:`M${u-3.5} 2h7l-3.5 5z`,fill:`var(--${p})`}),m&&a("text",{x:u+6,y:"10",class:p==="lost"?"bad":"",children:d})]},c.seq))}return a("g",{children:l})}function kg(t,{say:e}){let n=S(t.label,28);return t.kind==="raised"?e("mark.raised",{what:F(n)}):t.kind==="fault"&&Qe(`fault.${n}`)?e(`fault.${n}`):t.kind==="hand"?xg(n,e):t.kind==="code"?e("mark.code",{what:F(n)}):n}function xg(t,e){let n=t.indexOf(" ");return e(`mark.hand.${t.slice(0,n)}`,{what:t.slice(n+1).replace(/^[a-z]+:/,"")})}function Sg({kit:t,width:e,head:n}){let{before:o,after:r}=t.session.around(Mc),{top:s,height:i}=pg,l=e/(2*Mc+1),c=e/2,u=(h,m)=>{let p=Ie(h)||h.kind==="consumer.raised";return a("path",{d:`M${m.toFixed(1)} ${s+2}v${i-4}`,stroke:`var(--${p?"lost":"ink2"})`,"stroke-width":p?2:1.25},h.seq)},d=o.length>0;return a("g",{children:[d&&a("path",{d:`M${n} ${et+1}L0 ${s}H${e}Z`,fill:"var(--selbg)"}),a("rect",{x:"0",y:s,width:e,height:i,fill:d?"var(--selbg)":"var(--sunk)"}),o.map((h,m)=>u(h,c-(o.length-1-m)*l)),r.map((h,m)=>u(h,c+(m+1)*l)),d&&a("g",{children:[a("path",{d:`M${c} ${s-1}v${i+2}`,stroke:"var(--ink)","stroke-width":"2"}),a("circle",{cx:c,cy:s+i/2,r:"5",fill:"var(--ink)"})]})]})}var _g={play:"M2 1L11 6L2 11Z",pause:"M2 1h3v10H2zM7 1h3v10H7z",step:"M1 1L8 6L1 11ZM9 1h2v10H9z",back:"M11 1L4 6L11 11ZM1 1h2v10H1z"},Qr=[.25,1,4];function Zr({icon:t,name:e,act:n,off:o=!1}){return a("button",{type:"button","aria-label":e,title:e,onClick:n,disabled:o,children:a("svg",{viewBox:"0 0 12 12","aria-hidden":"true",children:a("path",{d:_g[t]})})})}function Pc({kit:t,frame:e}){let{session:n,say:o}=t;return a("div",{class:"bar time",children:[a("div",{class:"ctl",children:[a(Zr,{icon:"back",name:o("time.back"),act:()=>n.step(-1),off:!n.canStep(-1)}),a(Zr,{icon:n.paused?"play":"pause",name:o(n.paused?"time.play":"time.pause"),act:()=>n.toggle()}),a(Zr,{icon:"step",name:o("time.step"),act:()=>n.step(1),off:!n.canStep(1)}),e.speeds&&a(Eg,{kit:t})]}),a(Cc,{kit:t,lens:!e.compact}),a(Mg,{kit:t})]})}function Eg({kit:t}){let{session:e,say:n}=t;return a("span",{class:"seg",role:"group","aria-label":n("time.speed"),children:Qr.map(o=>a("button",{type:"button","aria-pressed":e.speed===o,onClick:()=>e.setSpeed(o),children:es(o,t)},o))})}var es=(t,e)=>`${e.language==="ru"?String(t).replace(".",","):t}×`;function Mg({kit:t}){let{session:e,say:n,numbers:o}=t,{live:r,paused:s}=e.timing,{ago:i}=e;return a("div",{class:"when",children:[a("span",{class:"m",children:i>0?n("time.ago",{time:o.seconds(i)}):n(s?"time.paused":e.lost?"time.lost":"time.live")}),!r&&a("button",{type:"button",class:"btn",onClick:()=>e.toLive(),children:n("time.tolive")})]})}function ts(t,e){return Math.max(0,e-(t.busySince??e))}function ns({alarm:t}){if(t?.file==null)return"";let e=t.file.slice(t.file.lastIndexOf("/")+1);return t.line===null?e:`${e}:${t.line}`}function Cg(t,{say:e,numbers:n,session:o}){let r=t.alarm?.line==null?"alarm.busy":"alarm.line";return e(r,{worker:t.name,time:n.whole(ts(t,o.now)),consumer:t.consumer===null?"–":F(t.consumer),line:t.alarm?.line??0,file:S(t.alarm?.file?.split("/").at(-1)??"")})}function Tc({kit:t}){let{session:e,say:n}=t,o=[...e.state.workers.values()].filter(i=>i.alarm!==null);o.sort((i,l)=>(i.busySince??0)-(l.busySince??0));let[r]=o;if(!r)return null;let s=o.length>1?` ${n("alarm.more",{n:o.length-1})}`:"";return a("div",{class:"bar note alarm","data-alarm":r.name,children:[a("span",{class:"sr",role:"alert",children:n("alarm.spoken",{worker:r.name,consumer:F(r.consumer??"–")})}),a("button",{type:"button",class:"link",onClick:()=>t.select({what:"worker",name:r.name}),children:Cg(r,t)}),s,a(os,{worker:r,kit:t})]})}function os({worker:t,kit:e}){let{session:n,say:o}=e,r=n.history.live.workers.get(t.name)?.run;return!n.live||t.run===null||r!==t.run?null:a("button",{type:"button",class:"btn",title:o("alarm.replace.hint"),onClick:()=>{n.deeds.replaceWorker(t.name).catch(()=>{})},children:o("alarm.replace")})}var Oc=[{name:"orm-in-cell",match:"^SynchronousOnlyOperation:",where:"cell",en:{title:"The database cannot be asked like this in a cell",cause:"A cell runs where an event loop runs, and there Django lets nobody wait for a database.",try:"Put %%sync on the first line of the cell, or write box.sync(User.objects.count), or await User.objects.acount()."},ru:{title:"Так в ячейке к базе не обратиться",cause:"Ячейка выполняется там, где работает цикл событий, а в нём Django не даёт ждать базу.",try:"Поставьте %%sync первой строкой ячейки, или напишите box.sync(User.objects.count), или await User.objects.acount()."}},{name:"orm-in-loop",match:"^SynchronousOnlyOperation:",where:"consumer",en:{title:"The database was asked inside an event loop",cause:"This code runs in a loop of its own (asyncio.run, say), where Django lets nobody wait for a database.",try:"Ask the database in the consumer itself: a consumer is a plain function in a thread without a loop."},ru:{title:"К базе обратились внутри цикла событий",cause:"Этот код запустил свой цикл (например, asyncio.run), а в нём Django не даёт ждать базу.",try:"Обратитесь к базе в самом потребителе: это обычная функция в потоке без цикла."}},{name:"no-await",match:"^TypeError: (?:object )?'?(?P<kind>[\\w.]+)'? (?:can't be used in 'await' expression|object can't be awaited)",en:{title:"No await here",cause:"The call has waited already and returned its result ({kind}); there is nothing left to await.",try:"Take the await away: bob.receive(), not await bob.receive()."},ru:{title:"Здесь await не нужен",cause:"Вызов уже дождался и вернул результат ({kind}); ждать больше нечего.",try:"Уберите await: bob.receive() вместо await bob.receive()."}},{name:"await-in-plain",match:"^SyntaxError: 'await' outside (?:async )?function",en:{title:"await has no place in a consumer",cause:"Consumers and views here are plain functions; they wait by themselves, in a worker's thread.",try:"Take the await away, and async def with it; what needs a loop stays in the cell itself."},ru:{title:"В потребителе await не бывает",cause:"Потребители и представления здесь — обычные функции; они ждут сами, в потоке обработчика.",try:"Уберите await, а с ним и async def; то, чему нужен цикл, оставьте в самой ячейке."}},{name:"channels-4",match:"^ChannelsConflict:|^ImportError: cannot import name '(?P<name>Group|Channel|route|route_class|include)' from 'channels",en:{title:"Another Channels is in this process",cause:"Channels 4 has been imported already, and one process cannot hold both meanings of the name.",try:"Restart the kernel and import sandbox.verbatim before anything else imports channels; from sandbox import Group, Channel, route works in any case."},ru:{title:"В процессе уже другой Channels",cause:"Channels 4 уже импортирован, а двух значений одного имени в процессе не бывает.",try:"Перезапустите ядро и импортируйте sandbox.verbatim раньше, чем кто-либо импортирует channels; from sandbox import Group, Channel, route работает всегда."}},{name:"channels-4-name",match:"^(?:ModuleNotFoundError|ImportError): (?P<name>channels\\.[\\w.]+) is a name of Channels 4",en:{title:"{name} is Channels 4's",cause:"Here channels is the classic API: consumers are plain functions, and a worker runs them.",try:'from sandbox import Group, Channel, route; a consumer is def ws_message(message): … under @box.consumer("websocket.receive").'},ru:{title:"{name} — это из Channels 4",cause:"Здесь channels — классический API: потребители — обычные функции, их выполняет обработчик.",try:'from sandbox import Group, Channel, route; потребитель — это def ws_message(message): … под @box.consumer("websocket.receive").'}},{name:"channels-missing",match:"^ModuleNotFoundError: No module named 'channels(?:\\.[\\w.]+)?'",en:{title:"The old import names are not there yet",cause:"channels is what this library calls itself only after it has been asked to.",try:"Write import sandbox.verbatim above this line, or from sandbox import Group, Channel, route."},ru:{title:"Старых имён для импорта ещё нет",cause:"Библиотека отзывается на channels только после просьбы.",try:"Напишите import sandbox.verbatim выше этой строки или from sandbox import Group, Channel, route."}},{name:"consumer-async",match:"^NotAConsumer: (?P<name>\\S+) is async",en:{title:"A consumer is a plain function",cause:"{name} is written with async def, as consumers of Channels 4 are; here nobody would await it.",try:"Write def instead of async def, and take the awaits away. The code of before goes on serving."},ru:{title:"Потребитель — обычная функция",cause:"{name} объявлен через async def, как в Channels 4; здесь его никто не стал бы ждать.",try:"Напишите def вместо async def и уберите await. Прежний код продолжает работать."}},{name:"consumer-without-parameter",match:"^NotAConsumer: .*, and (?P<name>\\S+) takes none",en:{title:"A consumer takes the message",cause:"{name} takes nothing, and is called with the message.",try:"Write def {name}(message): … The code of before goes on serving."},ru:{title:"Потребитель принимает сообщение",cause:"{name} ничего не принимает, а вызывают его с сообщением.",try:"Напишите def {name}(message): … Прежний код продолжает работать."}},{name:"not-a-consumer",match:"^NotAConsumer: .*, not (?P<came>.+?)\\.?$",en:{title:"This cannot consume messages",cause:"A consumer is a function or a class that can be called with a message; {came} is neither.",try:"Give the function itself, without the brackets of a call."},ru:{title:"Это не может быть потребителем",cause:"Потребитель — функция или класс, который вызывают с сообщением; {came} не то и не другое.",try:"Передайте саму функцию, без скобок вызова."}},{name:"path-is-text",match:"^TypeError: path is text such as .*, not (?P<came>.+)\\.$",en:{title:"A tab connects to a path",cause:'The first argument is the path, such as "/", and {came} came.',try:'Write box.connect("/"); for many tabs box.crowd(3, "/").'},ru:{title:"Вкладка подключается по пути",cause:'Первый аргумент — путь, например "/", а пришло {came}.',try:'Напишите box.connect("/"); для многих вкладок — box.crowd(3, "/").'}},{name:"option-kind",match:"^(?:TypeError|ValueError): (?P<option>\\w+) is (?:a|at|from|more|True|text)\\b.*?, not (?P<came>.+?): write (?P<write>.+)\\.$",en:{title:"{option} is something else",cause:"{option} was given as {came}; a number is written without quotation marks.",try:"Write {write}."},ru:{title:"{option} задаётся иначе",cause:"Для {option} пришло {came}; число пишется без кавычек.",try:"Напишите {write}."}},{name:"option-text",match:"^TypeError: (?P<option>\\w+) is text such as (?P<usual>.+), not (?P<came>.+)\\.$",en:{title:"{option} is a text",cause:"{option} was given as {came}.",try:"Write it in quotation marks: {usual}."},ru:{title:"{option} — это текст",cause:"Для {option} пришло {came}.",try:"Напишите в кавычках: {usual}."}},{name:"frame-kind",match:"^TypeError: a frame is text or bytes",en:{title:"A frame is text or bytes",cause:"A WebSocket carries no dicts or numbers; what is sent has to be written out.",try:'alice.send_json({…}) sends JSON; Channel("…").send({…}) puts a message on a channel.'},ru:{title:"Кадр — это текст или байты",cause:"WebSocket не переносит словари и числа: их надо записать текстом.",try:'alice.send_json({…}) отправит JSON; Channel("…").send({…}) положит сообщение в канал.'}},{name:"misspelt",match:`^(?:KeyError|LookupError|ValueError): .*?(?P<name>'[^']+'|\\"[^\\"]+\\").*did you mean '(?P<near>[^']+)'`,en:{title:"There is nothing called {name}",cause:"Names are compared letter by letter, and {near} is the closest one.",try:'Write "{near}".'},ru:{title:"Имени {name} здесь нет",cause:"Имена сравниваются буква в букву; ближе всего {near}.",try:'Напишите "{near}".'}},{name:"group-has-no-members",match:"^(?:TypeError: object of type 'Group' has no len|TypeError: (?:argument of type )?'Group' (?:object )?is not (?:iterable|a container)|AttributeError: 'Group' object has no attribute '(?:members|channels|count)')",en:{title:"A Group only sends, adds and discards",cause:"Channels never told who is in a group; the sandbox does.",try:'box.groups["chat"] has the members: len(…), in, for. In a consumer keep your own list, or ask the layer: group_channels().'},ru:{title:"Group умеет только отправлять, добавлять и убирать",cause:"Channels никогда не говорил, кто в группе; песочница говорит.",try:'Участники — в box.groups["chat"]: len(…), in, for. В потребителе ведите свой список или спросите слой: group_channels().'}},{name:"nothing-arrived",match:"^NothingArrived:",en:{title:"Nothing came in time",cause:"No frame that fits came to this tab; the lines above say what came instead, and why.",try:'box.why(bob, "hi") tells more; box.story() shows where the last message went.'},ru:{title:"Вовремя ничего не пришло",cause:"Подходящий кадр к этой вкладке не пришёл; строки выше говорят, что пришло вместо него и почему.",try:'box.why(bob, "hi") расскажет больше; box.story() покажет, куда ушло последнее сообщение.'}},{name:"not-settled",match:"^NotSettled:",en:{title:"It has not come to rest",cause:"Something still moves; the text says what.",try:"A consumer that does not end: box.workers[1].kill(). One that answers itself for ever: look at box.story()."},ru:{title:"Всё ещё не остановилось",cause:"Что-то ещё движется; текст говорит что.",try:"Потребитель не завершается: box.workers[1].kill(). Отвечает сам себе без конца: посмотрите box.story()."}},{name:"earlier-sandbox",match:"^(?:TabClosed: .*earlier sandbox|SandboxStopped:)",en:{title:"This belonged to an earlier sandbox",cause:"box = Sandbox() ran again, or the sandbox was stopped, and what it had opened ended with it.",try:"Run the cell that makes it again, or Run All."},ru:{title:"Это от прежней песочницы",cause:"box = Sandbox() выполнилась заново или песочницу остановили, и всё открытое ею закрылось.",try:"Выполните снова ячейку, которая это создаёт, или все ячейки."}},{name:"handshake-refused",match:"^TabClosed: .*\\b(?P<status>403|404)\\b",en:{title:"The handshake was refused ({status})",cause:"A connect consumer, a decorator of it, or the check of the Origin said no; the text says who.",try:'box.why("alice") names it. DenyConnection("why") in your own consumer tells a reason.'},ru:{title:"Рукопожатие отклонено ({status})",cause:"Потребитель подключения, его декоратор или проверка Origin сказали «нет»; в тексте сказано кто.",try:'box.why("alice") назовёт его. DenyConnection("почему") в своём потребителе сообщает причину.'}},{name:"tab-closed",match:"^TabClosed:",en:{title:"This tab is closed",cause:"Its connection has ended; the text says who ended it, and with which code.",try:"alice.reopen() opens it again with the same path and cookies."},ru:{title:"Эта вкладка закрыта",cause:"Её соединение завершилось; в тексте сказано, кто его закрыл и с каким кодом.",try:"alice.reopen() откроет её снова с тем же путём и cookie."}},{name:"port-taken",match:"^PortTaken:",en:{title:"The port is taken",cause:"Another program, often an earlier kernel, listens there.",try:"Leave port= away, and a free one is taken."},ru:{title:"Порт занят",cause:"Его слушает другая программа, часто прежнее ядро.",try:"Не указывайте port=, и возьмётся свободный."}},{name:"channel-full",match:"^ChannelFull:",en:{title:"The channel is full",cause:"It holds as many unread messages as it may (100 unless asked otherwise), so this one was refused. A group send in the same place loses them without an error.",try:"Is a worker busy or missing? box.channels shows who waits where, box.lost what went. Sandbox(capacity=…) makes more room."},ru:{title:"Канал полон",cause:"В нём уже столько непрочитанных сообщений, сколько можно (обычно 100), и это не принято. Отправка в группу в таком случае теряет их без ошибки.",try:"Обработчик занят или его нет? box.channels покажет, кто где ждёт, box.lost — что пропало. Sandbox(capacity=…) даст больше места."}},{name:"message-too-large",match:"^MessageTooLarge:",en:{title:"The message is too large",cause:"The layer takes messages up to a fixed size.",try:"Send a reference (a key, a URL) and keep the data elsewhere."},ru:{title:"Сообщение слишком велико",cause:"Слой принимает сообщения до определённого размера.",try:"Отправьте ссылку (ключ, URL), а данные держите в другом месте."}},{name:"unserialisable",match:"^TypeError: A message holds plain data",en:{title:"A message holds plain data",cause:"Model instances, requests and open files cannot travel through a channel.",try:"Send their primary key or a dict of plain values, and look them up in the consumer."},ru:{title:"В сообщении только простые данные",cause:"Объекты моделей, запросы и открытые файлы по каналу не передать.",try:"Отправьте первичный ключ или словарь простых значений и найдите объект в потребителе."}},{name:"async-to-sync",match:"^RuntimeError: You cannot use AsyncToSync in the same thread",en:{title:"async_to_sync does not work in a cell",cause:"It starts a loop of its own, and the thread of a cell has one already.",try:'Nothing here needs it: Group("chat").send(…) and Channel("…").send(…) are plain calls. Else await the function itself.'},ru:{title:"async_to_sync в ячейке не работает",cause:"Ей нужен свой цикл событий, а в потоке ячейки он уже есть.",try:'Здесь она не нужна: Group("chat").send(…) и Channel("…").send(…) — обычные вызовы. Иначе — await самой функции.'}},{name:"loop-in-loop",match:"^RuntimeError: (?:asyncio\\.run\\(\\) cannot be called from a running event loop|This event loop is already running)",en:{title:"A loop runs here already",cause:"A cell runs inside the kernel's event loop, which cannot be started a second time.",try:"await the coroutine in the cell instead of asyncio.run(…)."},ru:{title:"Цикл событий здесь уже работает",cause:"Ячейка выполняется внутри цикла ядра, второй раз его не запустить.",try:"Вместо asyncio.run(…) напишите в ячейке await."}},{name:"loop-closed",match:"^RuntimeError: (?:Event loop is closed|.*attached to a different loop)",en:{title:"This belongs to another loop",cause:"An object of asyncio works only in the loop in which it was made, and that one has ended or is another.",try:"Make it where it is used. Consumers, tabs and groups here need no loop."},ru:{title:"Это от другого цикла событий",cause:"Объект asyncio работает только в том цикле, где создан, а тот завершён или другой.",try:"Создавайте его там, где используете. Потребителям, вкладкам и группам здесь цикл не нужен."}},{name:"no-handler",match:"^ValueError: No handler for message type (?P<type>.+)",en:{title:"No handler for {type}",cause:`In Channels 4 a message's "type" names a method of the consumer. Here a channel leads to a consumer by the routing.`,try:'Register one: @box.consumer("chat.message"), and send to Channel("chat.message").'},ru:{title:"Нет обработчика для {type}",cause:'В Channels 4 поле "type" называет метод потребителя. Здесь из канала к потребителю ведёт маршрут.',try:'Зарегистрируйте его: @box.consumer("chat.message"), и шлите в Channel("chat.message").'}},{name:"no-route-4",match:"^ValueError: No route found for path '(?P<path>[^']*)'",en:{title:"No route for /{path}",cause:"Channels 4's URLRouter has no pattern for the path of this socket; a leading slash in a pattern never matches.",try:'Here a route says it: route("websocket.connect", ws_add, path=r"^/{path}"); without path= it takes every socket.'},ru:{title:"Нет маршрута для /{path}",cause:"У URLRouter из Channels 4 нет шаблона для пути этого сокета; шаблон с косой чертой в начале не подходит никогда.",try:'Здесь это говорит маршрут: route("websocket.connect", ws_add, path=r"^/{path}"); без path= он берёт любой сокет.'}},{name:"no-layer-4",match:"^AttributeError: 'NoneType' object has no attribute '(?P<name>group_send|group_add|group_discard|new_channel)'",en:{title:"There is no channel layer",cause:"get_channel_layer() of Channels 4 gives None where CHANNEL_LAYERS is not set.",try:'Set CHANNEL_LAYERS; here every sandbox has a layer, and Group("chat").send(…) needs none of it.'},ru:{title:"Слоя каналов нет",cause:"get_channel_layer() из Channels 4 возвращает None, если CHANNEL_LAYERS не задан.",try:'Задайте CHANNEL_LAYERS; здесь слой есть у каждой песочницы: Group("chat").send(…) обходится без этого.'}},{name:"no-user",match:"^AttributeError: 'Message' object has no attribute '(?P<name>user|http_session|channel_session)'",en:{title:"message.{name} is not there by itself",cause:"A decorator fetches it, and this consumer has none that does.",try:"Put @channel_session_user above it (@channel_session, @http_session_user …), and @channel_session_user_from_http on the consumer of websocket.connect."},ru:{title:"message.{name} сам не появляется",cause:"Его достаёт декоратор, а у этого потребителя такого нет.",try:"Поставьте над ним @channel_session_user (@channel_session, @http_session_user …), а на потребителе websocket.connect — @channel_session_user_from_http."}},{name:"message-attribute",match:"^AttributeError: 'Message' object has no attribute '(?P<name>\\w+)'",en:{title:"A message has no {name}",cause:"What was sent is in its content, a dict.",try:'message.content["{name}"], or message["{name}"]; message.reply_channel and message.channel are beside it.'},ru:{title:"У сообщения нет {name}",cause:"Отправленное лежит в content, это словарь.",try:'message.content["{name}"] или message["{name}"]; рядом есть message.reply_channel и message.channel.'}},{name:"no-reply-channel",match:"^AttributeError: 'NoneType' object has no attribute '(?P<name>send|name)'",where:"consumer",en:{title:"This message has no reply channel",cause:"message.reply_channel is None where no client has sent the message, as on a channel of your own.",try:'Send the name along: Channel("jobs").send({"reply_channel": message.reply_channel.name}), or answer a Group.'},ru:{title:"У сообщения нет канала ответа",cause:"message.reply_channel равен None, если сообщение прислал не клиент, например в собственном канале.",try:'Передавайте имя: Channel("jobs").send({"reply_channel": message.reply_channel.name}), или отвечайте группе.'}},{name:"no-text",match:"^KeyError: '(?P<key>text|bytes)'",where:"consumer",en:{title:"This frame has no {key}",cause:"A frame is text or binary, and only the one key is there; connect and disconnect have neither.",try:'message.content.get("{key}"), or a filter on the route.'},ru:{title:"В этом кадре нет {key}",cause:"Кадр бывает текстовым или двоичным, и есть только один из ключей; у connect и disconnect нет ни одного.",try:'message.content.get("{key}") или фильтр в маршруте.'}},{name:"no-key",match:"^KeyError: '(?P<key>[^']+)'$",where:"consumer",en:{title:"There is no key {key}",cause:"The dict at this line has none; what the message holds is shown beside it.",try:'message.content.get("{key}"), or look at what was sent.'},ru:{title:"Ключа {key} нет",cause:"У словаря в этой строке его нет; содержимое сообщения показано рядом.",try:'message.content.get("{key}") или посмотрите, что было отправлено.'}},{name:"not-json",match:"^(?:json\\.(?:decoder\\.)?)?JSONDecodeError:",en:{title:"The text is not JSON",cause:"A tab sent plain text, and the consumer reads JSON.",try:"Send with alice.send_json({…}), or catch ValueError and answer with an error."},ru:{title:"Это не JSON",cause:"Вкладка прислала обычный текст, а потребитель читает JSON.",try:"Отправьте через alice.send_json({…}) или перехватите ValueError и ответьте ошибкой."}},{name:"unexpected-keyword",match:"^TypeError: (?P<name>[\\w.<>]+)\\(\\) got an unexpected keyword argument '(?P<key>\\w+)'",where:"consumer",en:{title:"The route hands over {key}",cause:"A named group of a route's filter, (?P<{key}>…), becomes a keyword of the consumer, and this one takes none of that name.",try:"Write def {name}(message, {key}): …, or leave the name out of the filter: (?:…)."},ru:{title:"Маршрут передаёт {key}",cause:"Именованная группа фильтра, (?P<{key}>…), становится аргументом потребителя, а он такого не принимает.",try:"Напишите def {name}(message, {key}): … или уберите имя из фильтра: (?:…)."}},{name:"missing-argument",match:"^TypeError: (?P<name>[\\w.<>]+)\\(\\) missing \\d+ required positional arguments?: (?P<keys>.+)",where:"consumer",en:{title:"{name} takes more than the message",cause:"It is called with the message and the named groups of its route: {keys} is not among them.",try:`Add the group to the route's filter, path=r"^/(?P<room>\\w+)/", or give the argument a default.`},ru:{title:"{name} принимает не только сообщение",cause:"Его вызывают с сообщением и именованными группами маршрута: {keys} среди них нет.",try:'Добавьте группу в фильтр маршрута, path=r"^/(?P<room>\\w+)/", или задайте значение по умолчанию.'}},{name:"name-error",match:"^NameError: name '(?P<name>\\w+)' is not defined",en:{title:"{name} is not defined",cause:"Names are looked up when the consumer runs; the cell that defines {name} has not run, or it is spelt otherwise.",try:"Run that cell; the next message finds it. from sandbox import Group, Channel brings those two."},ru:{title:"{name} не определено",cause:"Имена ищутся, когда потребитель работает; ячейка, где определено {name}, не выполнялась, или имя пишется иначе.",try:"Выполните ту ячейку; следующее сообщение найдёт имя. from sandbox import Group, Channel — для этих двух."}},{name:"routing-path",match:"^ImproperlyConfigured: Cannot import (?P<what>channel routing|consumer) (?P<path>'[^']+')",en:{title:"{path} leads nowhere",cause:"The dotted path of a {what} is module and name, and one of the two cannot be imported.",try:"Try it in a cell: the import statement says what is missing. Is the folder on sys.path?"},ru:{title:"{path} никуда не ведёт",cause:"Путь через точки — это модуль и имя, и что-то из двух не импортируется.",try:"Попробуйте в ячейке: сам import скажет, чего нет. Есть ли папка в sys.path?"}},{name:"no-settings",match:"^(?:ImproperlyConfigured: Requested setting|AppRegistryNotReady:)",en:{title:"Django is not ready yet",cause:"It gets its settings from Sandbox(), and models can be imported only after that.",try:"Run box = Sandbox() first, then the imports of models."},ru:{title:"Django ещё не готов",cause:"Настройки он получает от Sandbox(), и модели можно импортировать только после этого.",try:"Сначала выполните box = Sandbox(), затем импорт моделей."}},{name:"no-table",match:"^(?:\\w+\\.)?OperationalError: no such table: (?P<table>\\S+)",en:{title:"There is no table {table}",cause:"The database has no table for this model: migrations have not run, or the model was made in a cell.",try:'python manage.py migrate for a project. For a model in a cell: box.sync(call_command, "migrate", run_syncdb=True).'},ru:{title:"Таблицы {table} нет",cause:"В базе нет таблицы для этой модели: миграции не выполнены или модель создана в ячейке.",try:'Для проекта — python manage.py migrate. Для модели из ячейки: box.sync(call_command, "migrate", run_syncdb=True).'}},{name:"locked",match:"^(?:\\w+\\.)?OperationalError: database is locked",en:{title:"The database is locked",cause:"Another thread has been writing for longer than SQLite waits.",try:"End the transaction that is open: a cell, a view or a consumer holds it."},ru:{title:"База заблокирована",cause:"Другой поток пишет дольше, чем SQLite готов ждать.",try:"Завершите открытую транзакцию: её держит ячейка, представление или потребитель."}},{name:"app-label",match:"^RuntimeError: Model class (?P<name>\\S+) doesn't declare an explicit app_label",en:{title:"A model in a cell needs an app",cause:"Django files every model under an app, and a notebook is none.",try:'Add class Meta: app_label = "notebook" to it.'},ru:{title:"Модели в ячейке нужно приложение",cause:"Django относит каждую модель к приложению, а блокнот им не является.",try:'Добавьте class Meta: app_label = "notebook".'}},{name:"redis",match:"^(?:\\w+\\.)*(?:(?:ConnectionError|ConnectionRefusedError|LayerDown|TimeoutError): .*(?:[Rr]edis|6379)|NotAvailableHere: .*redis-server(?: did not start|, and there is none))",en:{title:"Redis does not answer",cause:"Nothing listens at that address, or it takes no connections from here.",try:'Start redis-server, look at the URL, or use layer="memory": in one process it does the same.'},ru:{title:"Redis не отвечает",cause:"По этому адресу никто не слушает или отсюда туда не подключиться.",try:'Запустите redis-server, проверьте URL или возьмите layer="memory": в одном процессе этого достаточно.'}},{name:"deny-elsewhere",match:"^ValueError: DenyConnection refuses a handshake",en:{title:"DenyConnection is for the handshake",cause:"The socket is open by now, so there is nothing left to refuse.",try:'Close it: message.reply_channel.send({"close": True}).'},ru:{title:"DenyConnection — для рукопожатия",cause:"Сокет уже открыт, отказывать поздно.",try:'Закройте его: message.reply_channel.send({"close": True}).'}},{name:"took-too-long",match:"^TookTooLong:",en:{title:"The code does not end",cause:"It ran at the top level of a text or module for longer than it may.",try:"Put the loop into a function. The code of before goes on serving."},ru:{title:"Код не завершается",cause:"На верхнем уровне текста или модуля он выполнялся дольше, чем можно.",try:"Перенесите цикл в функцию. Прежний код продолжает работать."}},{name:"killed",match:"^WorkerKilled:",en:{title:"The worker was killed",cause:"Its message is lost as worker_killed, and a new worker is in its place.",try:"Send it again, once the consumer ends by itself."},ru:{title:"Обработчик убит",cause:"Его сообщение потеряно как worker_killed, на его месте новый.",try:"Отправьте снова, когда потребитель будет завершаться сам."}},{name:"module-missing",match:"^ModuleNotFoundError: No module named '(?P<name>[^']+)'",en:{title:"There is no module {name}",cause:"It is not installed in the kernel's Python, or its folder is not where Python looks.",try:"%pip install the package, or put the project's folder beside the notebook."},ru:{title:"Модуля {name} нет",cause:"Он не установлен в Python ядра, или его папка не там, где Python ищет.",try:"Установите пакет через %pip install или положите папку проекта рядом с блокнотом."}}];var $c=null;function Tg(){return $c??=Oc.map(t=>({entry:t,match:new RegExp(t.match.replaceAll("(?P<","(?<"),"s")})),$c}function Rc(t,e){for(let{entry:n,match:o}of Tg()){let r=n.where==="cell"?null:o.exec(t);if(r===null)continue;let s=c=>c.replace(/\{(\w+)\}/g,(u,d)=>r.groups!==void 0&&d in r.groups?r.groups[d]??"":u),i=n[e],l={title:s(i.title),cause:s(i.cause),try:s(i.try)};return{name:n.name,...l}}return null}function fo({told:t,kit:e}){let n=Rc(t,e.language);return n===null?null:a("div",{class:"card",children:[a("b",{children:n.title}),a("p",{children:n.cause}),a("p",{children:[a("b",{children:e.say("card.try")})," ",n.try]})]})}function ke({session:t}){let[e,n]=M(""),[o,r]=M(!1);return{problem:e,busy:o,act:async(i,l={})=>{n(""),r(!0);try{return{done:!0,value:await t.ask(i,l)}}catch(c){return n(c instanceof Error?c.message:String(c)),{done:!1,value:null}}finally{r(!1)}},forget:()=>n("")}}function Bc(t){return[...t.holds.values()].map(e=>({hold:e,messages:e.held.flatMap(n=>t.messages.get(n)??[])}))}function Fc(t){if(t.totals.held===0)return[];let e=new Set([...t.holds.values()].flatMap(({held:o})=>o));return[...t.messages.values()].filter(({state:o})=>o==="held").filter(({id:o})=>!e.has(o))}function Ac(t,e){let n=g(K(t.content).reply_channel),o=ne(t.channel)||n===null?null:e.owner(n);return o!==null?e.connection(o):t.from===null?"":N(t.from)}var rs=["text","bytes","content"];function Lc(t){let e=Object.entries(K(t)).map(([o,r])=>({key:o,plain:typeof r=="string",text:typeof r=="string"?r:JSON.stringify(r)})),n=({key:o})=>(rs.indexOf(o)+rs.length+1)%(rs.length+1);return e.sort((o,r)=>n(o)-n(r))}var ss="null";function Nc(t,e){let n=new Map(t.map(s=>[s.key,s])),o={},r=new Map;for(let[s,i]of e){let l=n.get(s);i===null?l&&(o[s]=null):i!==l?.text&&(l?.plain?o[s]=i:Og(s,i,l===void 0,o,r))}return{changes:o,wrong:r}}function Og(t,e,n,o,r){try{let s=JSON.parse(e);s===null?r.set(t,ss):o[t]=s}catch(s){n?o[t]=e:r.set(t,s instanceof Error?s.message:String(s))}}function Dc({value:t,of:e,kit:n}){let[o,r]=M(null),[s,i]=M(""),[l,c]=M(""),u=go(t),d=()=>{i("fetching"),n.session.ask("content",{of:e}).then(m=>{r({value:m}),i("")},m=>{c(m.message),i("failed")})},h=u!==null&&!o&&e!==null&&n.session.live;return a(w,{children:[a("pre",{class:"json",tabIndex:0,children:a(Hc,{value:o?o.value:t,indent:"",kit:n})}),h&&a("button",{type:"button",class:"btn",onClick:d,disabled:s==="fetching",children:s==="fetching"?n.say("row.fetching"):n.say("row.whole",{size:n.numbers.bytes(u)})}),s==="failed"&&a("p",{class:"bad",children:l})]})}function go(t){if(t===null||typeof t!="object")return null;let e=t;if(typeof e.$head=="string")return typeof e.$size=="number"?e.$size:0;let n=Object.values(e).map(go).filter(o=>o!==null);return n.length?Math.max(...n):null}function Hc({value:t,indent:e,kit:n}){if(t===null||typeof t!="object")return a(w,{children:JSON.stringify(t)??"null"});let o=t;if(typeof o.$b64=="string")return a($g,{base64:o.$b64,kit:n});if(typeof o.$head=="string"){let r=typeof o.$size=="number"?n.numbers.bytes(o.$size):"";return a(w,{children:[JSON.stringify(o.$head),a("span",{class:"note",children:[" … ",r]})]})}return typeof o.$repr=="string"?a(w,{children:o.$repr}):a(Rg,{value:o,indent:e,kit:n})}function $g({base64:t,kit:e}){let n=a("span",{class:"note",children:[" ",e.numbers.bytes(Ur(t))]}),o;try{o=atob(t)}catch{return a(w,{children:JSON.stringify(t)})}if(/^[\x20-\x7e]*$/.test(o))return a(w,{children:["b",JSON.stringify(o),o.length>0&&n]});let r=[...o.slice(0,64)].map(s=>s.charCodeAt(0).toString(16).padStart(2,"0"));return a(w,{children:[r.join(" "),o.length>64&&" …",n]})}function Rg({value:t,indent:e,kit:n}){let o=Array.isArray(t),r=Object.entries(t);if(r.length===0)return a(w,{children:o?"[]":"{}"});let s=`${e}  `;return a(w,{children:[o?"[":"{",r.map(([i,l],c)=>a("span",{children:[`
${s}`,!o&&a("span",{class:"key",children:JSON.stringify(i)}),!o&&": ",a(Hc,{value:l,indent:s,kit:n}),c<r.length-1&&","]},i)),`
${e}`,o?"]":"}"]})}function bo({name:t,title:e,kit:n,children:o}){let r=q(null),{session:s,say:i}=n;W(()=>r.current?.focus(),[]);let l=()=>{let c=r.current?.closest(".stage");n.showSide(null),s.afterRender(()=>c?.focus())};return a("aside",{class:"side hands","aria-label":e,"data-side":t,children:[a("header",{children:[a("h2",{ref:r,tabIndex:-1,children:e}),a("button",{type:"button",class:"btn","aria-label":i("close"),onClick:l,children:"✕"})]}),!s.live&&a("p",{class:"bad",children:i("hands.notlive")}),o]})}function be({text:t}){return t?a("p",{class:"bad",role:"alert",children:t}):null}function Ic(t){let{message:e,open:n,toggle:o,kit:r}=t,{say:s,session:i,numbers:l}=r,c=Ac(e,i.who),u=Math.max(0,i.liveNow-e.acceptedAt);return a("li",{class:"held","data-message":e.id,children:[a("button",{type:"button",class:"heldrow","aria-expanded":n,onClick:o,children:[a(Se,{kind:e.kind}),a("span",{class:"m id",children:e.id}),a("span",{class:"m said",children:Bg(e)}),a("span",{class:"of",children:[i.who.channel(e.channel,s),c&&` · ${s("held.from",{who:c})}`," · ",l.whole(u),e.due!==null&&` · ${s("held.due",{time:l.seconds(e.due-i.liveNow)})}`,e.edited&&a("b",{children:[" · ",s("held.edited")]})]})]}),n&&a(Ag,{...t})]})}function Bg({content:t}){let{text:e}=K(t);return typeof e=="string"?S(e,120):t===null?"…":ge(t)}function Fg({id:t,content:e},n){let[o,r]=M(null),[s,i]=M(""),l=e!==null&&go(e)===null;return W(()=>{let c=!0;if(!(l||!n.session.live))return n.session.ask("content",{of:t}).then(u=>c&&r(u),u=>c&&i(u.message)),()=>{c=!1}},[t,e,n.session.live]),{whole:l?e:o,problem:s}}function Ag(t){let{message:e,gone:n,kit:o}=t,{say:r}=o,s=ke(o),{whole:i,problem:l}=Fg(e,o),[c,u]=M(new Map),d=Lc(i),{changes:h,wrong:m}=Nc(d,c),p=Object.keys(h).length>0,f=async()=>{if(m.size>0)return!1;if(!p)return!0;let{done:x}=await s.act("held.edit",{message:e.id,changes:h});return x&&u(new Map),x},b=async()=>{if(!await f())return;let{done:x}=await s.act("held.release",{message:e.id});x&&n()},y=x=>{x.preventDefault(),f()},k=(x,A)=>u(new Map(c).set(x,A)),v=!o.session.live||s.busy,E=m.size>0;return a("div",{class:"decide",children:[i===null&&!l&&a("p",{children:r("row.fetching")}),a("form",{onSubmit:y,children:[d.map(x=>a(qc,{field:x,typed:c.get(x.key),wrong:m.get(x.key),set:k,off:v,kit:o},x.key)),a(Ng,{fields:d,draft:c,set:k,wrong:m,off:v,kit:o}),a("div",{class:"row",children:[a("button",{type:"button",class:"btn pri",disabled:v||E,onClick:b,children:r(p?"held.change.release":"held.release")}),a("button",{type:"submit",class:"btn",disabled:v||E||!p,children:r("held.change")})]})]}),a(Dg,{...t,deed:s,off:v}),a(be,{text:l||s.problem})]})}var Lg=200;function qc({field:t,typed:e,wrong:n,set:o,off:r,kit:s}){let{key:i,plain:l,text:c}=t,{say:u}=s,d=yi();if(e===null)return a("div",{class:"field",children:[a("s",{class:"m",children:i}),a("button",{type:"button",class:"link",onClick:()=>o(i,c),children:u("held.key.keep")})]});let h=e??c,m={id:d,class:"m",value:h,disabled:r,"aria-invalid":n===void 0?void 0:!0,onInput:({currentTarget:f})=>o(i,f.value),autocomplete:"off",autocapitalize:"off",spellcheck:!1},p=h.includes(`
`)||c.includes(`
`)||c.length>Lg;return a("div",{class:"field",children:[a("div",{children:[a("label",{class:"m",for:d,children:[i," ",!l&&a("i",{children:"JSON"})]}),p?a("textarea",{rows:4,...m}):a("input",{type:"text",...m})]}),a("button",{type:"button",class:"btn bare","aria-label":u("held.key.drop",{key:i}),title:u("held.key.drop",{key:i}),disabled:r,onClick:()=>o(i,null),children:"×"}),n!==void 0&&a(be,{text:n===ss?u("held.nonull",{key:i}):u("held.nojson",{key:i,why:n})})]})}function Ng({fields:t,draft:e,set:n,wrong:o,off:r,kit:s}){let{say:i}=s,[l,c]=M(""),u=new Set(t.map(m=>m.key)),d=[...e].filter(([m,p])=>!u.has(m)&&p!==null),h=()=>{let m=l.trim();!m||u.has(m)||e.get(m)!=null||(n(m,""),c(""))};return a(w,{children:[d.map(([m,p])=>a(qc,{field:{key:m,plain:!1,text:""},typed:p,wrong:o.get(m),set:n,off:r,kit:s},m)),a("div",{class:"field new",children:[a("input",{type:"text",class:"m",value:l,placeholder:i("held.key.new"),"aria-label":i("held.key.new"),disabled:r,onInput:({currentTarget:m})=>c(m.value),onKeyDown:m=>{m.key==="Enter"&&(m.preventDefault(),h())}}),a("button",{type:"button",class:"btn",disabled:r||!l.trim(),onClick:h,children:"+"})]})]})}function Dg({message:t,place:e,last:n,gone:o,kit:r,deed:s,off:i}){let{say:l}=r,[c,u]=M("2"),{id:d}=t,h=(y,k={})=>s.act(y,{message:d,...k}),m=async()=>{(await h("held.drop")).done&&o()},p=Number(c.replace(",",".")),f=async y=>{y.preventDefault(),(await h("held.delay",{seconds:p})).done&&e!==null&&o()},b=(y,k,v,E=l(y))=>a("button",{type:"button",class:"btn","aria-label":l(y),title:l(y),disabled:i||v,onClick:k,children:E});return a(w,{children:[a("div",{class:"row",children:[b("held.drop",m,!1),b("held.duplicate",()=>h("held.duplicate"),e===null),e!==null&&a(w,{children:[b("held.up",()=>h("held.move",{place:e-1}),e===0,"↑"),b("held.down",()=>h("held.move",{place:e+1}),n,"↓")]})]}),a("form",{class:"row",onSubmit:f,children:[a("button",{type:"submit",class:"btn",disabled:i||!(p>=0)||c.trim()==="",children:l("held.delay")}),a("input",{type:"text",class:"m short",inputMode:"decimal",value:c,"aria-label":l("held.delay.seconds"),disabled:i,onInput:({currentTarget:y})=>u(y.value)}),a("span",{"aria-hidden":"true",children:l("unit.s",{n:""}).trim()})]})]})}var is=class{own=new Map;parent=new Map;children=new Map;loose=new Map;aside=new Map;replies=new Map;constructor(e){for(let n of e)this.place(n)}place(e){let n=g(e.id),o=g(e.cause),r=g(e.connection),s=g(e.reply_channel);if(e.kind==="connection.opened"&&s!==null&&tt(this.replies,r??n??"",s),n===null){let i=o??r;i!==null&&tt(this.loose,i,e);return}if(this.own.has(n))o!==null&&o!==n&&o!==this.parent.get(n)&&tt(this.loose,o,e);else{let i=o??(r!==n?r:null);this.parent.set(n,i),i!==null&&tt(this.children,i,n)}tt(this.own,n,e),r!==null&&r!==n&&this.parent.get(n)!==r&&tt(this.aside,r,e),e.kind==="message.lost"&&tt(this.aside,g(e.channel)??"",e)}path(e){let n=new Set,o=this.parent.get(e)??null;for(;o!==null&&o!==e&&!n.has(o);)n.add(o),o=this.parent.get(o)??null;return[...n].reverse()}below(e){let n=[],o=new Set,r=[e];for(;r.length>0;){let i=r.pop();o.has(i)||(o.add(i),n.push(i),r.push(...[...this.children.get(i)??[]].reverse()))}let s=new Map;for(let i of n.reverse()){let l=(this.children.get(i)??[]).flatMap(d=>s.get(d)??[]),c=[...this.loose.get(i)??[],...i===e?this.arrivals(i):[]],u=[...l,...Hg(c,o)].sort(Ig);s.set(i,{id:i,facts:this.own.get(i)??[],children:u,mention:!1})}return s.get(e)}arrivals(e){let n=this.replies.get(e)??[];return[e,...n].flatMap(o=>this.aside.get(o)??[])}};function tt(t,e,n){let o=t.get(e);o===void 0?t.set(e,[n]):o.push(n)}function Hg(t,e){let n=new Map;for(let o of t)e.has(g(o.id)??"")||n.set(o.seq,o);return[...n.values()].map(o=>{let r=g(o.id);return{id:r,facts:[o],children:[],mention:r!==null}})}function as(t){return t.facts[0]?.seq??Math.min(...t.children.map(as),Number.POSITIVE_INFINITY)}var Ig=(t,e)=>as(t)-as(e);function qg(t,e){let n=new is(t),o=typeof e=="string"?e:Jc(e);if(o===null||!(n.own.has(o)||n.loose.has(o)))return typeof e=="string"?null:{id:null,facts:[e],children:[],mention:!1};let r=n.below(o);for(let s of n.path(o).reverse()){let i=n.own.get(s)??[],l=i[0]?.kind==="connection.opened"?i.slice(0,1):i;r={id:s,facts:l,children:[r],mention:!1}}return r}function Jc(t){return g(t.id)??g(t.cause)??g(t.connection)}var Jg=12,Wg=new Set(["message.lost","message.delivered","consumer.raised","consumer.finished"]);function Wc(t,e){let n=[],o=qg(t,e),r=Jc(e);for(;o.id!==r&&o.children[0]!==void 0;)o.facts[0]!==void 0&&n.push({fact:o.facts[0],depth:n.length}),o=o.children[0];let[s]=o.facts;s!==void 0&&s!==e&&n.push({fact:s,depth:n.length}),n.push({fact:e,depth:n.length});let i=n.length;return[...n,...Kg(o,e).map(l=>({fact:l,depth:i}))]}function Kg(t,e){if(g(e.id)===null)return[];let n=t.facts.filter(s=>Wg.has(s.kind)),o=t.children.flatMap(s=>s.facts.slice(0,1));return[...n,...o].filter(s=>(s.seq??0)>(e.seq??0)).sort((s,i)=>s.seq-i.seq).slice(0,Jg)}function Kc(t,e){let n=g(e.run);return n!==null?n:t.filter(r=>r.fact.seq<=e.seq).flatMap(r=>g(r.fact.run)??[]).at(-1)??null}function Z(t,e=""){if(t==null)return"None";if(typeof t=="boolean")return t?"True":"False";if(typeof t=="number")return String(t);if(typeof t=="string")return nt(t);let n=`${e}    `;if(Array.isArray(t))return zg(t,e,n);let o=t;if(typeof o.$b64=="string")return Xg(o.$b64);if(typeof o.$head=="string")return nt(o.$head);if(typeof o.$repr=="string")return nt(o.$repr);let r=Object.entries(o);if(r.length===0)return"{}";let s=r.map(([l,c])=>`${n}${nt(l)}: ${Z(c,n)},`),i=r.map(([l,c])=>`${nt(l)}: ${Z(c)}`).join(", ");return i.length<70?`{${i}}`:`{
${s.join(`
`)}
${e}}`}function zg(t,e,n){let o=t.map(r=>Z(r)).join(", ");return o.length<70?`[${o}]`:`[
${t.map(r=>`${n}${Z(r,n)},`).join(`
`)}
${e}]`}function nt(t){return JSON.stringify(t).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g,e=>`\\u${e.charCodeAt(0).toString(16).padStart(4,"0")}`)}function Xg(t){let e;try{e=atob(t)}catch{return'b""'}return`b"${[...e].map(o=>{let r=o.charCodeAt(0);return o==='"'||o==="\\"?`\\${o}`:r>=32&&r<127?o:`\\x${r.toString(16).padStart(2,"0")}`}).join("")}"`}function zc(t,e){switch(t.kind){case"frame.received":return`box.tabs[${nt(e.connection(t.connection))}].send(${Z(t.text??t.bytes)})`;case"connection.opened":return`box.connect(${Z(t.path)}, name=${nt(e.connection(t.connection))})`;case"group.sent":return`Group(${Z(t.group)}).send(${Z(t.content)})`;case"message.accepted":case"message.refused":return`Channel(${Z(t.channel)}).send(${Z(t.content)})`;case"group.joined":return`Group(${Z(t.group)}).add(${Z(t.channel)})`;case"group.left":return`Group(${Z(t.group)}).discard(${Z(t.channel)})`;default:return Z({kind:t.kind,at:t.at,id:t.id??null,...tn(t)})}}var Xc=/^ {2}File "(.+)", line \d+, in /,jg=/[\\/](site-packages|dist-packages|lib[\\/]python3[^\\/]*|sandbox)[\\/]/;function jc(t){let e=t.trimEnd().split(`
`),n=e.flatMap((s,i)=>{let l=Xc.exec(s);return l?[{i,own:!jg.test(l[1])}]:[]}),o=n.filter(s=>s.own).at(-1)??n.at(-1),r=!1;return e.map((s,i)=>{Xc.test(s)?r=i===o?.i:/^\s/.test(s)||(r=!1);let l=!/^\s/.test(s)&&i>(n.at(-1)?.i??-1)&&s!=="";return{text:s,look:r?"own":l?"error":""}})}function wo({fact:t,kit:e,go:n}){let{say:o,session:r}=e,[s,i]=Nt(()=>{let m=r.allFacts();return[m,Wc(m,t)]},[t]),l=Kc(i,t),c=l===null?void 0:s.find(m=>Gc(m,"consumer.raised",l)),u=l===null?[]:s.filter(m=>Gc(m,"consumer.printed",l)),d=tb(s,t),h=c!==void 0||u.length>0||d!==null;return a("div",{class:`det ${h?"":"few"}`,children:[a(Vg,{fact:t,kit:e}),a(j,{title:o("row.causes"),children:[a(Yg,{chain:i,fact:t,kit:e,go:n}),a(eb,{fact:t,kit:e})]}),h&&a("section",{children:[c&&a(j,{title:o("row.traceback"),more:l,children:[a(cs,{text:String(c.traceback??c.error)}),a(fo,{told:String(c.error??""),kit:e}),a(Gg,{raised:c,kit:e})]}),u.length>0&&a(j,{title:o("row.printed"),more:l,children:a("pre",{children:u.map(m=>String(m.text)).join("")})}),d&&a(j,{title:o("row.ladder"),children:a(us,{steps:d,kit:e})})]})]})}function Gg({raised:t,kit:e}){let n=N(String(t.consumer??""));return!n||_e(n)||!e.session.live?null:a(yo,{consumer:n,seq:t.seq??null,kit:e})}function yo({consumer:t,seq:e,kit:n}){return a("button",{type:"button",class:"btn",onClick:()=>n.edit(t,e),children:n.say("code.edit",{name:F(t)})})}var Gc=(t,e,n)=>t.kind===e&&t.run===n;function j({title:t,more:e,children:n}){return a("section",{children:[a("h3",{children:[t," ",e&&a("span",{class:"m",children:e})]}),n]})}var Ug=["content","text","bytes","diff"];function Vg({fact:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=Ug.find(h=>t[h]!=null&&t[h]!==""),i=typeof t.size=="number"?o.bytes(t.size):"",l=typeof t.id=="string"?t.id:null,[c,u]=M(!1),d=({currentTarget:h})=>kt(zc(t,r.who),h).then(u);return a(j,{title:n(s?"row.payload":"row.fields"),more:s?[l,i].filter(Boolean).join(", "):l,children:[a(Dc,{value:s?t[s]:tn(t),of:s?l:null,kit:e}),a("button",{type:"button",class:"btn",onClick:d,children:n(c?"row.copied":"row.copy")})]})}function Yg({chain:t,fact:e,kit:n,go:o}){let r=n.mode==="narrow"?6:12;return a("ul",{class:"causes",children:t.map(({fact:s,depth:i})=>a("li",{class:Zg(s,e),children:a("button",{type:"button",style:{marginLeft:`calc(${Math.min(i,12)*r} * var(--u))`},onClick:()=>o(s.seq??0),children:[a(ls,{fact:s}),a("span",{class:"m",children:[s.id??""," ",s.kind]}),a("span",{class:"g",children:Qg(Et(s,n.session.who,n.say,n.numbers),s.id)})]})},s.seq))})}var Zg=(t,e)=>[t===e?"me":"",vo(t)?"lost":""].join(" "),Qg=(t,e)=>e&&t.startsWith(`${e} `)?t.slice(e.length+1):t;function vo(t){return t.kind==="message.lost"?Ie(t):/^(message\.refused|consumer\.raised|route\.unmatched|subscriber\.failed)$/.test(t.kind)}function ls({fact:t}){return vo(t)||t.kind==="message.lost"?a(dt,{reason:t.kind==="message.lost"?String(t.reason):""}):typeof t.channel=="string"?a(Se,{kind:ie(t.channel)}):t.kind==="group.sent"||t.kind==="frame.sent"?a(Se,{kind:"reply"}):t.kind==="frame.received"?a(Se,{kind:"receive"}):t.kind==="request.received"?a(Se,{kind:"request"}):a("span",{class:"mark"})}function eb({fact:t,kit:e}){let[n,o]=M(""),{session:r,say:s}=e;if(!t.id||!r.live)return null;let i=()=>r.ask("story",{about:t.id}).then(l=>o(String(l)),l=>o(l.message));return n?a("pre",{class:"story",children:n}):a("button",{type:"button",class:"btn",onClick:i,children:s("row.story")})}function cs({text:t}){return a("pre",{class:"trace",children:jc(t).map(({text:e,look:n},o)=>a("span",{class:n==="error"?"err":n,children:[e,n==="own"?"":`
`]},o))})}function tb(t,e){if(Array.isArray(e.ladder))return e.ladder;let n=e.message??null;if(n===null)return null;let o=t.find(r=>r.message===n&&r.kind.startsWith("route.")&&Array.isArray(r.ladder));return o?o.ladder:null}function us({steps:t,kit:e}){return a("ol",{class:"ladder",children:t.map(({rule:n,matched:o,why:r},s)=>a("li",{class:o?"yes":"",children:[a("span",{class:"sign",children:o?"✓":"✗"}),a("span",{children:[a("code",{children:nb(n)}),a("span",{class:"why",children:o?e.say("row.matched"):r})]})]},s))})}function nb(t){return t.replace(/-> (.+)$/,(e,n)=>`→ ${F(n)}`)}var ob=new Set(["channel","group","consumer","connection"]);function hs(t,{session:e}){return t===null||!("name"in t)||!ob.has(t.what)?null:Mr(e.history.live,t.what,t.name)}function Uc({selection:t,kit:e}){let n=hs(t,e);if(n===null||!("name"in t))return null;let[o]=yt(e.session.history.live,t.what,t.name);return o?a(sb,{hold:o,kit:e}):a(rb,{target:n,kit:e},n)}function rb({target:t,kit:e}){let{say:n,session:o}=e,r=ke(e),[s,i]=M("");return a("section",{class:"holdhere",children:[a("form",{class:"row",onSubmit:async c=>{c.preventDefault();let{done:u}=await r.act("hold.begin",{target:t,where:s.trim()||null});u&&i("")},children:[a("button",{type:"submit",class:"btn",disabled:!o.live||r.busy,children:n("hold.here")}),a("input",{type:"text",class:"m",value:s,onInput:({currentTarget:c})=>i(c.value),disabled:!o.live,"aria-label":n("hold.where"),title:n("hold.where"),placeholder:n("hold.where.hint"),autocomplete:"off",autocapitalize:"off",spellcheck:!1})]}),!o.live&&a("p",{children:n("hands.notlive")}),a(be,{text:r.problem})]})}function sb({hold:t,kit:e}){let{say:n,session:o}=e,r=ke(e);return a("section",{class:"holdhere on",children:[a("p",{children:[a("b",{children:n("hold.count",{n:t.held.length})})," ",a(Vc,{hold:t,kit:e})]}),a("div",{class:"row",children:[a("button",{type:"button",class:"btn pri",onClick:()=>e.showSide("holds"),children:n("hold.look")}),a("button",{type:"button",class:"btn",disabled:!o.live||r.busy,onClick:()=>r.act("hold.end",{hold:t.id}),children:n("hold.end")})]}),a(be,{text:r.problem})]})}function Vc({hold:t,kit:e}){return t.condition===null?null:a("code",{title:e.say("hold.where"),children:t.condition})}function Yc({kit:t}){let{say:e,session:n}=t,o=n.history.live,[r,s]=M(null),i=Bc(o),l=Fc(o),c=(u,d)=>a(ab,{hold:u,messages:d,open:r,setOpen:s,kit:t});return a(bo,{name:"holds",title:e("holds"),kit:t,children:[i.length===0&&a("p",{children:e("holds.none")}),i.map(({hold:u,messages:d})=>a(ib,{hold:u,kit:t,children:c(u,d)},u.id)),l.length>0&&a(j,{title:e("holds.delayed"),children:c(null,l)})]})}function ib({hold:t,kit:e,children:n}){let{say:o,session:r}=e,s=ke(e),i=t.held.length,l=!r.live||s.busy,c=d=>`${o(d)}, ${t.target}`,u=(d,h,m)=>a("button",{type:"button",class:"btn","aria-label":c(d),title:o(`hint.${d}`),disabled:l||m,onClick:()=>s.act(h,{hold:t.id}),children:o(d)});return a("section",{"data-hold":t.target,children:[a("h3",{children:[a("span",{class:"m",children:t.target})," ",a(Vc,{hold:t,kit:e})]}),a("div",{class:"row",children:[u("hold.step","hold.step",i===0),u("hold.release","hold.release",i===0),u("hold.end","hold.end",!1)]}),a(be,{text:s.problem}),a("p",{children:o("hold.count",{n:i})}),n]})}var ds=100;function ab({hold:t,messages:e,open:n,setOpen:o,kit:r}){let s=i=>o(e[i+1]?.id??e[i-1]?.id??null);return a(w,{children:[a("ul",{children:e.slice(0,ds).map((i,l)=>a(Ic,{message:i,place:t===null?null:l,last:l===e.length-1,open:n===i.id,toggle:()=>o(n===i.id?null:i.id),gone:()=>s(l),kit:r},i.id))}),e.length>ds&&a("p",{children:r.say("holds.more",{n:e.length-ds})})]})}function eu({selection:t,kit:e}){return a("aside",{class:"side","aria-label":Zc(t,e),children:[a("header",{children:[a("div",{children:[a("div",{class:"what",children:lb(t,e)}),a("h2",{children:Zc(t,e)})]}),a("button",{type:"button",class:"btn","aria-label":e.say("detail.close"),onClick:()=>e.select(null),children:"✕"})]}),a(Uc,{selection:t,kit:e}),a(cb,{selection:t,kit:e}),a(db,{selection:t,kit:e})]})}function lb(t,{say:e}){return t.what==="bin"?t.reason===null?"":e("bin"):t.what==="fact"?"":e(`what.${t.what}`)}function Zc(t,{session:e,say:n}){return t.what==="bin"?t.reason===null?n("bin"):Me(t.reason,n):t.what==="fact"?e.fact(t.seq)?.kind??"":t.what==="connection"?e.who.connection(t.name):t.what==="consumer"?N(t.name):t.name}function cb({selection:t,kit:e}){let{state:n}=e.session,o=a("p",{children:e.say("detail.gone")}),r=(s,i)=>s===void 0?o:a(i,{it:s,kit:e});switch(t.what){case"consumer":return r(n.consumers.get(t.name),pb);case"group":return r(n.groups.get(t.name),bb);case"channel":return r(n.channels.get(t.name),yb);case"connection":return r(n.connections.get(t.name),vb);case"worker":return r(n.workers.get(t.name),xb);case"message":return r(n.messages.get(t.name),Sb);case"server":return r(n.servers.get(t.name),({it:s})=>a(Mt,{pairs:[["detail.address",s.address],["detail.state",e.say(`state.${s.state}`)],...tu(s.name,e)],kit:e}));case"bin":return a(_b,{reason:t.reason,kit:e});case"fact":{let s=e.session.fact(t.seq);return s?a(wo,{fact:s,kit:e,go:l=>e.select({what:"fact",seq:l})},s.seq):o}}}function ub(t){switch(t.what){case"bin":return t.reason===null?"lost":`lost reason:${t.reason}`;case"fact":return null;case"worker":case"server":return`where:${t.name}`;case"message":return`message:${t.name}`;case"consumer":return`consumer:${Qc(t.name)}`;default:return`${t.what}:${Qc(t.name)}`}}var Qc=t=>/\s/.test(t)?`"${t}"`:t;function db({selection:t,kit:e}){let n=ub(t);return n===null?null:a("button",{type:"button",class:"btn",onClick:()=>e.showInTable(n),children:e.say("detail.table")})}function tu(t,{session:e,say:n,numbers:o}){let{processes:r}=e.state,s=r.get(t);if(!r.size)return[];if(!s)return[["detail.process",n("detail.process.own")]];let{name:i,state:l,reason:c,before:u}=s,d=h=>o.seconds(e.now-h);return[["detail.process",l==="left"?`${i}: ${Kn(c,n)}`:i],["detail.process.before",u&&`${u.name}: ${Kn(u.reason,n)}, ${n("flow.gone",{time:d(u.leftAt)})}`]]}function Mt({pairs:t,kit:e}){return a("dl",{children:t.filter(([,n])=>n!==null&&n!=="").map(([n,o])=>[a("dt",{children:e.say(n)},n),a("dd",{children:o},`${n}.`)])})}function hb(t,e){let[n,o]=M(null),[r,s]=M("");return W(()=>{let i=!0;if(s(""),!!e.session.live)return e.session.ask("source",{consumer:t.name}).then(l=>i&&o(l),l=>i&&s(l.message)),()=>{i=!1}},[t.name,t.version,e.session.live]),{source:n,problem:r}}function pb({it:t,kit:e}){let{say:n,session:o,numbers:r}=e,{source:s,problem:i}=hb(t,e),l=s?.source??t.source,c=s?.diff??t.diff,u=s?.file?`${s.file}${s.line?`:${s.line}`:""}`:"",d=o.state.printed.filter(h=>h.consumer===t.name).slice(-20);return a(w,{children:[a(Mt,{kit:e,pairs:[["detail.never.reached",t.hiddenBy&&a("span",{class:"bad",children:n("detail.hidden",{rule:t.hiddenBy.number,consumer:F(t.hiddenBy.consumer)})})],["detail.channels",t.channels.join(", ")],["detail.state",t.builtin?n("detail.builtin"):mb(t,e)],["detail.lasterror",t.lastError?a("span",{class:"bad",children:S(t.lastError.error)}):null]]}),a("p",{children:[n("detail.runs",{n:t.runs}),t.raised>0&&a("span",{class:"bad",children:[" · ",n("detail.raised",{n:t.raised})]}),t.lastDuration!==null&&` · ${r.milliseconds(t.lastDuration)}`]}),l&&a(j,{title:n("detail.source"),more:u,children:a("pre",{children:l})}),!t.builtin&&o.live&&a(yo,{consumer:t.name,seq:null,kit:e}),i&&!l&&a("p",{class:"bad",children:i}),c&&a(j,{title:n("detail.diff"),children:a(gb,{text:c})}),t.lastError&&a(fb,{it:t,kit:e}),d.length>0&&a(j,{title:n("detail.printed"),children:a("pre",{children:d.map(h=>h.text).join("")})})]})}var mb=(t,{say:e})=>t.version?e("detail.version",{version:t.version}):null;function fb({it:t,kit:e}){let n=e.session.fact(t.lastError.seq);return n?.traceback?a(j,{title:e.say("detail.lasterror"),children:[a(cs,{text:String(n.traceback)}),a(fo,{told:String(n.error??""),kit:e}),!t.builtin&&e.session.live&&a(yo,{consumer:t.name,seq:n.seq,kit:e})]}):null}function gb({text:t}){let e=n=>({"+":"add","-":"del"})[n[0]??""]??"";return a("pre",{class:"diff",children:t.split(`
`).map((n,o)=>a("span",{class:e(n),children:`${n}
`},o))})}function bb({it:t,kit:e}){let n=[...t.members.values()];return a(j,{title:e.say("detail.members",{n:n.length}),children:a("ul",{children:n.slice(0,200).map(o=>a(wb,{it:o,kit:e},o.channel))})})}function wb({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=t.connection?r.who.connection(t.connection):t.channel,i=t.expiresAt===null?n("detail.never"):o.seconds(t.expiresAt-r.now);return a("li",{class:t.ghost?"ghost":"",title:t.channel,children:[a("span",{class:"m",children:s}),a("span",{class:"r",children:t.ghost?n("detail.ghost"):`${n("detail.since")} ${o.seconds(r.now-t.joinedAt)} · ${n("detail.expires")} ${i}`})]})}function yb({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=t.queue.map(c=>r.state.messages.get(c)).filter(c=>!!c),i=r.state.ladders.get(t.name),l=r.state.layers.get(t.layer);return a(w,{children:[a("p",{children:[n("detail.queue",{n:t.queue.length}),t.capacity!==null&&` · ${n("detail.capacity",{n:t.capacity})}`]}),s.length===0&&a("p",{children:n("detail.empty")}),s.length>0&&a("ul",{children:s.slice(0,100).map(c=>a("li",{children:[c.state==="held"?a(ut,{fate:"held"}):a(Se,{kind:c.kind}),a(nu,{id:c.id,kit:e}),a("span",{class:"r",children:[o.bytes(c.size)," · ",o.seconds(r.now-c.acceptedAt)]})]},c.id))}),a(Mt,{kit:e,pairs:[["detail.layer",l&&`${l.alias} · ${zn(l,n,!0)}`],["workers",[...t.heardBy].join(", ")]]}),i&&a(j,{title:n("detail.ladder"),more:i.message,children:a(us,{steps:i.steps,kit:e})})]})}function vb({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=t.closedAt!==null;return a(w,{children:[a(Mt,{kit:e,pairs:[["detail.state",n(`state.${t.state}`)],["detail.path",`${t.method??t.protocol} ${t.path}`],["detail.reply",t.replyChannel===null?null:Ai(t.replyChannel)],["groups",[...t.groups].join(", ")],["column.reason",t.why]]}),s&&t.closedBy&&a("p",{children:n("detail.closed",{by:t.closedBy,code:String(t.code??"–")})}),a(j,{title:n("detail.frames"),more:`↑ ${t.sent}  ↓ ${t.received}`,children:[t.frames.length===0&&a("p",{children:n("detail.noframes")}),a("ul",{children:[...t.frames].reverse().map(i=>a("li",{children:[a("span",{children:i.incoming?"↑":"↓"}),a("span",{class:"m",children:S(i.text,60)}),a("span",{class:"r",children:o.seconds(r.now-i.at)})]},`${i.at} ${i.message} ${i.text}`))})]}),a(kb,{it:t,kit:e})]})}function kb({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=[...r.state.connections.values()].filter(i=>i.ours&&i.label===t.label&&i.id!==t.id&&i.closedAt!==null);return!t.ours||s.length===0?null:a(j,{title:n("detail.earlier"),children:a("ul",{children:s.map(i=>a("li",{class:"ghost",children:[a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"connection",name:i.id}),children:i.id}),a("span",{children:[n("detail.closed",{by:i.closedBy??"–",code:String(i.code??"–")}),i.groups.size>0&&` · ${n("detail.counted",{groups:[...i.groups].join(", ")})}`]}),a("span",{class:"r",children:o.seconds(r.now-i.closedAt)})]},i.id))})})}function nu({id:t,kit:e}){return a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"message",name:t}),children:t})}function xb({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=t.state==="stopped"?n("detail.stopped",{reason:t.reason??"–"}):t.consumer?n("detail.busy",{consumer:F(t.consumer)}):n("detail.idle");return a(w,{children:[a("p",{children:[s," · ",n("detail.runs",{n:t.runs}),t.lastDuration!==null&&` · ${o.milliseconds(t.lastDuration)}`]}),a(Mt,{kit:e,pairs:[["what.message",t.message&&a(nu,{id:t.message,kit:e})],["detail.busyfor",t.message&&o.seconds(ts(t,r.now))],["detail.line",ns(t)],["detail.hears",t.channels.join(", ")],...tu(t.name,e)]}),t.alarm&&a(os,{worker:t,kit:e})]})}function Sb({it:t,kit:e}){let{say:n,numbers:o,session:r}=e,s=r.state.workers.get(t.hand??""),i=s?.message===t.id?s:null;return a(Mt,{kit:e,pairs:[["what.channel",r.who.channel(t.channel,n)],["detail.state",n(`state.${t.state}`)],["detail.edited",t.edited&&n("held.edited")],["detail.hand",t.hand],["what.consumer",i?.consumer?F(i.consumer):null],["detail.line",i&&ns(i)],["detail.busyfor",t.takenAt===null?null:o.seconds(r.now-t.takenAt)],["detail.age",o.seconds(r.now-t.acceptedAt)],["detail.size",o.bytes(t.size)]]})}function _b({reason:t,kit:e}){let{say:n,session:o,numbers:r}=e,{bin:s,totals:i}=o.state,l=t===null?i.lost:i.lostBy.get(t)??0,c=s.filter(u=>t===null||u.reason===t);return a(j,{title:l?n("detail.losses",{n:l}):n("bin.empty"),children:a("ul",{children:c.map(u=>a("li",{children:[a(dt,{reason:u.reason}),a("button",{type:"button",class:"link m",onClick:()=>e.select({what:"fact",seq:u.seq}),children:[u.message??""," ",o.who.channel(u.channel,n)]}),a("span",{class:"r",children:[Me(u.reason,n),u.harmless&&`, ${n("detail.harmless")}`," ·"," ",r.seconds(o.now-u.at)]})]},u.seq))})})}var Eb={name:"seconds",kind:"number",usual:"1"},ou={name:"where",kind:"text",usual:""},Mb={name:"n",kind:"number",usual:"1"},Cb={name:"deadline",kind:"number",usual:"0"},ru=["channel","group","consumer","client"],xe=(t,e,n=[],o=!1)=>({fault:t,aims:e,options:n,momentary:o}),su=[xe("kill",["worker","server"],[],!0),xe("freeze",["worker","redis"]),xe("slow",["consumer","client"],[Eb]),xe("sleep",["client"]),xe("cut",["client","redis"]),xe("fill",["channel"]),xe("expire",ru,[ou]),xe("lose",ru,[Mb,ou]),xe("restart",["server","redis"],[Cb],!0),xe("refuse",["all","server"])],Pb={worker:({workers:t})=>[...t.values()].filter(e=>!e.builtin&&e.state!=="stopped").map(({name:e})=>e),server:({servers:t})=>[...t.values()].filter(e=>e.state==="running").map(({name:e})=>e),consumer:({consumers:t})=>[...t.values()].filter(({name:e,routed:n})=>n&&!_e(e)).map(({name:e})=>`consumer:${e}`),client:({connections:t})=>[...new Set([...t.values()].filter(e=>e.protocol==="websocket"&&e.state==="open").map(Er))],channel:({channels:t})=>[...t].filter(([e,{builtin:n}])=>!n&&!e.endsWith("?")).map(([e])=>`channel:${e}`),group:({groups:t})=>[...t.keys()].map(e=>`group:${e}`),redis:({layers:t})=>[...t.values()].some(e=>e.open&&/redis/i.test(e.store))?["redis"]:[],all:()=>[ot]},ot="all";function iu({aims:t},e){return t.flatMap(n=>Pb[n](e))}function au({options:t},e){let n={};for(let{name:o,kind:r,usual:s}of t){let i=(e.get(o)??s).trim();if(r==="text"){i&&(n[o]=i);continue}let l=Number(i.replace(",","."));n[o]=i===""?null:Number.isFinite(l)?l:i}return n}function lu(t,e,n){let o=n===ot?null:n;for(let r of t.faults.values())if(r.fault===e&&(r.target===o||Tb(r.target,o)))return r}var Tb=(t,e)=>e==="redis"&&t==="layer:default"||t===e?.replace("consumer:","consumer:__main__.");function cu({kit:t}){let{say:e,session:n}=t,[o,r]=M(null),s=vt(n.history.live);return a(bo,{name:"faults",title:e("faults"),kit:t,children:[a("p",{children:e("faults.about")}),a(Ob,{faults:s,kit:t}),a("ul",{class:"offers",children:su.map(i=>a(Bb,{offer:i,open:o===i.fault,toggle:()=>r(o===i.fault?null:i.fault),kit:t},i.fault))}),a(Lb,{kit:t})]})}function Ob({faults:t,kit:e}){let{say:n,session:o,numbers:r}=e,s=ke(e),i=!o.live||s.busy;return t.length===0?a("p",{class:"calm",children:n("faults.none")}):a("section",{class:"broken",children:[a("ul",{children:t.map(l=>a("li",{children:[a("span",{children:ko(l,e)}),a("span",{class:"r",children:r.whole(o.liveNow-l.since)}),a("button",{type:"button",class:"btn","aria-label":`${n("fault.undo")}: ${ko(l,e)}`,disabled:i,onClick:()=>s.act("fault.undo",{fault:l.id}),children:n("fault.undo")})]},l.id))}),a("button",{type:"button",class:"btn",disabled:i,onClick:()=>s.act("fault.clear"),children:n("faults.clear")}),a(be,{text:s.problem})]})}function ko({fault:t,target:e},{say:n}){let o=n(`fault.${t}`);return`${o.startsWith("fault.")?t:o}: ${Rb(e??ot,n)}`}function $b(t,e,n){if(t===ot)return n("faults.all");if(!t.startsWith("consumer:"))return t;let o=s=>`consumer:${F(s.slice(9))}`;return e.filter(s=>s.startsWith("consumer:")&&o(s)===o(t)).length>1?t:o(t)}function Rb(t,e){if(t===ot)return e("faults.all");let[n,o=""]=[t.slice(0,t.indexOf(":")),t.split(":")[1]];return n==="consumer"?F(o):n==="tab"||n==="channel"||n==="group"?t.slice(n.length+1):t}function Bb({offer:t,open:e,toggle:n,kit:o}){let{say:r,session:s}=o,i=iu(t,s.history.live);return a("li",{class:"offer","data-offer":t.fault,children:[a("button",{type:"button",class:"offerhead","aria-expanded":e,onClick:n,children:[a("b",{children:r(`fault.${t.fault}`)}),a("span",{children:r(`fault.${t.fault}.about`)})]}),e&&i.length===0&&a("p",{class:"calm",children:r("faults.notarget")}),e&&i.length>0&&a(Fb,{offer:t,targets:i,kit:o})]})}function Fb({offer:t,targets:e,kit:n}){let{say:o,session:r}=n,s=ke(n),[i,l]=M(""),[c,u]=M(new Map),d=e.includes(i)?i:e[0],h=lu(r.history.live,t.fault,d),m=!r.live||s.busy;return a("form",{class:"row",onSubmit:f=>{f.preventDefault(),h?s.act("fault.undo",{fault:h.id}):s.act("fault.begin",{fault:t.fault,target:d===ot?null:d,options:au(t,c)})},children:[a("select",{"aria-label":o("fault.target"),value:d,disabled:m,onChange:({currentTarget:f})=>l(f.value),children:e.map(f=>a("option",{value:f,children:$b(f,e,o)},f))}),!h&&t.options.map(f=>a(Ab,{option:f,value:c.get(f.name)??f.usual,set:b=>u(new Map(c).set(f.name,b)),off:m,kit:n},f.name)),a("button",{type:"submit",class:`btn ${h?"":"pri"}`,disabled:m,children:o(h?"fault.undo":t.momentary?"fault.now":"fault.begin")}),a(be,{text:s.problem})]})}function Ab({option:t,value:e,set:n,off:o,kit:r}){let{say:s}=r,{name:i,kind:l}=t;return a("label",{class:"option",children:[a("span",{children:s(`fault.option.${i}`)}),a("input",{type:"text",class:`m ${l==="number"?"short":""}`,inputMode:l==="number"?"decimal":"text",value:e,placeholder:s(l==="text"?"hold.where.hint":"fault.option.nolimit"),disabled:o,autocomplete:"off",autocapitalize:"off",spellcheck:!1,onInput:({currentTarget:c})=>n(c.value)})]})}var ps=[1,5,20];function Lb({kit:t}){let{say:e,session:n}=t,o=ke(t),r=qn(n.history.live),s=ps.includes(r)?ps:[...ps,r];return a("section",{class:"pace",children:[a("h3",{children:e("pace")}),a("p",{children:e("pace.about")}),a("span",{class:"seg",role:"group","aria-label":e("pace"),children:s.map(i=>a("button",{type:"button","aria-pressed":i===r,disabled:!n.live||o.busy,onClick:()=>o.act("clock.slow",{factor:i}),children:e("pace.times",{n:t.numbers.count(i)})},i))}),a(be,{text:o.problem})]})}function uu({kit:t,places:e}){let{say:n,session:o}=t,{balanced:r}=o.state.totals;return a("div",{class:"folded",role:"group","aria-label":n("title"),children:[a("button",{type:"button",class:"btn bare handle","aria-expanded":!1,"aria-label":n("pin.unfold"),title:n("pin.unfold"),onClick:()=>e.fold(!1),children:[a("svg",{viewBox:"0 0 12 8","aria-hidden":"true",children:a("path",{d:"M1 7l5-5 5 5"})}),a("span",{class:"what",children:nn(t)}),a("span",{class:`ok ${r?"":"off"}`,children:r?"✓":"✗"})]}),a("button",{type:"button",class:"btn bare",onClick:()=>e.go("cell"),children:n("unpin")})]})}function du(t){let{selection:e,session:n,showSide:o}=t,r=hs(e,t),s=e!==null&&"name"in e&&yt(n.history.live,e.what,e.name).length>0;r===null||s||!n.live?o("holds"):pu(n.act("hold.begin",{target:r,where:null}))}function hu({session:t}){let n=[...t.history.live.holds.values()].find(({held:o})=>o.length>0);n&&pu(t.act("hold.step",{hold:n.id}))}function pu(t){t.catch(()=>{})}var Nb=["pin","fold","code","window","fullscreen","faults","holds","language","theme","side","help"],Db=16,mu=2,Hb=34;function Ib(t,e){return Math.max(e,_(t,12,"sans")+Db)+mu}function fu(t,e,n){let o=({face:c})=>Ib(c??"",n),r=t.filter(({face:c})=>c!==null);if(r.reduce((c,u)=>c+o(u),0)<=e&&r.length===t.length)return new Set(t.map(({key:c})=>c));let i=new Set,l=e-Math.max(n,Hb)-mu;for(let c of Nb){let u=r.find(d=>d.key===c);!u||o(u)>l||(l-=o(u),i.add(c))}return i}var qb={ArrowDown:1,ArrowRight:1,ArrowUp:-1,ArrowLeft:-1};function gu({tools:t,say:e}){let[n,o]=M(!1),r=q(null),s=q(null);Jb(r,n,()=>o(!1)),W(()=>{n&&bu(r.current)[0]?.focus()},[n]);let i=()=>{o(!1),s.current?.focus()};return a("div",{class:"more",ref:r,onKeyDown:c=>{if(!n&&c.key==="ArrowDown")o(!0);else if(n&&c.key==="Escape")i();else if(n&&c.key==="Tab")o(!1);else if(!n||!Wb(r.current,c.key))return;c.key!=="Tab"&&c.preventDefault(),c.stopPropagation()},children:[a("button",{type:"button",class:"btn bare",ref:s,"aria-haspopup":"menu","aria-expanded":n,"aria-label":e("more"),title:e("more"),onClick:()=>o(!n),children:a("svg",{viewBox:"0 0 18 4","aria-hidden":"true",children:[a("circle",{cx:"2",cy:"2",r:"1.6"}),a("circle",{cx:"9",cy:"2",r:"1.6"}),a("circle",{cx:"16",cy:"2",r:"1.6"})]})}),n&&a("div",{class:"menu",role:"menu","aria-label":e("more"),children:t.map(c=>a(Kb,{tool:c,done:i},c.key))})]})}function Jb(t,e,n){W(()=>{let o=t.current?.ownerDocument;if(!e||!o)return;let r=s=>{s.composedPath().includes(t.current)||n()};return o.addEventListener("pointerdown",r,!0),()=>o.removeEventListener("pointerdown",r,!0)},[e])}function bu(t){return[...t.querySelectorAll("[role^=menuitem]")]}function Wb(t,e){let n=bu(t),{activeElement:o}=t.getRootNode(),r=n.indexOf(o),s=qb[e],i={Home:0,End:n.length-1},l=s===void 0?i[e]:(r+s+n.length)%n.length;return l===void 0?!1:(n[l]?.focus(),!0)}function Kb({tool:t,done:e}){let{choices:n}=t;if(n)return a(zb,{name:t.name,choices:n});let o=()=>{e(),t.act()};return a("button",{type:"button",role:"menuitem",tabIndex:-1,"data-tool":t.key,onClick:o,children:t.name})}function zb({name:t,choices:e}){return a("div",{class:"choices",role:"group","aria-label":t,children:e.map(n=>a("button",{type:"button",role:"menuitemradio","aria-checked":n.chosen,tabIndex:-1,lang:n.lang,onClick:n.act,children:n.name},n.key))})}var Ct=["light","dark","projector"];function wu(t){return Ct.find(e=>e===t)??null}function xo(t){return Ct[(Ct.indexOf(t)+1)%Ct.length]}function ms(t,e){let{body:n}=t,o=n.dataset.jpThemeLight;if(o!==void 0)return o==="false"?"dark":"light";let r=n.dataset.vscodeThemeKind;return r!==void 0?/dark|high-contrast$/.test(r)?"dark":"light":e.matches?"dark":"light"}function yu(t,e,n){let o=new MutationObserver(n);return o.observe(t.body,{attributes:!0,attributeFilter:["data-jp-theme-light","data-vscode-theme-kind"]}),e.addEventListener("change",n),()=>{o.disconnect(),e.removeEventListener("change",n)}}var Xb=860;function vu(t){return[...jb(t),Ub(t),Vb(t),...Yb(t),...Zb(t),...Gb(t),Qb(t)]}function jb({look:t,change:e,edit:n,kit:{session:o,say:r}}){if(!o.live&&t.code===null)return[];let s=fs(t)==="code",i=o.unsaved>0?` (${r("code.state.unsaved")})`:"";return[{key:"code",name:r("code")+i,face:r("code")+(i&&" ●"),pressed:s,act:()=>s?e({code:null}):n(null)}]}function Gb({look:t,kit:e}){let n=o=>({key:o,name:e.say(o),face:e.say(`side.${o}`),pressed:t.side===o,act:()=>e.showSide(t.side===o?null:o)});return[n("holds"),n("faults")]}function Ub({look:t,change:e,frame:n,kit:{say:o}}){let r=o(`theme.${t.theme}`),s=o("theme",{theme:r});return{key:"theme",name:s,face:n.width<Xb?r:s,act:()=>e({theme:xo(t.theme)}),choices:Ct.map(i=>({key:i,name:o(`theme.${i}`),chosen:i===t.theme,act:()=>e({theme:i})}))}}function Vb({look:t,change:e,kit:{say:n}}){let o=Ir.find(r=>r!==t.language);return{key:"language",name:n("language.other"),face:n("language.other"),lang:o,act:()=>e({language:o}),choices:Ir.map(r=>({key:r,name:n(r===t.language?"language.this":"language.other"),chosen:r===t.language,lang:r,act:()=>e({language:r})}))}}function Yb({frame:t,places:e,kit:{say:n}}){let{place:o,whole:r}=t,s=o==="pin"&&!r,i=[],l=(c,u,d,h={})=>i.push({key:c,name:u,face:h.icon?"▂":u,act:d,...h});if(o!=="window"&&!r&&l("pin",n(s?"unpin":"pin"),()=>e.toggle("pin"),{pressed:s}),s&&e.canFlip){let c=e.side==="right";l("side",n(c?"pin.side":"pin.bottom"),()=>e.flip(),{icon:c?"bottom":"right"})}return s&&l("fold",n("pin.fold"),()=>e.fold(!0),{icon:"fold"}),r||l("window",n(o==="window"?"window.back":"window"),()=>e.toggle("window")),l("fullscreen",n(r?"fullscreen.leave":"fullscreen"),()=>e.toggleFullscreen()),i}function Zb({frame:t,kit:e}){let{session:n,say:o}=e;if(t.speeds)return[];let r=Qr.map(s=>({key:String(s),name:es(s,e),chosen:n.speed===s,act:()=>n.setSpeed(s)}));return[{key:"speed",name:o("time.speed"),face:null,act:()=>{},choices:r}]}function Qb({change:t,kit:{say:e}}){return{key:"help",name:e("help"),face:"?",act:()=>t({help:!0})}}var ew={bottom:["M1 1.5H11V10.5H1Z","M1 7H11V10.5H1Z"],right:["M1 1.5H11V10.5H1Z","M7 1.5H11V10.5H7Z"],fold:["M2 4L6 8L10 4",""]};function tw({name:t}){let[e,n]=ew[t];return a("svg",{class:"icon",viewBox:"0 0 12 12","aria-hidden":"true",children:[a("path",{d:e}),a("path",{d:n,class:"full"})]})}function ku({tool:t}){let e=t.face===t.name?void 0:t.name;return a("button",{type:"button",class:"btn bare","data-tool":t.key,lang:t.lang,"aria-label":e,"aria-pressed":t.pressed,title:e,onClick:t.act,children:t.icon?a(tw,{name:t.icon}):t.face})}var nw=640,xu=16;function Su(t){let{look:e,change:n,frame:o,kit:r}=t,{say:s,session:i}=r,l=vu(t),c=i.box==="default"?"":i.box,u=f=>fu(l,o.width-rw(r,f,c),o.touch?ow:0),d=u(s("title")),h=o.width>=nw&&d.size===l.length,m=h?d:u(""),p=l.filter(({key:f})=>!m.has(f));return a("header",{class:"head",children:[h&&a("h1",{children:[s("title"),c&&a("span",{class:"m",children:c})]}),a(sw,{view:e.view,change:n,kit:r}),a("div",{class:"tools",children:[l.filter(({key:f})=>m.has(f)).map(f=>a(ku,{tool:f},f.key)),p.length>0&&a(gu,{tools:p,say:s})]})]})}var ow=44;function rw({say:t},e,n){let o=Ce.reduce((r,s)=>r+_(t(`view.${s}`),13,"bold")+20,xu);return e?o+_(e,13,"bold")+xu+(n?_(n,12)+6:0):o}function sw({view:t,change:e,kit:n}){let o=r=>{let s={ArrowRight:1,ArrowLeft:-1}[r.key];if(!s)return;let i=Ce[(Ce.indexOf(t)+s+Ce.length)%Ce.length],l=r.currentTarget;e({view:i}),n.session.afterRender(()=>l.querySelector("[aria-selected=true]")?.focus())};return a("div",{class:"tabs",role:"tablist","aria-label":n.say("views"),onKeyDown:o,children:Ce.map(r=>a("button",{type:"button",role:"tab","aria-selected":r===t,"aria-controls":r===t?"panel":void 0,tabIndex:r===t?0:-1,onClick:()=>e({view:r}),children:n.say(`view.${r}`)},r))})}var gs=["layer.opened","layer.closed","process.joined","process.left","server.started","server.draining","server.stopped","worker.started","worker.busy","worker.stopping","worker.stopped","worker.stuck","worker.freed","connection.opened","connection.accepted","connection.rejected","connection.closed","frame.received","frame.sent","frame.ignored","reply.malformed","request.received","response.started","response.ended","message.accepted","message.refused","message.taken","message.delivered","message.lost","message.held","message.released","message.edited","message.duplicated","message.delayed","message.moved","group.joined","group.left","group.sent","route.matched","route.unmatched","routing.changed","session.opened","session.saved","session.discarded","user.identified","consumer.started","consumer.finished","consumer.raised","consumer.deferred","consumer.denied","binding.refused","consumer.waited","consumer.printed","timer.set","timer.fired","code.changed","hold.began","hold.ended","code.refused","fault.began","fault.ended","marked","subscriber.failed","log.trimmed"],_u=["action","address","at","attempts","binding","body_size","breakpoint","by","bytes","capacity","captions","cause","changed","channel","channel_capacity","channels","client","clock_offset","code","condition","connection","consumer","content","cut","diff","due","duration","error","events","expected","expires","expires_at","expiry","fault","file","group","group_expiry","group_send","headers","how","id","index","kind","kwargs","label","ladder","layer","line","lost","members","message","method","notes","options","order","path","pk","place","process","protocol","protocols","query","queued","reason","reply_channel","retries","rules","run","seq","server","session","size","source","state","status","store","stream","subprotocol","subscriber","target","text","traceback","up_to","user","version","waited","what","where","why","worker"],m_=new Set(gs);function Eu(t,e){let n=null,o=.6;for(let r of e){let s=Cu(r,t);(s>o||s===o&&(n===null||r>n))&&(n=r,o=s)}return n}function Mu(t,e,n){let o=e.map(r=>({word:r,like:Cu(r,t)}));return o.sort((r,s)=>s.like-r.like||(r.word<s.word?-1:1)),o.slice(0,n).map(({word:r})=>r)}function Cu(t,e){let n=t.length+e.length;return n===0?1:2*bs(t,e)/n}function bs(t,e){let[n,o,r]=iw(t,e);if(r===0)return 0;let s=bs(t.slice(0,n),e.slice(0,o));return r+s+bs(t.slice(n+r),e.slice(o+r))}function iw(t,e){let n=[0,0,0];for(let o=0;o<t.length;o++)for(let r=0;r<e.length;r++){let s=0;for(;o+s<t.length&&r+s<e.length&&t[o+s]===e[r+s];)s+=1;s>n[2]&&(n=[o,r,s])}return n}var aw=new Set(["channels","protocols","ladder"]);function on(t,e=""){if(typeof t=="string")return t;let n=Tu(t);return n!==null&&n[0]==="$b64"?hw(Fu(n[1])):n!==null&&n[0]==="$repr"?String(n[1]):Pu(t)?on(t.$head):typeof t=="boolean"?String(t):Array.isArray(t)&&aw.has(e)?lw(t,e):Pe(t)}function lw(t,e){let n=t.map(o=>e==="ladder"?cw(o):Pe(o));return`(${n.join(", ")}${n.length===1?",":""})`}function cw(t){let{rule:e,matched:n,why:o}=t??{};return`Step(rule=${Pe(e)}, matched=${Pe(n)}, why=${Pe(o)})`}function Pu(t){return typeof t=="object"&&t!==null&&"$head"in t&&"$size"in t}function Tu(t){if(typeof t!="object"||t===null||Array.isArray(t))return null;let e=Object.entries(t);return e.length===1&&/^\$(b64|repr|dict)$/.test(e[0][0])?e[0]:null}function Pe(t){if(t==null)return"None";if(typeof t=="boolean")return t?"True":"False";if(typeof t=="number")return dw(t);if(typeof t=="string")return Ru(t);if(Array.isArray(t))return`[${t.map(Pe).join(", ")}]`;let e=Tu(t);return e!==null?uw(e):Pu(t)?Pe(t.$head):Ou(Object.entries(t))}function uw([t,e]){return t==="$repr"?String(e):t==="$dict"?Ou(Array.isArray(e)?e:[]):`b${Ru(String.fromCharCode(...Fu(e)),!0)}`}function Ou(t){return`{${t.map(([e,n])=>`${Pe(e)}: ${Pe(n)}`).join(", ")}}`}function dw(t){return Number.isInteger(t)?String(t):Number.isFinite(t)?(Math.abs(t)<1e-4&&!String(t).includes("e")?t.toExponential():String(t)).replace(/e([+-])(\d)$/,"e$10$2"):String(t).replace("Infinity","inf").replace("NaN","nan")}var $u=new Map([[`
`,"\\n"],["\r","\\r"],["	","\\t"],["\\","\\\\"]]);function Ru(t,e=!1){let n=t.includes("'")&&!t.includes('"')?'"':"'",o="";for(let r of t){let s=$u.get(r)??(r===n?`\\${r}`:null),i=e&&r>"~";o+=s??(i||!Bu(r)?ws(r):r)}return n+o+n}function Bu(t){return t===" "||!/[\p{C}\p{Z}]/u.test(t)}function ws(t){let e=t.codePointAt(0),n=e.toString(16);return e<256?`\\x${n.padStart(2,"0")}`:e<65536?`\\u${n.padStart(4,"0")}`:`\\U${n.padStart(8,"0")}`}function ys(t,e=60){let n=[...t].slice(0,e+1),o=i=>i==="\\"?null:$u.get(i)??null,r=n.map(i=>Bu(i)?i:o(i)??ws(i)).join(""),s=[...r];return s.length<=e?r:`${s.slice(0,e-1).join("")}…`}function Fu(t){try{return Uint8Array.from(atob(String(t)),e=>e.charCodeAt(0))}catch{return new Uint8Array}}function hw(t){let e="";for(let n=0;n<t.length;){let o=pw(t,n);e+=o===0?ws(String.fromCharCode(t[n])):new TextDecoder("utf-8",{ignoreBOM:!0}).decode(t.subarray(n,n+o)),n+=Math.max(o,1)}return e}function pw(t,e){for(let n=1;n<=4&&e+n<=t.length;n++)try{let o=t.subarray(e,e+n);return new TextDecoder("utf-8",{fatal:!0,ignoreBOM:!0}).decode(o),n}catch{}return 0}var mw=new Set(["address","captions","channel","channels","client","consumer","content","diff","error","group","headers","kwargs","label","ladder","notes","path","protocols","query","store","target","text","traceback","what","where","why"]),Pt=[..._u,"tab","since","until"].sort(),Au=4,Lu=[...new Set(gs.flatMap(t=>[t,...t.split(".")]))].sort(),Nu=/(?:[^\s"']|"[^"]*"|'[^']*')+/y,fw=/^(-?)([\p{L}_][\p{L}\p{N}_]*(?:\.[^\s:~"']+)?)([:~])([\s\S]*)$/u;function Hu(t,e=null){let n=new vs,o=gw(t).map(r=>bw(r,n,e));return r=>(n.learn(r),o.every(s=>s(r)))}var vs=class{labels=new Map;owners=new Map;learn(e){if(e.kind!=="connection.opened")return;let n=g(e.connection)??g(e.id);if(!n)return;this.labels.set(n,g(e.label)||n);let o=g(e.reply_channel);o&&this.owners.set(o,n)}connection(e){return ys(this.labels.get(e)??e,30)}owner(e){return typeof e=="string"?this.owners.get(e)??null:null}};function gw(t){let e=[],n=0;for(;n<t.length;){Nu.lastIndex=n;let o=Nu.exec(t)?.[0];if(o===void 0&&!/\s/.test(t[n]))throw new Error(`A quote is open in ${Tt(ys(t))}: put a second one where the value ends, or put the value into quotes of the other kind.`);o!==void 0&&e.push(o),n+=o?.length??1}return e}function bw(t,e,n){let o=ww(t),r=fw.exec(o);if(r===null){let d=o.startsWith("-"),h=yw(Du(d?o.slice(1):o));return d?m=>!h(m):h}let[,s,i,l,c]=r,u=vw(i,l,Du(c),e,n);return s==="-"?d=>!u(d):u}function ww(t){let e=t[0],n=t.slice(1,-1);return t.length>1&&/["']/.test(e)&&t.endsWith(e)&&!n.includes(e)?n:t}function Du(t){return t.replace(/(["'])(.*?)\1/g,"$2")}function yw(t){if(!Lu.includes(t))throw new Error(`${Tt(t)} is neither a kind of event nor a part of one${Iu(t,Lu)}. To look for a text, write text:${t} or content:${t}.`);return e=>e.kind===t||e.kind.split(".").includes(t)}function Iu(t,e){let n=Eu(t,e);return n===null?"":` (did you mean ${Tt(n)}?)`}var Tt=t=>t.includes("'")?`"${t}"`:`'${t}'`;function vw(t,e,n,o,r){if(t==="since"||t==="until")return Pw(t,e,n,r);let s=kw(t,e,n);if(t==="tab"||t==="connection")return Mw(s,o);if(t.startsWith("content."))return Ew(t.slice(8),s);if(t==="text")return i=>s(_w(i),"text");if(!Pt.includes(t))throw new Error(`No event has a field ${Tt(t)}${Iu(t,Pt)}. Closest are ${Mu(t,Pt,Au).join(", ")}; ${Pt.length-Au} more in help (?), and content.<key> is for a message's content.`);return i=>s(i[t],t)}function kw(t,e,n){if(e==="~"){let o=Sw(t,n);return(r,s)=>r!=null&&o.test(on(r,s))}if(n==="")throw new Error(`${t}: needs a value behind the colon, as in ${t}:something.`);return mw.has(t)||t.startsWith("content.")?(o,r)=>o!=null&&on(o,r).includes(n):(o,r)=>o!=null&&on(o,r)===n}var xw=[[/\(\?P</g,"(?<"],[/\(\?P=(\w+)\)/g,"\\k<$1>"],[/\\A/g,"(?<![\\s\\S])"],[/\\[Zz]/g,"(?![\\s\\S])"]];function Sw(t,e){let n=/^\(\?([ims]+)\)/.exec(e),o=n===null?e:e.slice(n[0].length),r=xw.reduce((s,[i,l])=>s.replace(i,l),o);try{return new RegExp(r,n?.[1]??"")}catch(s){let i=s instanceof Error?s.message:String(s);throw new Error(`${t}~ needs a regular expression, and ${Tt(e)} is none: ${i}.`)}}function _w(t){if(t.text!=null)return t.text;let e=t.content;return qu(e)?e.text:null}function Ew(t,e){return({content:n})=>qu(n)&&Object.hasOwn(n,t)&&e(n[t])}function qu(t){return typeof t=="object"&&t!==null&&!Array.isArray(t)}function Mw(t,e){return n=>{let o=n.where??"";if(o.startsWith("tab:")&&t(o.slice(4)))return!0;let r=g(n.connection)||e.owner(n.channel);return r!==null&&(t(r)||t(e.connection(r)))}}var Cw=/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;function Pw(t,e,n,o){if(!Cw.test(n))throw new Error(`${t}: needs a number of seconds, as in ${t}:5, not ${Tt(n)}.`);if(e!==":")throw new Error(`${t} is a number of seconds: write ${t}:${n}.`);let r=Number(n);if(r<0){if(o===null)throw new Error(`${t}:${n} counts back from now, and here there is no now.`);r+=o}return t==="since"?s=>s.at>=r:s=>s.at<=r}var Tw=[[["Space"],"help.space"],[[",","."],"help.step"],[["1","2"],"help.views"],[["/"],"help.filter"],[["h","n"],"help.hold"],[["b"],"help.faults"],[["f"],"help.fullscreen"],[["p"],"help.pin"],[["t"],"help.theme"],[["Esc"],"help.escape"],[["?"],"help.help"]];function Ju({say:t,close:e}){let n=q(null);return W(()=>n.current?.focus(),[]),a("div",{class:"help",children:a("div",{role:"dialog","aria-modal":"true","aria-label":t("help"),children:[a("h2",{children:[t("help"),a("button",{type:"button",class:"btn",ref:n,onClick:e,children:t("close")})]}),a("dl",{children:Tw.map(([o,r])=>[a("dt",{children:o.map(s=>a("kbd",{children:s},s))},r),a("dd",{children:t(r)},`${r}.`)])}),a("h3",{children:t("help.filter.title")}),a("p",{children:t("help.filter.forms")}),a("p",{children:[t("help.filter.fields"),": ",a("code",{children:Pt.join(", ")})]})]})})}var Ow=760,$w=540,Wu=new Set(["queued","held","in_hand","delivered","lost"]);function Rw({fate:t,n:e,kit:n,marked:o}){let r=n.say(`fate.${t}`),s=`term ${t==="lost"&&e>0?"lost":""}`;return a("span",{class:s,"data-fate":t,"data-n":e,title:o?r:void 0,children:[a("i",{children:[Wu.has(t)&&a(ut,{fate:t}),a("span",{class:o&&Wu.has(t)?"sr":"",children:r})]}),t==="held"&&e>0?a("button",{type:"button",class:"link","aria-label":n.say("hold.count",{n:e}),onClick:()=>n.showSide("holds"),children:a("b",{children:n.numbers.count(e)})}):a("b",{children:n.numbers.count(e)})]})}var rn=({sign:t})=>a("span",{class:"op",children:t});function Ku({totals:t,kit:e,compact:n}){let{say:o,mode:r}=e,s=n&&e.width<Ow,i=o(t.balanced?"ledger.balances":"ledger.off"),{skipped:l}=e.session.state,c=(u,d)=>a(Rw,{fate:u,n:d,kit:e,marked:s});return a("div",{class:`bar ledger ${n?"compact":""}`,role:"group","aria-label":o("ledger"),children:[c("accepted",t.accepted),a(rn,{sign:"="}),c("queued",t.queued),a(rn,{sign:"+"}),c("held",t.held),a(rn,{sign:"+"}),c("in_hand",t.inHand),!n&&e.width<540&&a("span",{class:"brk"}),a(rn,{sign:"+"}),c("delivered",t.delivered),a(rn,{sign:"+"}),c("lost",t.lost),a("span",{class:"end",children:[(r==="wide"||t.refused>0)&&c("refused",t.refused),a("span",{class:`ok ${t.balanced?"":"off"}`,"data-balanced":t.balanced,title:l?o("ledger.skipped",{n:l}):void 0,children:n&&e.width<$w?a(Bw,{verdict:i}):i})]})]})}function Bw({verdict:t}){return a(w,{children:[a("span",{"aria-hidden":"true",children:t.slice(0,1)}),a("span",{class:"sr",children:t.slice(2)})]})}function zu({kit:t}){let{session:e,say:n}=t,o=e.history.live,r=vt(o),s=qn(o),i=o.totals.held;if(o.holds.size===0&&i===0&&r.length===0&&s===1)return null;let l=[...o.holds.values()].map(({target:d})=>S(d)),c=r.map(d=>ko(d,t)),u=s===1?"":n("pace.now",{n:t.numbers.count(s)});return a("div",{class:"bar note inway",children:[a("span",{class:"sr",role:"status",children:[l.length>0?n("hold.spoken",{where:l.join(", ")}):"",...c,u].filter(Boolean).join(". ")}),(o.holds.size>0||i>0)&&a("button",{type:"button",class:"link","data-open":"holds",onClick:()=>t.showSide("holds"),children:[a(ut,{fate:"held"})," ",a("b",{children:n("hold.count",{n:i})})," ",l.length>0&&a("span",{class:"m",children:l.join(", ")})]}),(c.length>0||u)&&a("button",{type:"button",class:"link","data-open":"faults",onClick:()=>t.showSide("faults"),children:[a(dt,{reason:"fault"})," ",a("b",{children:[...c,u].filter(Boolean).join(" · ")})]})]})}function Xu({kit:t}){return a(w,{children:[a(Fw,{kit:t}),a(Tc,{kit:t}),a(zu,{kit:t})]})}function Fw({kit:t}){let{session:e,say:n}=t;return e.problem?a("div",{class:"bar note bad",role:"alert",children:[e.problem,a("button",{type:"button",class:"btn",onClick:()=>e.dismiss(),children:n("error.dismiss")})]}):e.lost?a(Aw,{kit:t}):e.waiting>0?a(Lw,{text:n("wait.cell",{n:e.waiting})}):null}function Aw({kit:{session:t,say:e}}){let{cells:n}=t;return a("div",{class:"bar note bad",role:"status",children:a("span",{children:[e("wait.kernel")," ",n.length>0&&e("wait.again",{n:n.length}),n.map(({text:o,execution:r},s)=>a("span",{children:[s>0&&","," ",a("code",{children:o})," (In [",r,"])"]},r))]})})}function Lw({text:t,bad:e=!1}){return a("div",{class:`bar note ${e?"bad":""}`,role:"status",children:t})}function ju({places:t,say:e}){let n=t.side==="right",o=s=>{s.buttons===1&&t.resize(n?innerWidth-s.clientX:innerHeight-s.clientY)},r=s=>{let i=n?{ArrowLeft:24,ArrowRight:-24}[s.key]:{ArrowUp:24,ArrowDown:-24}[s.key];i&&(s.preventDefault(),s.stopPropagation(),t.resize(t.size+i))};return a("div",{class:`edge ${t.side}`,role:"separator","aria-orientation":n?"vertical":"horizontal","aria-label":e("pin.resize"),"aria-valuenow":Math.round(t.size),tabIndex:0,onPointerDown:s=>s.currentTarget.setPointerCapture(s.pointerId),onPointerMove:o,onKeyDown:r})}function rt(t){return"gap"in t}var Gu=t=>rt(t)?t.after:t.seq??0,So=class{constructor(e,n){this.source=e;this.filter=n;let{fits:o,problem:r}=Uu(n,e.liveNow);this.fits=o,this.problem=r}source;filter;problem;found=0;rows=[];epoch=-1;newest=0;oldest=0;fits;get length(){return this.rows.length}get(e){return this.rows[e]}update(){let{history:e,epoch:n}=this.source;n!==this.epoch&&this.forget(n);let o=e.first?.seq??0,r=o>this.oldest?this.letGo(o):0;this.oldest=o;for(let s of e.since(this.newest))this.take(s);return r}indexOf(e){let n=0,o=this.rows.length-1;for(;n<=o;){let r=n+o>>1,s=this.rows[r],i=Gu(s);if(i===e&&!rt(s))return r;i<e?n=r+1:o=r-1}return-1}forget(e){this.rows=[],this.found=this.newest=this.oldest=0,this.epoch=e,this.fits=Uu(this.filter,this.source.liveNow).fits}take(e){let n=e.seq??0;if(n>this.newest+1){let o=n-this.newest-1;this.rows.push({gap:!0,after:this.newest,n:o,trimmed:this.newest===0})}this.newest=n,this.fits(e)&&(this.rows.push(e),this.found+=1)}letGo(e){if(this.rows.length===0)return 0;let n=this.rows.findIndex(s=>Gu(s)>=e),o=this.rows.slice(0,n<0?this.rows.length:n),r=n<0?[]:this.rows.slice(n);return this.found-=o.filter(s=>!rt(s)).length,this.rows=[{gap:!0,after:0,n:e-1,trimmed:!0},...r],o.length-1}};function Uu(t,e){try{return{fits:Hu(t,e),problem:null}}catch(n){return{fits:()=>!0,problem:n instanceof Error?n.message:String(n)}}}function sn(t,{height:e,openAt:n,detail:o}){return t*e+(n>=0&&t>n?o:0)}function Vu(t,e){let{rows:n,height:o,openAt:r,detail:s}=e,i=h=>{let m=Math.floor(h/o);return r<0||m<=r?m:Math.max(r,Math.floor((h-s)/o))},l=Math.max(0,n-Math.ceil(t.height/o)-8),c=Math.max(0,Math.min(l,i(t.top)-8)),u=Math.min(n,i(t.top+t.height)+1+8),d=sn(n,e);return{from:c,to:u,above:sn(c,e),below:Math.max(0,d-sn(u,e))}}var Nw=28;function Qu({kit:t,filter:e,setFilter:n,open:o,setOpen:r}){let{session:s,say:i}=t,l=Nt(()=>new So(s,e),[s,e]),c=l.update(),u=q(l);u.current=l;let d=q(null),[h,m]=M(!0),[p,f]=M(0),b=Dw(d,t),y=Nw*t.scale,k=o===null?-1:l.indexOf(o),v=Vu(b,{rows:l.length,height:y,openAt:k,detail:o===null?0:p}),E=A=>{l.indexOf(A)<0&&n(""),m(!1),r(A);let L=O=>{!Iw(d.current,u.current.indexOf(A),y)&&O>0&&s.afterRender(()=>L(O-1))};s.afterRender(()=>L(3))};Hw(d,h&&o===null,l.length,c*y);let x=A=>{let L=A.currentTarget;b.moved(),m(L.scrollHeight-L.scrollTop-L.clientHeight<y)};return a("div",{class:"view table",role:"tabpanel",id:"panel","aria-label":i("view.table"),children:[a(Vw,{kit:t,filter:e,setFilter:n,rows:l,enter:()=>qw(d.current)}),a("div",{class:"rows",ref:d,onScroll:x,onKeyDown:A=>Jw(A,E),children:l.length===0?a("p",{class:"none",children:i(s.history.size?"table.none":"table.empty")}):a(Ww,{kit:t,rows:l,slice:v,open:o,setOpen:A=>A===null?r(null):E(A),go:E,setDetail:f})}),!(h&&o===null)&&l.length>0&&a("button",{type:"button",class:"btn newest",onClick:()=>{r(null),m(!0)},children:["↓ ",i("table.newest")]})]})}function Dw(t,{scale:e,session:n}){let[o,r]=M({top:0,height:400*e}),s=()=>{let{scrollTop:i,clientHeight:l}=t.current;r(c=>c.top===i&&c.height===l?c:{top:i,height:l})};return ct(()=>{let i=new ResizeObserver(s);return i.observe(t.current),()=>i.disconnect()},[n]),{...o,moved:s}}function Hw(t,e,n,o){ct(()=>{e&&t.current&&(t.current.scrollTop=t.current.scrollHeight)},[e,n]),ct(()=>{!e&&o>0&&t.current&&(t.current.scrollTop-=o)})}function Iw(t,e,n){if(!t||e<0)return!0;let o=sn(e,{rows:0,height:n,openAt:-1,detail:0});(o<t.scrollTop||o>t.scrollTop+t.clientHeight-6*n)&&(t.scrollTop=Math.max(0,o-2*n));let r=t.querySelector("tr.sel");return r?.focus({preventScroll:!0}),r!==null}function qw(t){let e=t?.getBoundingClientRect().top??0,n=[...t?.querySelectorAll("tr.fact")??[]],o=t?.querySelector("thead")?.getBoundingClientRect().height??0;n.find(r=>r.getBoundingClientRect().top>=e+o-1)?.focus()}function Jw(t,e){let n=t.target.closest?.("tr.fact"),o={ArrowDown:1,ArrowUp:-1}[t.key];if(!n||!o||t.target!==n)return;t.preventDefault();let r=o>0?n.nextElementSibling:n.previousElementSibling;for(;r&&!r.matches("tr.fact");)r=o>0?r.nextElementSibling:r.previousElementSibling;r instanceof HTMLElement&&(r.focus(),n.matches(".sel")&&e(Number(r.dataset.seq)))}var ed=[{name:"seq",wide:66,least:66,from:"narrow",number:!0},{name:"at",wide:84,least:72,from:"medium",number:!0},{name:"where",wide:92,least:92,from:"wide"},{name:"kind",wide:190,least:150,from:"narrow"},{name:"what",wide:null,least:null,from:"narrow"},{name:"reason",wide:120,least:96,from:"medium"},{name:"cause",wide:64,least:64,from:"wide"}],Yu=["narrow","medium","wide"],an=(t,e)=>Yu.indexOf(t)>=Yu.indexOf(e);function Ww({kit:t,rows:e,slice:n,open:o,setOpen:r,go:s,setDetail:i}){let l=ed.filter(({from:u})=>an(t.mode,u)),c=[];for(let u=n.from;u<n.to;u++){let d=e.get(u);d&&(c.push(a(zw,{index:u,row:d,kit:t,open:o,setOpen:r},Kw(d))),!rt(d)&&d.seq===o&&c.push(a(Gw,{span:l.length,setDetail:i,children:a(wo,{fact:d,kit:t,go:s},d.seq)},"open")))}return a("table",{"aria-rowcount":e.length,children:[a("colgroup",{children:l.map(({name:u,wide:d,least:h})=>{let m=t.mode==="wide"?d:h,p=m===null?void 0:{width:`calc(${m} * var(--u))`};return a("col",{style:p},u)})}),a("thead",{children:a("tr",{children:l.map(({name:u,number:d})=>a("th",{scope:"col",class:d?"num":"",children:t.say(`column.${u}`)},u))})}),a("tbody",{children:[a(Zu,{height:n.above,span:l.length}),c,a(Zu,{height:n.below,span:l.length})]})]})}var Kw=t=>rt(t)?`gap ${t.after}`:t.seq;function Zu({height:t,span:e}){return t<=0?null:a("tr",{class:"pad",children:a("td",{colSpan:e,style:{height:`${t}px`}})})}function zw({index:t,row:e,kit:n,open:o,setOpen:r}){if(rt(e))return a(jw,{gap:e,kit:n});let s=e.seq??0,i=s===o,l=n.session.state.seq,c=["fact",vo(e)?"lost":"",Vr(e,n.session.who)?"hand":"",i?"sel":"",n.session.paused&&s===l?"now":"",n.session.paused&&s>l?"later":""],u=()=>r(i?null:s);return a("tr",{class:c.filter(Boolean).join(" "),"aria-rowindex":t+1,"aria-expanded":i,"data-seq":s,tabIndex:0,onClick:d=>Jn(d)||u(),onKeyDown:d=>{if(d.target===d.currentTarget){if(d.key==="Enter")u();else if(d.key==="Escape"&&i)r(null);else return;d.preventDefault(),d.stopPropagation()}},children:a(Xw,{fact:e,kit:n})})}function Xw({fact:t,kit:e}){let{numbers:n,session:o,mode:r,say:s}=e,i=a("td",{children:a("span",{class:"kind m",children:[a(ls,{fact:t}),t.kind]})});return a(w,{children:[a("td",{class:"m num",children:n.count(t.seq??0)}),an(r,"medium")&&a("td",{class:"m num",children:t.at.toFixed(3)}),an(r,"wide")&&a("td",{class:"m",children:S(t.where)}),i,a("td",{class:"m",children:Et(t,o.who,s,n)}),an(r,"medium")&&a("td",{children:typeof t.reason=="string"?Me(t.reason,s):""}),an(r,"wide")&&a("td",{class:"m",children:t.cause??""})]})}function jw({gap:t,kit:e}){return a("tr",{class:"gap",children:a("td",{colSpan:ed.length,children:e.say(t.trimmed?"gap.trimmed":"gap.skipped",{n:t.n})})})}function Gw({span:t,setDetail:e,children:n}){let o=q(null);return W(()=>{let r=()=>e(o.current?.offsetHeight??0),s=new ResizeObserver(r);return s.observe(o.current),()=>s.disconnect()},[]),a("tr",{class:"ex",ref:o,children:a("td",{colSpan:t,children:n})})}var Uw=["lost","raised","refused","channel:","group:","tab:","consumer:","text:","-reason:","since:-5"];function Vw({kit:t,filter:e,setFilter:n,rows:o,enter:r}){let{say:s,session:i,mode:l}=t,c=q(null),u=d=>{let h=e.split(/\s+/).filter(Boolean),m=h.filter(f=>f!==d),p=m.length<h.length?m.join(" "):[...h,d].join(" ");n(p),c.current?.focus()};return a(w,{children:[a("div",{class:"filt",children:[a("label",{for:"filter",children:s("table.filter")}),a("input",{id:"filter",ref:c,value:e,placeholder:s("table.hint"),spellcheck:!1,autocomplete:"off","aria-invalid":o.problem!==null,onInput:d=>n(d.currentTarget.value),onKeyDown:d=>{if(d.key==="ArrowDown")r();else if(d.key==="Escape"&&e)n("");else return;d.preventDefault(),d.stopPropagation()}}),e&&a("button",{type:"button",class:"btn",onClick:()=>n(""),children:s("table.clear")}),a("span",{class:"n",children:s("table.found",{found:t.numbers.count(o.found),n:i.history.size})})]}),a("div",{class:"words",children:[l!=="narrow"&&Uw.map(d=>a("button",{type:"button","aria-pressed":e.split(/\s+/).includes(d),onClick:()=>u(d),children:d},d)),o.problem!==null&&a("span",{class:"bad",children:o.problem})]})]})}var Ce=["flow","table"];function nd(t){let{look:e,frame:n,places:o}=t,r=q(null),s=ks(t),i=c=>{let u=Ys(c);u&&(c.preventDefault(),ty[u]?.(t,r.current))},l=n.place!=="cell"||n.whole;return a("div",{class:"stage",ref:r,lang:e.language,"data-theme":e.theme,"data-mode":n.mode,"data-place":n.place,"data-view":e.view,"data-fill":l?"":void 0,"data-compact":n.compact?"":void 0,"data-touch":n.touch?"":void 0,style:{"--u":`${n.scale}px`},tabIndex:-1,onKeyDown:i,children:n.folded?a(uu,{kit:s,places:o}):a(Yw,{...t,kit:s})})}function Yw(t){let{session:e,look:n,change:o,frame:r,places:s,kit:i}=t,l=oy(i),c=fs(n),u=r.mode!=="wide"||r.width-td[c]<Zw,d=r.width-(u?0:td[c]);return a(w,{children:[a(Su,{look:n,change:o,edit:od(t),frame:r,places:s,kit:i}),a(Xu,{kit:i}),a("div",{class:`body ${u?"stacked":""}`,children:[n.view==="flow"?a(ey,{...t,kit:i,width:d}):a(Qu,{kit:{...i,width:d,mode:Ft(d)},filter:n.filter,setFilter:h=>o({filter:h}),open:n.open,setOpen:h=>o({open:h})}),c==="holds"&&a(Yc,{kit:i}),c==="faults"&&a(cu,{kit:i}),c==="details"&&a(eu,{selection:n.selection,kit:i}),c==="code"&&a(_c,{wish:n.code,kit:i,close:()=>o({code:null})})]}),a(kc,{kit:i,spoken:l}),a(Ku,{totals:e.state.totals,kit:i,compact:r.compact||r.width<bn}),a(Pc,{kit:i,frame:r}),r.place==="pin"&&!r.whole&&a(ju,{places:s,say:i.say}),n.help&&a(Ju,{say:i.say,close:()=>o({help:!1})})]})}function fs({view:t,selection:e,side:n,code:o}){return n!==null?n:t==="flow"&&e!==null?"details":o===null?"nothing":"code"}var td={holds:336,faults:336,details:336,code:456,nothing:0},Zw=600,Qw=960,od=({change:t})=>(e,n=null)=>t({code:Sc(e,n),selection:null,side:null});function ey({session:t,look:e,frame:n,kit:o,width:r}){return a("div",{class:"view picture",role:"tabpanel",id:"panel","aria-label":o.say("view.flow"),children:a(eo,{state:t.state,version:t.version,air:t.air,time:t.time,onFrame:n.onFrame,now:t.now,width:r,room:n.room,scale:n.scale,mode:n.mode==="wide"&&r<Qw?"medium":n.mode,theme:e.theme,calm:n.calm,live:t.live,say:o.say,numbers:o.numbers,selection:e.selection,select:o.select,showInTable:o.showInTable,edit:o.edit,deeds:t.deeds})})}function ks(t){let{session:e,look:n,change:o,frame:r}=t;return{session:e,say:po(n.language),numbers:Jr(n.language),language:n.language,theme:n.theme,mode:r.mode,width:r.width,scale:r.scale,calm:r.calm,selection:n.selection,select:s=>o({selection:s,side:null}),showSide:s=>o({side:s}),edit:od(t),showInTable:s=>o({view:"table",filter:s,open:null})}}var ty={toggle:({session:t})=>t.toggle(),back:({session:t})=>t.step(-1),step:({session:t})=>t.step(1),fullscreen:({places:t})=>t.toggleFullscreen(),pin:({places:t})=>t.toggle("pin"),theme:({look:t,change:e})=>e({theme:xo(t.theme)}),flow:({change:t})=>t({view:"flow"}),table:({change:t})=>t({view:"table"}),help:({look:t,change:e})=>e({help:!t.help}),hold:t=>du(ks(t)),through:t=>hu(ks(t)),faults:({look:t,change:e})=>e({side:t.side==="faults"?null:"faults"}),filter:({session:t,change:e},n)=>{e({view:"table"}),t.afterRender(()=>n.querySelector("#filter")?.focus())},escape:({look:t,change:e})=>{t.help?e({help:!1}):t.open!==null&&t.view==="table"?e({open:null}):t.side!==null?e({side:null}):t.view==="flow"&&t.selection!==null?e({selection:null}):e({code:null})}},ny=1e3;function oy(t){let e=nn(t),[n,o]=M(e),r=q(0);return W(()=>{let s=Math.max(0,r.current+ny-performance.now()),i=setTimeout(()=>{r.current=performance.now(),o(e)},s);return()=>clearTimeout(i)},[e]),n}function rd({places:t,look:e,scale:n}){let o=po(e.language),r=ry(t);return r?a("div",{class:"stage","data-theme":e.theme,"data-place":"away",lang:e.language,style:{"--u":`${Math.min(n,1.3)}px`},children:a("div",{class:"away",children:[o(r.text),a("button",{type:"button",class:"btn",onClick:r.act,children:o(r.button)})]})}):null}function ry(t){return t.blocked?{text:"window.blocked",button:"window.open",act:()=>t.go("window")}:t.place==="pin"?{text:"pin.here",button:"unpin",act:()=>t.go("cell")}:t.place==="window"?{text:"window.here",button:"window.back",act:()=>t.toggle("window")}:null}var sd=`:host {
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
`;var id=`.filt {
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
`;var ad=`/* Tokens: see the design notes. One unit --u is one pixel at scale 1; everything is measured in it. */
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
`;var cy=[ad,sd,id,Vs,Us].join(`
`),uy=1e3/15,dy=4,hy=500,py=["keydown","keypress","keyup"],_o=class{constructor(e,n,o){this.session=e;let r=wu(o.theme);this.following=r===null,this.look={view:Ce.find(s=>s===o.view)??"flow",theme:r??ms(document,this.system),language:pc(o.language??document.documentElement.lang),selection:null,side:null,filter:"",open:null,code:null,help:!1},n.append(this.shown.host,this.slip.host),this.places=new gn(n,this.shown.host,s=>this.another(s),e.box,()=>this.moved()),this.listen(),this.moved(),o.pin&&this.places.go("pin"),o.window&&this.places.go("window")}session;shown=xs(document);slip=xs(document);places;look;following;system=matchMedia("(prefers-color-scheme: dark)");reduced=matchMedia("(prefers-reduced-motion: reduce)");coarse=matchMedia("(pointer: coarse)");draws=new Set;undo=[];unwatch=()=>{};inSight=!1;size={width:0,height:0};frame=null;clock;dirty=!0;drawn=-1;mayRender=0;unmount(){this.stop(),clearTimeout(this.clock),this.unwatch();for(let e of this.undo)e();lt(null,this.shown.into),lt(null,this.slip.into),this.places.dispose(),this.shown.host.remove(),this.slip.host.remove(),this.session.seen(this,!1)}another(e){return this.unwatch(),this.stop(),lt(null,this.shown.into),this.shown.host.remove(),this.shown=xs(e),this.shown.host}listen(){let e=(n,o,r)=>{n.addEventListener(o,r),this.undo.push(()=>n.removeEventListener(o,r))};e(this.reduced,"change",()=>this.update()),e(this.coarse,"change",()=>this.update()),this.undo.push(yu(document,this.system,()=>this.pageThemeChanged())),this.undo.push(this.session.subscribe(()=>this.wake()))}moved(){this.unwatch(),this.stop(),this.unwatch=this.watch(this.places.view),this.update()}watch(e){let n=e.document,o=new e.ResizeObserver(()=>this.measure());o.observe(this.shown.host);let r=new e.IntersectionObserver(l=>{this.inSight=l.at(-1).isIntersecting,this.sightChanged()});r.observe(this.shown.host);let s=()=>this.sightChanged(),i=()=>this.measure();return n.addEventListener("visibilitychange",s),n.addEventListener("fullscreenchange",i),this.measure(),()=>{o.disconnect(),r.disconnect(),n.removeEventListener("visibilitychange",s),n.removeEventListener("fullscreenchange",i)}}measure(){let{width:e,height:n}=this.shown.host.getBoundingClientRect();(e!==this.size.width||n!==this.size.height)&&(this.size={width:e,height:n}),this.sightChanged(),this.update()}get visible(){let e=this.places.view.document;return this.inSight&&this.size.width>0&&e.visibilityState!=="hidden"}sightChanged(){this.session.seen(this,this.visible),this.visible?this.wake():this.stop()}pageThemeChanged(){this.following&&this.change({theme:ms(document,this.system)},!0)}change=(e,n=!1)=>{e.theme&&!n&&(this.following=!1),this.look={...this.look,...e},this.update()};update(){this.dirty=!0,this.wake()}wake(){if(this.frame||!this.visible)return;clearTimeout(this.clock);let{view:e}=this.places;this.frame={view:e,id:e.requestAnimationFrame(this.step)}}stop(){this.frame&&this.frame.view.cancelAnimationFrame(this.frame.id),this.frame=null,clearTimeout(this.clock)}step=e=>{this.frame=null,this.session.advance(e),(this.dirty||this.session.version!==this.drawn)&&(this.dirty||e>=this.mayRender)&&this.paint();let o=this.session.time();for(let r of this.draws)r(o);this.session.moving||this.session.version!==this.drawn?this.wake():this.clock=setTimeout(()=>this.update(),hy)};paint(){let e=performance.now();this.dirty=!1,this.drawn=this.session.version;let n=this.measured();lt(a(nd,{session:this.session,look:this.look,change:this.change,frame:n,places:this.places}),this.shown.into),lt(a(rd,{places:this.places,look:this.look,scale:n.scale}),this.slip.into),this.session.rendered();let o=performance.now();this.mayRender=Math.max(e+uy,o+(o-e)*(dy-1))}measured(){let{width:e,height:n}=this.size,{host:o}=this.shown,r=o.ownerDocument.fullscreenElement===o,s=r||this.places.place==="window",{place:i,folded:l}=this.places,c=i==="pin"&&!r,u=c?si(this.look.theme,e,n):Zo(this.look.theme,e,n,s),d=Math.floor(e/u)-32,h=this.coarse.matches||d<bn,m=c||s,p=m&&n/u<ii(Ft(d),c);return{width:d,room:m?ai(n/u,p):null,scale:u,mode:Ft(d),calm:this.reduced.matches,place:i,whole:r,folded:c&&l,compact:p,speeds:d>=li||!(p||h),touch:h,onFrame:this.onFrame}}onFrame=e=>(this.draws.add(e),this.wake(),()=>this.draws.delete(e))};function xs(t){let e=t.createElement("div"),n=t.createElement("style"),o=t.createElement("div");n.textContent=cy,o.className="root",e.attachShadow({mode:"open"}).append(n,o);for(let r of py)e.addEventListener(r,Zs);return{host:e,into:o}}var de={hop:null,lasts:0},my={frame:260,accept:240,take:200,run:200,send:300,toGroup:280,fan:400,reply:400,out:260,fall:520,member:260},Ss=140,fy=80,Eo=class{sent=null;of(e,n){let o=My.get(n.kind);return n.kind==="group.sent"&&(this.sent={id:g(n.id)??"",group:_s(n)}),o===void 0?de:o(e,n,this.sent)}};function we(t,e){return{hop:{road:t,kind:e,count:1},lasts:my[t.hop]}}function _s(t){return J(Y(t),g(t.group)??"")}function Mo(t,e){return ao(t,g(e.cause)??"")?.consumer??null}function gy(t,e){let n=ao(t,g(e.cause)??"");return t.messages.get(n?.message??"")?.kind??"custom"}function Co(t){return(e,n)=>{let o=Ye(n);return o===null?de:we({hop:"frame",connection:o},t)}}function ln(t){return(e,n)=>{let o=Ye(n);return o===null?de:we({hop:"out",connection:o},t)}}function by(t,e){return e.protocol==="http"?de:Co("connect")(t,e,null)}function wy(t,e){let n=t.connections.get(Ye(e)??"");return n===void 0||n.protocol==="http"?de:e.by==="client"?Co("disconnect")(t,e,null):e.by==="server"?ln("disconnect")(t,e,null):de}function yy(t,e,n){let o=g(e.channel)??"",r=g(e.group_send);if(r!==null)return vy(t,o,r===n?.id?n.group:null);if(ne(o)){let i=t.replies.get(o);return i===void 0?de:we({hop:"reply",consumer:Mo(t,e),connection:i},"reply")}let s=Es(e,o);if(e.where?.startsWith("server:")){if((t.channels.get(s)?.heardBy.size??0)===0&&ie(o)==="disconnect")return de;let l=ky(t,e);return we({hop:"accept",connection:l,channel:s},ie(o))}return we({hop:"send",consumer:Mo(t,e),channel:s},ie(o))}function vy(t,e,n){if(n===null)return de;let o=t.replies.get(e);return we({hop:"fan",group:n,connections:o===void 0?[]:[o],channels:o===void 0?[e]:[]},"reply")}function Es(t,e){let n=e.includes("?")?e.slice(0,e.indexOf("?")+1):e;return J(Y(t),n)}function ky(t,e){let n=e.content,o=g(n?.reply_channel);if(o!==null)return t.replies.get(o)??null;let r=g(e.cause)??"";return t.connections.has(r)?r:null}function xy(t,e){let n=g(e.channel)??"";if(ne(n))return{hop:null,lasts:fy};let o=e.where??"";return t.workers.has(o)?we({hop:"take",channel:Es(e,n),worker:o},ie(n)):de}function Sy(t,e){let n=g(e.worker)??e.where??"",o=t.messages.get(g(e.message)??""),r=N(g(e.consumer)??"");return we({hop:"run",worker:n,consumer:r},o?.kind??"custom")}function _y(t,e){return we({hop:"toGroup",consumer:Mo(t,e),group:_s(e)},"reply")}function ld(t){return(e,n)=>{if(t==="discard"&&n.reason!=="discarded")return de;let o=e.replies.get(g(n.channel)??"")??null,s={hop:"member",consumer:Mo(e,n),group:_s(n),change:t,connection:o};return we(s,gy(e,n))}}function Ey(t,e){let n=g(e.reason)??"";if(n==="nobody_listens"||fe(e)===null)return de;let o=g(e.channel)??"",r=t.replies.get(o)??null,s=ne(o)?o:Es(e,o);return we({hop:"fall",channel:s,connection:r,reason:n},ie(o))}var My=new Map([["connection.opened",by],["connection.accepted",ln("reply")],["connection.rejected",ln("disconnect")],["connection.closed",wy],["frame.received",Co("receive")],["frame.sent",ln("reply")],["request.received",Co("request")],["response.started",ln("reply")],["message.accepted",yy],["message.taken",xy],["message.lost",Ey],["group.sent",_y],["group.joined",ld("add")],["group.left",ld("discard")],["consumer.started",Sy],["worker.busy",()=>({hop:null,lasts:Ss})],["consumer.finished",()=>({hop:null,lasts:Ss})],["consumer.raised",()=>({hop:null,lasts:Ss})]]);function Po(t){switch(t.hop){case"frame":case"out":return`${t.hop} ${t.connection}`;case"accept":return`accept ${t.connection} ${t.channel}`;case"take":return`take ${t.channel} ${t.worker}`;case"run":return`run ${t.worker} ${t.consumer}`;case"send":return`send ${t.consumer} ${t.channel}`;case"toGroup":return`toGroup ${t.consumer} ${t.group}`;case"fan":return`fan ${t.group}`;case"reply":return`reply ${t.consumer} ${t.connection}`;case"fall":return`fall ${t.connection??t.channel} ${t.reason}`;case"member":return`member ${t.consumer} ${t.group} ${t.change}`}}var Cy=.05,Py=3,Ty=300,Oy=4e3,To=class{lasts=0;waiting=[];head=0;newest=null;index=0;sights=new Eo;touched=new Map;get length(){return this.waiting.length-this.head}get next(){return this.waiting[this.head]}*[Symbol.iterator](){for(let e=this.head;e<this.waiting.length;e++)yield this.waiting[e]}take(){let e=this.waiting[this.head];return this.waiting[this.head]=$y,this.head+=1,this.lasts-=e.lasts,this.head>256&&this.head*2>this.waiting.length&&(this.waiting=this.waiting.slice(this.head),this.head=0),e}clear(){this.waiting=[],this.head=0,this.lasts=0,this.newest=null,this.touched.clear()}add(e,n,o,r){let s=this.sights.of(e,n),i=this.length>Ty;if(s.lasts===0&&this.join(n)){i||this.touch(n,this.newest);return}let l=i?this.newest:this.cause(n),c=Ry(n,s),u=(i?this.last(c):this.beside(c,n,l))??this.begin(n,s,c,o,r);(u.after===null||l!==null&&l.index>u.after.index)&&(u.after=l===u?u.after:l),s.hop!==null&&Ay(u,s.hop),u.facts[0]!==n&&this.newest.facts.push(n),i||this.touch(n,u)}join(e){return this.newest===null||this.newest.facts.length===0?!1:(this.newest.facts.push(e),!0)}last(e){let n=this.waiting.at(-1);return e!==null&&n?.alike===e&&n.ends===null?n:void 0}beside(e,n,o){if(e===null)return;let r=Math.max(this.head,this.waiting.length-Py);for(let s=this.waiting.length-1;s>=r;s--){let i=this.waiting[s];if(o!==null&&i.index<=o.index)return;if(i.alike===e&&n.at-i.at<=Cy)return i}}begin(e,n,o,r,s){let i={index:++this.index,facts:[e],hops:new Map,alike:o,lasts:n.lasts,at:e.at,after:null,came:r,deadline:s,ends:null};return this.waiting.push(i),this.newest=i,this.lasts+=i.lasts,i}cause(e){let n=null;for(let o of Fy(e)){let r=o===null?void 0:this.touched.get(o);r!==void 0&&(n===null||r.index>n.index)&&(n=r)}return n}touch(e,n){this.touched.size>Oy&&this.touched.clear();for(let o of cd(e))o!==null&&this.touched.set(o,n)}},$y={index:0,facts:[],hops:new Map,alike:null,lasts:0,at:0,after:null,came:0,deadline:0,ends:0};function Ry(t,e){return e.hop===null?t.kind==="message.taken"?"stand":null:e.hop.road.hop==="fan"?`fan ${g(t.group_send)}`:e.hop.road.hop}var By=new Set(["message.taken","message.delivered","message.lost"]);function cd(t){let n=By.has(t.kind)&&t.where?.startsWith("worker:")?t.where??null:null;return[g(t.id),g(t.message),g(t.run),g(t.connection),n]}function Fy(t){return[...cd(t),g(t.cause)]}function Ay(t,e){let n=Po(e.road),o=t.hops.get(n);if(o===void 0){t.hops.set(n,e);return}o.count+=e.count,o.road.hop==="fan"&&e.road.hop==="fan"&&(o.road.connections.push(...e.road.connections),o.road.channels.push(...e.road.channels))}var Ly=new Map([["message.accepted",[null,"queued"]],["message.taken",["queued","inHand"]],["message.delivered",["inHand","delivered"]],["message.held",["queued","held"]],["message.released",["held","queued"]]]),Ny=new Map([["queued","queued"],["held","held"],["in_hand","inHand"]]);function Ms(){return{accepted:0,queued:0,held:0,inHand:0,delivered:0,lost:0,refused:0,lostBy:new Map,refusedBy:new Map,balanced:!0}}function dd(t,e){let n=Ly.get(e.kind);if(n!==void 0){let o=Cs(t,e,mt(g(e.channel)??"")),[r,s]=n;r===null?(o.accepted+=1,t.totals.accepted+=1):(o[r]-=1,t.totals[r]-=1),o[s]+=1,t.totals[s]+=1,Ps(t,o)}else e.kind==="message.lost"?Dy(t,e):e.kind==="message.refused"&&Hy(t,e)}function Dy(t,e){let n=Cs(t,e,mt(g(e.channel)??"")),o=Ny.get(g(e.state))??"queued",r=g(e.reason)??"";n[o]-=1,t.totals[o]-=1,t.totals.lost+=1,Ot(n.lost,r),Ot(t.totals.lostBy,r),Ps(t,n)}function Hy(t,e){let n=g(e.reason)??"",o=Cs(t,e,Fi(g(e.channel)??"",n));t.totals.refused+=1,Ot(o.refused,n),Ot(t.totals.refusedBy,n)}function Ot(t,e,n=1){t.set(e,(t.get(e)??0)+n)}function Cs(t,e,n){let o=Y(e),r=Ve(o,n),s=t.ledger.get(r);return s===void 0&&(s=hd(o,n),t.ledger.set(r,s)),s}function hd(t,e){return{layer:t,key:e,accepted:0,queued:0,held:0,inHand:0,delivered:0,lost:new Map,refused:new Map}}function Iy(t){let e=t.queued+t.held+t.inHand+t.delivered,n=Math.min(t.accepted,t.queued,t.held,t.inHand,t.delivered);for(let o of t.lost.values())e+=o,o<n&&(n=o);return e===t.accepted&&n>=0}function Ps(t,e){Iy(e)?t.unbalanced.size>0&&t.unbalanced.delete(Ve(e.layer,e.key)):t.unbalanced.add(Ve(e.layer,e.key)),t.totals.balanced=t.unbalanced.size===0}function pd(t,e){t.ledger.clear(),t.unbalanced.clear(),t.totals=Ms();for(let n of e){if(!Array.isArray(n)||typeof n[0]!="string"||typeof n[1]!="string")continue;let o=hd(n[0],n[1]);[o.accepted,o.queued,o.held,o.inHand,o.delivered]=[2,3,4,5,6].map(r=>B(n[r])??0),o.lost=ud(n[7]),o.refused=ud(n[8]),t.ledger.set(Ve(o.layer,o.key),o),qy(t.totals,o),Ps(t,o)}}function ud(t){let e=new Map;if(typeof t=="object"&&t!==null)for(let[n,o]of Object.entries(t))typeof o=="number"&&e.set(n,o);return e}function qy(t,e){t.accepted+=e.accepted,t.queued+=e.queued,t.held+=e.held,t.inHand+=e.inHand,t.delivered+=e.delivered;for(let[n,o]of e.lost)t.lost+=o,Ot(t.lostBy,n,o);for(let[n,o]of e.refused)t.refused+=o,Ot(t.refusedBy,n,o)}function qe(t){return{...t,layers:Q(t.layers,e=>({...e})),processes:Q(t.processes,e=>({...e})),servers:Q(t.servers,e=>({...e})),connections:Q(t.connections,e=>({...e,queue:[...e.queue],inHand:[...e.inHand],groups:new Set(e.groups),frames:[...e.frames]})),replies:new Map(t.replies),channels:Q(t.channels,e=>({...e,queue:[...e.queue],heardBy:new Set(e.heardBy)})),messages:Q(t.messages,e=>({...e})),workers:Q(t.workers,e=>({...e,channels:[...e.channels]})),rules:[...t.rules],routed:new Set(t.routed),consumers:Q(t.consumers,e=>({...e,channels:[...e.channels]})),groups:Q(t.groups,e=>({...e,members:Q(e.members,n=>({...n}))})),edges:Q(t.edges,e=>({...e})),usedRoutes:new Map(t.usedRoutes),runs:Q(t.runs,e=>({...e})),ledger:Q(t.ledger,e=>({...e,lost:new Map(e.lost),refused:new Map(e.refused)})),totals:{...t.totals,lostBy:new Map(t.totals.lostBy),refusedBy:new Map(t.totals.refusedBy)},unbalanced:new Set(t.unbalanced),faults:Q(t.faults,e=>({...e})),holds:Q(t.holds,e=>({...e,held:[...e.held]})),closed:new Map(t.closed),bin:[...t.bin],printed:[...t.printed],markers:[...t.markers],ladders:new Map(t.ladders),unknown:new Map(t.unknown)}}function Q(t,e){let n=new Map;for(let[o,r]of t)n.set(o,e(r));return n}var ae=()=>{},fd=new Map([["layer.opened",ol],["layer.closed",rl],["process.joined",$a],["process.left",Ra],["server.started",to],["server.draining",to],["server.stopped",to],["worker.started",sl],["worker.busy",ul],["worker.stopping",il],["worker.stopped",al],["worker.stuck",ll],["worker.freed",cl],["connection.opened",pl],["connection.accepted",ml],["connection.rejected",fl],["connection.closed",gl],["frame.received",Lr],["frame.sent",Lr],["frame.ignored",ae],["reply.malformed",ae],["request.received",vl],["response.started",kl],["response.ended",xl],["message.accepted",nc],["message.refused",ae],["message.taken",oc],["message.delivered",rc],["message.lost",sc],["message.held",jl],["message.released",Gl],["message.edited",Ul],["message.duplicated",Vl],["message.delayed",Yl],["message.moved",Zl],["group.joined",lc],["group.left",cc],["group.sent",uc],["route.matched",Pl],["route.unmatched",Tl],["routing.changed",Ml],["session.opened",ae],["session.saved",ae],["session.discarded",ae],["user.identified",ae],["consumer.started",$l],["consumer.finished",Fl],["consumer.raised",Al],["consumer.deferred",Ll],["consumer.denied",ae],["consumer.waited",ae],["binding.refused",ae],["consumer.printed",Nl],["timer.set",ae],["timer.fired",ae],["code.changed",Hl],["code.refused",Il],["hold.began",zl],["hold.ended",Xl],["fault.began",ql],["fault.ended",Jl],["marked",Kl],["subscriber.failed",ae],["log.trimmed",Ky]]),oM=new Set(fd.keys()),Jy=100;function Je(){return{seq:0,at:0,skipped:0,trimmed:0,layers:new Map,processes:new Map,servers:new Map,connections:new Map,replies:new Map,channels:new Map,messages:new Map,workers:new Map,rules:[],routed:new Set,consumers:new Map,groups:new Map,edges:new Map,usedRoutes:new Map,runs:new Map,ledger:new Map,totals:Ms(),unbalanced:new Set,faults:new Map,holds:new Map,closed:new Map,bin:[],printed:[],markers:[],ladders:new Map,unknown:new Map}}function st(t,e){if(e.seq!==void 0){if(e.seq<=t.seq)return!1;t.seq=e.seq}return gd(t,e,!0),dd(t,e),!0}function gd(t,e,n){e.at>t.at&&(t.at=e.at);let o=fd.get(e.kind);o!==void 0?o(t,e,n):Wy(t,e.kind)}function Wy(t,e){let o=!t.unknown.has(e)&&t.unknown.size>=Jy?"…":e;t.unknown.set(o,(t.unknown.get(o)??0)+1)}function Ky(t,e){t.trimmed=B(e.events)??t.trimmed}function bd(t,e,n){let o={...t};Object.assign(t,Je());for(let r of n)gd(t,r,e.prologue==="fresh"&&r.seq!==void 0),t.seq=Math.max(t.seq,r.seq??0);t.seq=e.seq??t.seq,t.at=Math.max(t.at,e.now??e.at??0),t.skipped=e.skipped??0,t.trimmed=e.trimmed??t.trimmed,pd(t,e.sums??[]),e.prologue==="merge"&&zy(t,o),jy(t,K(e.tally))}function zy(t,e){t.skipped+=e.skipped,t.edges=e.edges,t.usedRoutes=e.usedRoutes,t.ladders=e.ladders,t.unknown=e.unknown,t.printed=md(e.printed,t.printed),t.markers=md(e.markers,t.markers);let n=new Map([...e.bin,...t.bin].map(o=>[o.seq,o]));t.bin=[...n.values()].sort((o,r)=>r.seq-o.seq).slice(0,50);for(let[o,r]of t.connections){let s=e.connections.get(o);s!==void 0&&(r.sent=s.sent,r.received=s.received,r.frames.length===0&&(r.frames=s.frames))}Ba(t,e);for(let[o,r]of e.consumers)Xy(t,o,r);for(let[o,r]of e.workers){let s=t.workers.get(o);s!==void 0&&(s.runs=r.runs,s.lastDuration=r.lastDuration)}for(let[o,r]of e.groups){let s=t.groups.get(o);s!==void 0&&(s.sends=r.sends)}}function Xy(t,e,n){let o=t.consumers.get(e);o!==void 0&&(o.runs=n.runs,o.raised=n.raised,o.deferred=n.deferred,o.lastError??=n.lastError,o.lastDuration??=n.lastDuration,o.source??=n.source,o.diff??=n.diff,o.file??=n.file,o.line??=n.line)}function md(t,e){let n=e[0]?.seq??Number.POSITIVE_INFINITY;return[...t.filter(o=>o.seq<n),...e]}function jy(t,e){for(let n of["runs","raised"])for(let[o,r]of Object.entries(K(e[n]))){let s=B(r)??0,i=t.consumers.get(N(o));if(i===void 0||s===0)continue;i[n]+=s;let[l]=i.channels;if(n==="runs"&&i.channels.length===1){let c=`${l} → ${i.name}`;t.usedRoutes.set(c,(t.usedRoutes.get(c)??0)+s)}}}var $o=250,Gy=12,Uy=60,Vy=40,wd=4,Oo=24,Bo=class{lanes=new Map;flying=[];numbers=0;swept=0;begin(e,n,o){let r=Yy(e);for(let s of r){let i=s.road.hop==="fan"||r!==e;this.one(s,i?1:s.count,n,o)}}one(e,n,o,r){let s=this.laneOf(e,o);s.counts[0]+=n,Ro(s)>Uy&&(s.streams=!0),!s.streams&&(s.tokens+n<=Gy||e.road.hop==="fan"?(s.tokens+=n,this.fly(e,o,r)):s.carrier!==null?s.carrier.count+=e.count:s.carrier=this.fly(e,o,Math.max(r,o+$o)))}fly(e,n,o){let{kind:r,road:s,count:i}=e,l={id:++this.numbers,kind:r,road:s,count:i,begins:n,ends:o};return this.flying.push(l),l}laneOf(e,n){let o=Po(e.road),r=this.lanes.get(o);if(r===void 0){let s=Math.floor(n/$o);r={road:e.road,kind:e.kind,window:s,counts:[0,0,0,0],tokens:0,carrier:null,streams:!1,steady:0},this.lanes.set(o,r)}return Ts(r,n),r.kind=e.kind,r.road=e.road,r}flights(e){return this.flying.filter(n=>n.begins<=e&&e<n.ends)}streams(e){let n=[];for(let o of this.lanes.values())o.streams&&(Ts(o,e),o.streams&&n.push({kind:o.kind,road:o.road,perSecond:o.steady||Ro(o)}));return n}sweep(e){if(this.flying.some(n=>n.ends<=e)&&(this.flying=this.flying.filter(n=>n.ends>e)),!(e-this.swept<$o*wd)){this.swept=e;for(let[n,o]of this.lanes)Ts(o,e),Ro(o)===0&&this.lanes.delete(n)}}get busy(){if(this.flying.length>0)return!0;for(let e of this.lanes.values())if(e.streams)return!0;return!1}clear(){this.flying=[],this.lanes.clear()}};function Ro(t){return t.counts[0]+t.counts[1]+t.counts[2]+t.counts[3]}function Ts(t,e){let n=Math.floor(e/$o),o=Math.min(n-t.window,wd);if(!(o<=0)){for(let r=0;r<o;r++)t.steady=Ro(t),t.steady<Vy&&(t.streams=!1),t.counts.pop(),t.counts.unshift(0);t.window=n,t.tokens=0,t.carrier=null}}function Yy(t){if(t.length<=Oo)return t;let e=t.slice(0,Oo),n=e.at(-1),o=t.slice(Oo).reduce((r,s)=>r+s.count,0);return e[Oo-1]={...n,count:n.count+o},e}var Os=2200,Zy=8e3,Qy=100,yd=6e4,vd=5e3,ev=8,Fo=class{state=Je();version=0;time=0;history;beats=new To;roads=new Bo;flying=[];waiting=0;last=0;newestEnds=0;latestDeadline=0;ended=[];speed=1;paused=!1;hidden=!1;calm=!1;following=!0;detached=!1;standing=!0;until=null;airAt=null;changes=0;constructor(e){this.history=e}push(e){for(let n of e)this.history.push(n)&&this.plan(n,this.deadline());this.waiting>yd?this.overflow():this.hidden&&!this.paused&&this.showAll()}deadline(){return this.latestDeadline=Math.max(this.time+Os,this.latestDeadline),this.latestDeadline}plan(e,n){this.detached||(this.beats.add(this.history.live,e,this.time,n),this.waiting+=1)}overflow(){this.paused?this.detach():this.jump()}detach(){this.forget(),this.detached=!0}prologue(e,n){this.history.prologue(e,n);let o=e.prologue==="merge";o&&this.paused?this.detach():this.jump(o)}frame(e){let n=this.standing?0:Math.max(e-this.last,0);return this.last=e,this.advance(n*this.speed),this.roads.sweep(this.time),this.standing=!this.moving,!this.standing}get moving(){return this.paused&&this.until===null?!1:this.waiting>0||this.roads.busy}advance(e){if(this.paused&&this.until===null)return;let n=this.time+e,o=this.until;this.run(o!==null&&o<=n?o:n),o!==null&&this.time>=o&&(this.until=null)}run(e){this.time=e,this.changes+=1;let n=this.stretch(),o=this.beats.next;for(;o!==void 0&&this.place(o,n);)o=this.beats.next;this.end(),this.waiting===0&&!this.detached&&(this.following=!0)}stretch(){let{beats:e}=this;if(e.lasts===0)return 1;let n=1,o=0,r=-1,s=Math.max(this.time,this.newestEnds);for(let i of e)i.deadline!==r&&o>0&&(n=Math.min(n,(r-s)/o)),r=i.deadline,o+=i.lasts;return o>0&&(n=Math.min(n,(r-s)/o)),Math.max(n,0)}place(e,n){let o=e.lasts*n,r=e.after?.ends??0,s=Math.max(this.newestEnds,Math.max(r,e.came)+o),i=Math.max(o,Math.min(e.lasts,Qy)),l=Math.max(s-i,e.came),c=this.paused&&this.until!==null&&s>this.until;return l>this.time||c?!1:(this.put(e,l,s),!0)}put(e,n,o){this.beats.take(),e.ends=this.newestEnds=o,e.after=null,this.flying.push(e),!this.calm&&o>this.time&&this.roads.begin([...e.hops.values()],n,o)}end(){let e=0;for(;e<this.flying.length&&this.flying[e].ends<=this.time;)e+=1;if(e!==0)for(let n of this.flying.splice(0,e))this.fold(n)}fold(e){for(let r of e.facts)st(this.state,r);this.waiting-=e.facts.length,this.version+=1;let{seq:n,at:o}=this.state;this.ended.push({seq:n,at:o,time:e.ends??this.time}),this.ended.length>2*vd&&(this.ended=this.ended.slice(-vd)),e.facts=[],e.hops.clear()}pause(){this.paused=!0,this.until=null}resume(){if(!this.paused)return;this.paused=!1,this.until=null;let e=this.following?Zy:Number.POSITIVE_INFINITY;this.attach()&&this.allow(e),this.hidden&&this.showAll()}allow(e){let n=Math.max(this.beats.lasts,Os),o=Math.max(this.time,this.newestEnds)+Math.min(n,e);for(let r of this.beats)r.deadline=Math.max(r.deadline,o);this.latestDeadline=Math.max(this.latestDeadline,o)}stepForward(){if(this.until!==null&&this.run(this.until),this.pause(),!this.attach())return;this.flying.length===0&&this.placeNext();let e=this.flying[0]?.ends??null;e!==null&&(this.until=e,(this.calm||this.hidden)&&this.advance(e-this.time))}placeNext(){let e=this.beats.next;if(e===void 0)return;let n=Math.max(this.time,this.newestEnds);this.put(e,n,n+e.lasts)}stepBack(){this.pause();let{seq:e}=this.state;if(this.flying.length>0)return this.seek(e);for(;this.ended.length>0&&this.ended.at(-1).seq>=e;)this.ended.pop();let n=this.ended.at(-1)?.seq??this.history.previous(e)?.seq??null;if(n!==null)return this.seek(n);let o=this.history.first?.seq??null;return o!==null&&o<=e&&this.seek(o-1)}seek(e){let n=this.history.first?.seq;if(n===void 0||e<n-1)return!1;for(this.pause(),this.detach();this.ended.length>0&&this.ended.at(-1).seq>e;)this.ended.pop();return this.ended.at(-1)?.seq!==e&&(this.ended=[]),this.show(this.history.stateAt(e)),this.following=this.state.seq>=this.history.live.seq,!0}attach(){if(!this.detached)return!0;let e=this.history.since(this.state.seq);if(e.length>yd||!this.history.isWhole(this.state.seq))return this.jump(),!1;this.detached=!1,this.latestDeadline=this.time+Os;let n=qe(this.state);for(let o of e)st(n,o),this.beats.add(n,o,this.time,this.latestDeadline);return this.waiting=e.length,!0}jumpToLive(){this.paused=!1,this.until=null,this.jump()}jump(e=!1){this.forget(e),this.detached=!1,this.following=!0,this.latestDeadline=0,this.ended=[],this.show(qe(this.history.live))}show(e){Object.assign(this.state,e),this.version+=1,this.changes+=1}showAll(){for(;this.beats.next!==void 0;){let e=this.beats.take();e.ends=this.time,this.flying.push(e)}for(let e of this.flying.splice(0))this.fold(e);this.newestEnds=this.time,this.roads.clear(),this.following=!0}forget(e=!1){this.beats.clear(),e||this.roads.clear(),this.flying=[],this.waiting=0,this.newestEnds=this.time,this.until=null}setSpeed(e){e>0&&Number.isFinite(e)&&(this.speed=e)}setHidden(e){this.hidden=e,e&&!this.paused&&this.showAll()}setCalm(e){this.calm=e,e&&this.roads.clear()}air(e=this.time){let n=this.airAt;if(n!==null&&n.time===e&&n.version===this.changes)return n.air;let o=this.calm?{flights:[],streams:[],roads:this.roadsInUse()}:{flights:this.roads.flights(e),streams:this.roads.streams(e),roads:[]};return this.airAt={time:e,version:this.changes,air:o},o}roadsInUse(){return this.flying.flatMap(e=>[...e.hops.values()].map(n=>n.road))}get timing(){let e=this.history.live;return{paused:this.paused,live:this.following&&!this.paused,speed:this.speed,behind:this.detached?Math.max(e.seq-this.state.seq,0):this.waiting,ago:Math.max(e.at-this.state.at,0),slowdown:this.slowdown()}}slowdown(){let e=this.flying[0],n=this.ended.at(-ev)??this.ended[0];if(e===void 0||n===void 0)return null;let o=(e.ends-n.time)/this.speed,r=((e.facts.at(-1)?.at??e.at)-n.at)*1e3;return r>0&&o>2*r?o/r:null}};var tv=new Set(["kind","at","__proto__"]),Ao=class{at=0;read(e){let n=nv(e);if(Array.isArray(n))return this.event(n);if(typeof n!="object"||n===null)return null;let o=n;return typeof o.at=="number"&&(this.at=o.at),{head:o}}event([e,n,o]){if(typeof e!="number"||typeof n!="string")return null;this.at+=e;let r={kind:n,at:this.at};if(typeof o!="object"||o===null||Array.isArray(o))return{fact:r};let s=o;for(let i in s)tv.has(i)||(r[i]=s[i]);return{fact:r}}};function nv(t){try{return JSON.parse(t)}catch{return null}}var ov=2e3,rv=60,sv=256,Lo=class{unread=0;ears;last=null;early=new Map;asked=!1;askedAt=null;sinceAsked=0;partial=null;constructor(e){this.ears=e}get waits(){return this.asked}take(e){let n=iv(e);if(n.byteLength<4){this.unread+=1;return}let o=new DataView(n.buffer,n.byteOffset,n.byteLength),r=this.read(new TextDecoder().decode(n.subarray(4)));this.place(o.getUint32(0,!0),r)}reset(){this.last=null,this.early.clear(),this.partial=null,this.filled()}tick(e){this.asked&&(this.askedAt??=e,e-this.askedAt>=ov&&this.ask(e))}read(e){let n=new Ao,o={head:{},facts:[]};for(let r of e.split(`
`)){if(r==="")continue;let s=n.read(r);s===null?this.unread+=1:"fact"in s?o.facts.push(s.fact):o.head={...o.head,...s.head}}return o}place(e,n){kd(n.head)&&(this.last===null||e>this.last)||e===(this.last??0)+1?(this.last=e,this.hand(n),this.goOn()):(this.last===null||e>this.last)&&this.keep(e,n)}keep(e,n){this.early.size<sv&&this.early.set(e,n),this.sinceAsked+=1,(!this.asked||this.sinceAsked>=rv)&&this.ask(null)}ask(e){this.asked=!0,this.askedAt=e,this.sinceAsked=0,this.ears.resend(this.last??0)}goOn(){let e=this.early.get(this.last+1);for(;e!==void 0;)this.last+=1,this.hand(e),e=this.early.get(this.last+1);for(let n of this.early.keys())n<=this.last&&this.early.delete(n);this.early.size===0?this.filled():this.ask(null)}filled(){this.asked=!1,this.askedAt=null,this.sinceAsked=0}hand({head:e,facts:n}){kd(e)&&(this.partial={head:e,wanted:B(e.facts)??0,facts:[]});let o=this.partial===null?n:this.complete(this.partial,n);o.length>0&&this.ears.facts(o)}complete(e,n){let o=e.wanted-e.facts.length;return e.facts.push(...n.slice(0,o)),e.facts.length<e.wanted?[]:(this.partial=null,this.ears.prologue(e.head,e.facts),n.slice(o))}};function kd(t){return t.prologue==="fresh"||t.prologue==="merge"}function iv(t){return ArrayBuffer.isView(t)?new Uint8Array(t.buffer,t.byteOffset,t.byteLength):new Uint8Array(t)}var av={facts:5e4,bytes:32*2**20,every:2e3,copies:40},No=class{live=Je();letGo=0;whole=0;bounds;stretches=[{before:Je(),facts:[],bytes:0}];count=0;weight=0;constructor(e={}){this.bounds={...av,...e}}get size(){return this.count}get bytes(){return this.weight}get first(){return this.stretches.find(e=>e.facts.length>0)?.facts[0]}get last(){for(let e=this.stretches.length-1;e>=0;e--){let n=this.stretches[e].facts.at(-1);if(n!==void 0)return n}}push(e){let n=this.stretches.at(-1);return n.facts.length>=this.bounds.every?(this.begin(),this.push(e)):st(this.live,e)?(e.seq!==void 0&&this.keep(n,e),!0):!1}keep(e,n){let o=Rs(n,0);e.facts.push(n),e.bytes+=o,this.count+=1,this.weight+=o,(this.count>this.bounds.facts||this.weight>this.bounds.bytes)&&this.trim()}begin(){for(this.stretches.push({before:qe(this.live),facts:[],bytes:0});this.stretches.length>this.bounds.copies;)this.drop()}trim(){this.stretches.length===1&&this.begin(),this.drop()}drop(){let e=this.stretches.shift();this.count-=e.facts.length,this.weight-=e.bytes,this.letGo+=e.facts.length}prologue(e,n){let o=e.prologue==="fresh";o?(this.stretches=[{before:Je(),facts:[],bytes:0}],this.count=this.weight=0,this.letGo=e.skipped??0):this.letGo+=e.skipped??0,bd(this.live,e,n),this.whole=o?0:this.live.seq;let r=o&&n.length>0&&n.every(s=>s.seq!==void 0);r&&this.keepAll(n),this.begin(),o&&!r&&this.stretches.shift()}keepAll(e){let n=Je();for(let o of e){let r=this.stretches.at(-1);r.facts.length>=this.bounds.every&&(r={before:qe(n),facts:[],bytes:0},this.stretches.push(r)),this.keep(r,o),st(n,o)}}stateAt(e){let n=this.stretches[this.stretchOf(e)],o=qe(n.before);for(let r of n.facts){if(r.seq>e)break;st(o,r)}return o}stretchOf(e){let n=0,o=this.stretches.length-1;for(;n<o;){let r=n+o+1>>1;this.stretches[r].before.seq<=e?n=r:o=r-1}return n}isWhole(e){return e>=this.live.seq?!0:e>=this.whole&&this.stretches[0].before.seq<=e}fact(e){let n=this.next(e-1);return n?.seq===e?n:void 0}next(e){for(let n=this.stretchOf(e);n<this.stretches.length;n++){let o=this.stretches[n].facts,r=$s(o,e);if(r<o.length)return o[r]}}previous(e){for(let n=this.stretchOf(e-1);n>=0;n--){let o=this.stretches[n].facts,r=$s(o,e-1);if(r>0)return o[r-1]}}since(e){let n=[];for(let o=this.stretchOf(e);o<this.stretches.length;o++){let r=this.stretches[o].facts;for(let s=$s(r,e);s<r.length;s++)n.push(r[s])}return n}*[Symbol.iterator](){for(let e of this.stretches)yield*e.facts}};function $s(t,e){let n=0,o=t.length;for(;n<o;){let r=n+o>>1;t[r].seq<=e?n=r+1:o=r}return n}var lv=12;function Rs(t,e){if(typeof t=="string")return 24+t.length;if(typeof t!="object"||t===null)return 8;if(e>lv)return 64;let n=48;if(Array.isArray(t))for(let o of t)n+=Rs(o,e+1);else for(let o in t)n+=16+Rs(t[o],e+1);return n}var Bs=10,cv=600*Bs,Do=class{bins=new Map;add(e){let n=this.bin(e.at);n.facts+=1,Ie(e)&&(n.lost+=1)}addMany(e,n){this.bin(e).facts+=n}clear(){this.bins.clear()}bin(e){let n=Math.floor(e*Bs),o=this.bins.get(n);return o||(o={facts:0,lost:0},this.bins.set(n,o),this.bins.size>cv&&this.bins.delete(this.bins.keys().next().value)),o}bars(e,n,o){let r={facts:new Array(o).fill(0),lost:new Array(o).fill(0)},s=o/Math.max(n-e,1e-9);for(let[i,{facts:l,lost:c}]of this.bins){let u=Math.floor((i/Bs-e)*s);u<0||u>=o||(r.facts[u]+=l,r.lost[u]+=c)}return r}};async function xd(t){let e=URL.createObjectURL(new Blob([t],{type:"text/javascript"}));try{return(await import(e)).default}finally{URL.revokeObjectURL(e)}}var uv={id:0,do:"hello"},dv=new Set(["feed.start","feed.stop","feed.resend","content","source","story","code.list","code.complete","code.editor"]),hv={open:(t,e)=>new WebSocket(t,[e]),later:(t,e)=>{let n=setTimeout(e,t);return()=>clearTimeout(n)},random:Math.random};function Sd(t){let e=t.getElementById("jupyter-config-data")?.textContent;return{href:t.location.href,baseUrl:pv(e??null)}}function pv(t){if(!t)return null;try{let e=JSON.parse(t).baseUrl;return typeof e=="string"?e:null}catch{return null}}var mv=/^(localhost|127(\.\d+){3}|\[::1\])$/;function fv(t,e){let n=new URL(t.href),o=[];if(t.baseUrl!==null&&/^https?:$/.test(n.protocol)){let r=new URL(`${t.baseUrl.replace(/\/*$/,"/")}proxy/${e}/`,n);r.protocol=n.protocol==="https:"?"wss:":"ws:",o.push(r.href)}return n.protocol==="http:"&&mv.test(n.hostname)&&o.push(`ws://${n.hostname}:${e}/`),o}var Ho=class{constructor(e,n,o,r,s=hv){this.stage=e;this.post=n;this.page=o;this.changed=r;this.browser=s}stage;post;page;changed;browser;pending=new Map;next=1;control=null;socket=null;ready=!1;retries=0;stopRetry=()=>{};closed=!1;get waiting(){let e=0;for(let n of this.pending.values())n.waits&&(e+=1);return e}get connected(){return this.ready}get lost(){return this.wasReady&&!this.ready&&this.retries>=3}wasReady=!1;ask(e,n={}){if(this.closed)return Promise.reject(new Error("This stage has been closed."));let o=this.next++,r=JSON.stringify({id:o,stage:this.stage,do:e,...n});return new Promise((s,i)=>{let l={text:r,again:dv.has(e),way:"comm",done:s,failed:i,patience:()=>{},waits:!1};this.pending.set(o,l),this.go(o,l,this.ready&&e!=="feed.start")})}heard(e){let n=gv(e),o=n&&this.pending.get(n.id);!n||!o||(this.settle(n.id,o),n.ok?o.done(n.value??null):o.failed(new Error(n.error??"The kernel gave no reason.")))}use(e){e?.port===this.control?.port&&e?.token===this.control?.token||(this.hangUp(),this.control=e,this.retries=0,e&&this.connect(0))}close(){this.closed=!0,this.hangUp();for(let[e,n]of this.pending)this.settle(e,n),n.failed(new Error("The stage was closed before the kernel answered."))}go(e,n,o){n.way=o?"socket":"comm";try{o?this.socket.send(n.text):this.post(n.text)}catch(r){this.settle(e,n),n.failed(r instanceof Error?r:new Error(String(r)));return}o||(n.patience=this.browser.later(600,()=>{n.waits=!0,this.changed()}))}settle(e,n){n.patience(),this.pending.delete(e),n.waits&&this.changed()}connect(e){let{control:n}=this;if(!n||this.closed)return;let o=fv(this.page,n.port)[e];if(o===void 0){e>0&&this.retry();return}let r;try{r=this.browser.open(o,n.token)}catch{this.connect(e+1);return}this.socket=r,this.listen(r,e)}listen(e,n){let o=this.browser.later(8e3,()=>e.close()),r=!1;e.onopen=()=>e.send(JSON.stringify({...uv,stage:this.stage})),e.onmessage=s=>{r||(o(),r=!0,this.ready=this.wasReady=!0,this.retries=0,this.changed()),typeof s.data=="string"&&this.heard(s.data)},e.onclose=()=>{o(),this.socket===e&&(this.socket=null,r?this.broke():this.connect(n+1))}}broke(){this.ready=!1;for(let[e,n]of this.pending)n.way==="socket"&&(n.again?this.go(e,n,!1):(this.settle(e,n),n.failed(new Error("The line to the kernel broke: look at the picture to see whether it was done."))));this.changed(),this.retry()}retry(){let e=Math.min(3e4,500*2**this.retries)*(.75+this.browser.random()/2);this.retries+=1,this.stopRetry=this.browser.later(e,()=>this.connect(0)),this.changed()}hangUp(){this.stopRetry();let{socket:e}=this;this.socket=null,this.ready=this.wasReady=!1,e?.close()}};function gv(t){try{let e=JSON.parse(t);return typeof e?.id=="number"?{...e,id:e.id,ok:e.ok===!0}:null}catch{return null}}var bv=1e3,Io=class{known=new Map;learn(e){let n=N(String(e.what??"")),o=String(e.version??""),r=this.known.get(n);r||(r=new Map,this.known.set(n,r)),r.delete(o),r.set(o,e),r.size>bv&&r.delete(r.keys().next().value)}of(e,n){return[...this.known.get(e)??[]].reverse().map(([r,{by:s,source:i,at:l}])=>({version:r,by:typeof s=="string"?s:null,source:typeof i=="string"?i:null,ago:Math.max(0,n-l)}))}};var qo=class{labels=new Map;owners=new Map;edited=new Map;learn(e){if(e.kind==="message.edited"&&Fs(this.edited,String(e.message??""),String(e.seq??0)),e.kind!=="connection.opened")return;let n=String(e.connection??e.id??"");Fs(this.labels,n,typeof e.label=="string"?e.label:n),typeof e.reply_channel=="string"&&Fs(this.owners,e.reply_channel,n)}connection(e){return this.labels.get(String(e))??String(e??"")}owner(e){return this.owners.get(String(e))??null}isEdited({message:e,seq:n}){let o=this.edited.get(String(e));return o!==void 0&&(n??Number.POSITIVE_INFINITY)>=Number(o)}channel(e,n){let o=this.owner(e);return o===null?String(e??""):n("who.reply",{who:this.connection(o)})}};function Fs(t,e,n){t.size>=2e4&&t.delete(t.keys().next().value),t.set(e,n)}var wv=1500,yv=2;function vv(t){return Array.isArray(t)?t.filter(e=>typeof e?.text=="string"&&typeof e.execution=="number"):[]}var Jo=class{constructor(e,n){this.model=e;this.box=String(e.get("box")??"default"),this.cells=vv(e.get("cells")),this.transports=new Ho(String(e.get("stage")??""),o=>e.send({type:"command",text:o}),n,()=>this.changed()),this.feed=new Lo({prologue:(o,r)=>this.prologue(o,r),facts:o=>this.facts(o),resend:o=>this.resend(o)}),e.on("msg:custom",this.heard)}model;box;cells;who=new qo;history=new No;epoch=0;problem="";codeEdition=0;unsaved=0;code=null;versions=new Io;director=new Fo(this.history);feed;transports;densities=new Do;listeners=new Set;watchers=new Set;after=[];stopping;fed=!1;answered=!1;heardAt=performance.now();heard=(e,n)=>this.hears(e,n);close(){clearTimeout(this.stopping),this.model.off("msg:custom",this.heard),this.stop(),this.code?.then(e=>e.close()).catch(()=>{}),this.transports.close(),this.listeners.clear()}hears(e,n){let{type:o,text:r}=e??{};o==="answer"&&typeof r=="string"&&this.transports.heard(r);let s=Array.isArray(n)?n[0]:void 0;o==="batch"&&s instanceof DataView&&this.fed&&(this.heardAt=performance.now(),this.feed.take(s),this.changed())}prologue(e,n){e.prologue==="fresh"&&(this.epoch+=1,this.densities.clear());for(let o of n)this.learn(o);this.codeEdition+=1,e.skipped&&this.densities.addMany(this.history.live.at,e.skipped),this.director.prologue(e,n)}facts(e){for(let n of e)this.learn(n);this.director.push(e)}learn(e){this.who.learn(e),(e.kind==="code.changed"||e.kind==="routing.changed")&&(this.codeEdition+=1),e.kind==="code.changed"&&this.versions.learn(e),e.seq!==void 0&&this.densities.add(e)}resend(e){this.quietly(this.ask("feed.resend",{after:e}))}seen(e,n){n?this.watchers.add(e):this.watchers.delete(e),clearTimeout(this.stopping),this.watchers.size>0?(this.director.setHidden(!1),this.start()):this.fed&&(this.stopping=setTimeout(()=>this.rest(),wv))}rest(){this.director.setHidden(!0),this.paused||this.stop()}start(){if(this.fed)return;this.fed=!0;let e=this.ask("feed.start").then(n=>{this.answered=!0;let{control:o}=n??{};this.transports.use(o??null),this.changed()});this.quietly(e)}stop(){this.fed&&(this.fed=!1,this.feed.reset(),this.quietly(this.ask("feed.stop")))}quietly(e){e.catch(n=>{this.watchers.size>0&&this.complain(n)})}ask(e,n={}){return this.transports.ask(e,n)}act=async(e,n)=>{try{return await this.ask(e,n)}catch(o){throw this.complain(o),o}};deeds={openTab:async(e,n)=>String(await this.act("tab.open",{path:e,name:n})),send:async(e,n)=>{await this.act("tab.send",{tab:e,text:n})},closeTab:async e=>{await this.act("tab.close",{tab:e})},reopenTab:async e=>{await this.act("tab.reopen",{tab:e})},replaceWorker:async e=>{await this.act("worker.kill",{worker:Number(e.slice(e.indexOf(":")+1))})}};editor(){return this.code??=this.ask("code.editor").then(e=>xd(String(e))).then(e=>e(this)).catch(e=>{throw this.code=null,e}),this.code}setUnsaved(e){e!==this.unsaved&&(this.unsaved=e,this.changed())}versionsOf(e){return this.versions.of(e,this.liveNow)}complain(e){this.problem=e.message,this.changed()}dismiss(){this.problem="",this.changed()}get live(){return this.answered&&!this.lost}get lost(){return this.transports.lost}get waiting(){return this.transports.waiting}get state(){return this.director.state}get version(){return this.director.version}advance(e){this.feed.tick(e),this.director.frame(e)}get moving(){return this.director.moving}air=e=>this.director.air(e);time=()=>this.director.time;setCalm(e){this.director.setCalm(e)}get timing(){return this.director.timing}get paused(){return this.timing.paused}get speed(){return this.timing.speed}toggle(){this.paused?this.director.resume():this.director.pause(),this.changed()}step(e){e>0?this.director.stepForward():this.director.stepBack(),this.changed()}canStep(e){if(e>0)return this.timing.behind>0;let n=this.history.first?.seq;return n!==void 0&&this.state.seq>=n}setSpeed(e){this.director.setSpeed(e),this.changed()}toLive(){this.director.jumpToLive(),this.changed()}seek(e){let n=this.seqAt(e);n!==null&&this.director.seek(n),this.changed()}seqAt(e){let{first:n,last:o}=this.history;if(!n||!o)return null;let r=n.seq-1,s=o.seq;for(;r<s;){let i=Math.ceil((r+s)/2),l=this.history.next(i-1);l&&l.at<=e?r=Math.max(i,l.seq):s=i-1}return r}get liveNow(){let e=this.live?(performance.now()-this.heardAt)/1e3:0;return this.history.live.at+e}get now(){let{live:e,behind:n}=this.timing;return e&&n===0?this.liveNow:this.state.at}get ago(){let{live:e,behind:n}=this.timing,o=this.liveNow-this.state.at;return e||n===0||o<yv?0:o}span(e){let n=Math.max(this.liveNow,1),o=Math.max(e,(n-this.now)*1.1);return[Math.max(0,n-o),n]}density(e,n,o){return this.densities.bars(e,n,o)}get current(){return this.history.fact(this.state.seq)??null}fact(e){return this.history.fact(e)}allFacts(){return[...this.history]}around(e){let{seq:n}=this.state,o=[],r=this.history.fact(n)??this.history.previous(n);for(;r&&o.length<e;r=this.history.previous(r.seq))o.push(r);let s=[];for(r=this.history.next(n);r&&s.length<e;r=this.history.next(r.seq))s.push(r);return{before:o.reverse(),after:s}}subscribe(e){return this.listeners.add(e),()=>this.listeners.delete(e)}changed(){for(let e of this.listeners)e()}afterRender(e){this.after.push(e),this.changed()}rendered(){for(let e of this.after.splice(0))e()}};var As=new Map,_d=t=>String(t.get("stage")??"");function Ed(t){let e=_d(t),n=As.get(e);return n||(n=new Jo(t,Sd(document)),As.set(e,n)),n}function kv({model:t}){let e=Ed(t);return()=>{e.close(),As.delete(_d(t))}}function xv({model:t,el:e}){let n=t.get("options")??{},o=new _o(Ed(t),e,n);return()=>o.unmount()}var NM={initialize:kv,render:xv};export{NM as default};
