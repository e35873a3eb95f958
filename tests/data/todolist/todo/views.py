from django.http import HttpResponse
from django.shortcuts import render, render_to_response

from todo.models import Item


def index(request):
    if not request.user.is_authenticated():
        return render_to_response("items.html", {"items": []})
    return render(request, "items.html", {"items": Item.objects.order_by("id")})


def add(request, name):
    return HttpResponse(Item.objects.create(name=name).pk)
