"""Addresses of the directory."""

from django.urls import path

from nuandong.desk.directory.contacts import views, views_organisation
from nuandong.desk.directory.duty import views as duty
from nuandong.desk.directory.duty import views_rota
from nuandong.desk.directory.lists import views as lists
from nuandong.desk.directory.sign_ins import entering
from nuandong.desk.directory.sign_ins import views as sign_ins
from nuandong.desk.directory.sign_ins import views_own as own
from nuandong.desk.directory.workbench import views as workbench

urlpatterns = [
    path("directory/", views.index, name="directory"),
    path("directory/organisations/", views.organisations, name="organisations"),
    path("directory/departments/", views.departments, name="departments"),
    path("directory/zones/", views.zones, name="zones"),
    path("directory/contacts.csv", views_organisation.table, name="contacts-csv"),
    path("directory/region/<str:region>/", views.region, name="region"),
    path("directory/organisation/<int:organisation>/", views_organisation.organisation, name="organisation"),
    path("directory/organisation/<int:organisation>/confirm/", views_organisation.confirm, name="confirm-contacts"),
    path("directory/organisation/<int:organisation>/contact/<str:duty>/", views_organisation.contact, name="contact"),
    path("directory/organisation/<int:organisation>/task-force/", views_organisation.member, name="task-force"),
    path("directory/organisation/<int:organisation>/task-force/<int:member>/drop/", views_organisation.drop_member,
         name="drop-member"),
    path("duty/", duty.index, name="duty-now"),
    path("duty/<int:organisation>/", duty.organisation, name="duty"),
    path("duty/<int:organisation>/hand-over/", duty.hand_over, name="hand-over"),
    path("duty/<int:organisation>/take-over/", duty.take_over, name="take-over"),
    path("duty/<int:organisation>/roll-call/", duty.call_roll, name="call-roll"),
    path("duty/<int:organisation>/rota/", views_rota.draft, name="rota-draft"),
    path("duty/roll-call/<int:call>/answer/", duty.answer_roll, name="answer-roll"),
    path("duty/rota/<int:rota>/", views_rota.rota, name="rota"),
    path("duty/rota/<int:rota>/enforce/", views_rota.enforce, name="rota-enforce"),
    path("duty/rota/<int:rota>/withdraw/", views_rota.withdraw, name="rota-withdraw"),
    path("duty/rota/<int:rota>/watch/", views_rota.add_watch, name="add-watch"),
    path("duty/watch/<int:watch>/drop/", views_rota.drop_watch, name="drop-watch"),
    path("lists/", lists.index, name="lists"),
    path("lists/draft/", lists.draft, name="list-draft"),
    path("lists/<int:roster>/", lists.one, name="list"),
    path("lists/<int:roster>.csv", lists.table, name="list-csv"),
    path("lists/<int:roster>/against/<int:other>/", lists.compared, name="list-compared"),
    path("lists/<int:roster>/put-on/", lists.put_on, name="list-put-on"),
    path("lists/<int:roster>/take-off/", lists.take_off, name="list-take-off"),
    path("lists/<int:roster>/approve/", lists.approve, name="list-approve"),
    path("lists/<int:roster>/withdraw/", lists.withdraw, name="list-withdraw"),
    path("accounts/", sign_ins.index, name="accounts"),
    path("accounts/open/", sign_ins.create, name="account-create"),
    path("accounts/login/", entering.SignIn.as_view(), name="login"),
    path("accounts/login/code/", entering.second_step, name="second-step"),
    path("accounts/own/", own.own, name="own-account"),
    path("accounts/own/password/", own.OwnPassword.as_view(), name="own-password"),
    path("accounts/own/second-factor/", own.second_factor, name="second-factor"),
    path("accounts/own/second-factor/drop/", own.drop_factor, name="drop-second-factor"),
    path("accounts/own/recovery-codes/", own.recovery_codes, name="recovery-codes"),
    path("accounts/own/end/<str:sign_in>/", own.end_own, name="end-own-sign-in"),
    path("accounts/<int:account>/", sign_ins.one, name="account"),
    path("accounts/<int:account>/password/", sign_ins.set_password, name="account-password"),
    path("accounts/<int:account>/grant/", sign_ins.draft_grant, name="grant-draft"),
    path("accounts/<int:account>/<str:verb>/", sign_ins.act, name="account-act"),
    path("accounts/grant/<int:grant>/<str:verb>/", sign_ins.decide_grant, name="grant-decide"),
    path("accounts/role/<int:membership>/end/", sign_ins.end_membership, name="membership-end"),
    path("duties/", workbench.duties, name="duties"),
    path("duties/departments/", workbench.workbench, name="workbench"),
]  # fmt: skip
