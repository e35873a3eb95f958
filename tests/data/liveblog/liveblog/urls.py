from django.urls import re_path
from posts import views

urlpatterns = [
    re_path(r"^liveblog/(?P<slug>[^/]+)/$", views.blog),
    re_path(r"^liveblog/(?P<slug>[^/]+)/post/$", views.add_post),
]
