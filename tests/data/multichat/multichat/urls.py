from chat import views
from django.urls import re_path

urlpatterns = [
    re_path(r"^login/$", views.log_in),
    re_path(r"^logout/$", views.log_out),
]
