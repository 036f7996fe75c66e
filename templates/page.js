(function(){"use strict";
var d=document,root=d.documentElement;
function make(name,text,parent){var e=d.createElement(name);if(text)e.textContent=text;if(parent)parent.appendChild(e);return e}
function all(selector,within){return Array.prototype.slice.call((within||d).querySelectorAll(selector))}
function keep(theme){root.setAttribute("data-theme",theme);try{localStorage.setItem("winback-theme",theme)}catch(e){}}
// Light or dark: what was chosen, else what the system says.
var bar=d.querySelector(".top");
try{var chosen=localStorage.getItem("winback-theme");if(chosen)root.setAttribute("data-theme",chosen)}catch(e){}
if(bar){var theme=make("button","◐",bar);theme.type="button";theme.setAttribute("aria-label",d.body.getAttribute("data-theme-label"));theme.title=theme.getAttribute("aria-label");
theme.onclick=function(){var dark=root.getAttribute("data-theme")||(matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light");keep(dark==="dark"?"light":"dark")}}
// Panels, one at a time.
all(".tabs").forEach(function(tabs){
var panels=all(".panel",tabs),list=d.createElement("div"),buttons=[];
list.setAttribute("role","tablist");list.setAttribute("aria-label",tabs.getAttribute("data-label"));
function show(at){panels.forEach(function(panel,k){panel.hidden=k!==at;buttons[k].setAttribute("aria-selected",String(k===at));buttons[k].tabIndex=k===at?0:-1})}
panels.forEach(function(panel,k){var button=make("button",panel.getAttribute("data-name"),list);buttons.push(button);button.type="button";button.id=panel.id+"-tab";
button.setAttribute("role","tab");button.setAttribute("aria-controls",panel.id);panel.setAttribute("role","tabpanel");panel.setAttribute("aria-labelledby",button.id);
button.onclick=function(){show(k)};
button.onkeydown=function(event){var step=event.key==="ArrowRight"?1:event.key==="ArrowLeft"?-1:0;if(step){var next=(k+step+panels.length)%panels.length;show(next);buttons[next].focus();event.preventDefault()}}});
tabs.insertBefore(list,tabs.firstChild);tabs.className+=" live";show(0)});
// Tables that may be sorted, filtered and copied.
function value(row,column){var cell=row.cells[column],key=cell.getAttribute("data-v");return key===null?cell.textContent:Number(key)}
function field(cell){var key=cell.getAttribute("data-v"),text=key===null?(cell.firstChild?cell.firstChild.textContent:""):key;
if(/^[\s]*[=+\-@\t\r]/.test(text)&&key===null)text="'"+text;
return /[",\n\r]/.test(text)?'"'+text.replace(/"/g,'""')+'"':text}
function csv(table){return all("tr",table).filter(function(row){return !row.hidden}).map(function(row){return Array.prototype.map.call(row.cells,function(cell){return field(cell.tagName==="TH"&&cell.parentNode.parentNode.tagName==="THEAD"?make("th",cell.textContent):cell)}).join(",")}).join("\r\n")+"\r\n"}
function copy(text,done){function old(){var area=make("textarea","",d.body);area.value=text;area.select();try{d.execCommand("copy");done()}catch(e){}area.remove()}
if(navigator.clipboard&&navigator.clipboard.writeText)navigator.clipboard.writeText(text).then(done,old);else old()}
all(".tool").forEach(function(sheet){
var table=sheet.querySelector("table"),body=table.tBodies[0],rows=all("tr",body),tools=d.createElement("div");
tools.className="tools";sheet.insertBefore(tools,sheet.firstChild);
var filter=make("input","",tools);filter.type="search";filter.placeholder=sheet.getAttribute("data-filter");filter.setAttribute("aria-label",filter.placeholder);
filter.oninput=function(){var wanted=filter.value.toLowerCase();rows.forEach(function(row){row.hidden=row.textContent.toLowerCase().indexOf(wanted)<0})};
var button=make("button",sheet.getAttribute("data-copy"),tools),said=button.textContent;button.type="button";
button.onclick=function(){copy(csv(table),function(){button.textContent=sheet.getAttribute("data-copied");setTimeout(function(){button.textContent=said},1500)})};
all("thead th",table).forEach(function(head,column){
// No button element: browsers do not repeat a table's header on paper where one stands in it.
var sort=make("span",head.textContent);head.textContent="";head.appendChild(sort);sort.setAttribute("role","button");sort.tabIndex=0;
sort.onkeydown=function(event){if(event.key==="Enter"||event.key===" "){event.preventDefault();sort.click()}};
sort.onclick=function(){var down=head.getAttribute("aria-sort")==="ascending";
all("thead th",table).forEach(function(other){other.removeAttribute("aria-sort")});
head.setAttribute("aria-sort",down?"descending":"ascending");
rows.map(function(row,k){return{row:row,value:value(row,column),k:k}}).sort(function(a,b){
var order=typeof a.value==="number"&&typeof b.value==="number"?a.value-b.value:typeof a.value==="number"?-1:typeof b.value==="number"?1:a.value.localeCompare(b.value);
return(down?-order:order)||a.k-b.k}).forEach(function(entry){body.appendChild(entry.row)})}})});
})();
