from django.conf.urls import url

from todo import views

urlpatterns = [
    url(r"^$", views.index),
    url(r"^add/(?P<name>\w+)/$", views.add),
]
