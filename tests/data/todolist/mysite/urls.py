from django.conf.urls import include, url

from mysite.views import sign_in

urlpatterns = [
    url(r"^sign-in/(?P<username>\w+)/$", sign_in, name="sign-in"),
    url(r"^todo/", include("todo.urls")),
]
