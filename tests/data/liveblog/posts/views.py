from django.http import HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404
from django.utils.html import escape

from posts.models import Liveblog, Post

PAGE = """<!doctype html>
<title>%s</title>
<ul id="posts">%s</ul>
<script src="/static/channels/js/websocketbridge.js"></script>
<script>
  var bridge = new channels.WebSocketBridge();
  bridge.connect("/liveblog/%s/stream/");
  bridge.listen(function (post) {
    var item = document.createElement("li");
    item.textContent = post.body;
    document.getElementById("posts").appendChild(item);
  });
  bridge.socket.addEventListener("open", function () { document.title = "live"; });
</script>
"""


def blog(request, slug):
    found = get_object_or_404(Liveblog, slug=slug)
    posts = "".join("<li>%s</li>" % escape(post.body) for post in found.posts.all())
    return HttpResponse(PAGE % (escape(found.title), posts, found.slug))


def add_post(request, slug):
    if not request.user.is_staff:
        return HttpResponseForbidden("only for staff")
    found = get_object_or_404(Liveblog, slug=slug)
    post = Post.objects.create(liveblog=found, body=request.POST["body"])
    return HttpResponse(str(post.id))
