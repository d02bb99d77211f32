"""Accounts that the desk's tests sign in with, and the places of the tiny case."""

from nuandong.desk.accounts import Opening
from nuandong.desk.directory.models import Role

PASSWORD = "a-long-enough-password"
PROVINCE, CITY, COUNTY, OTHER_COUNTY = "140000", "149100", "149101", "149201"
OPENINGS = {
    "province": Opening("province", Role.DUTY_OFFICER, PROVINCE, person="甲某"),
    "leader": Opening("leader", Role.LEADER, PROVINCE, person="乙某"),
    "city": Opening("city", Role.DUTY_OFFICER, CITY, person="丙某"),
    "county": Opening("county", Role.CLERK, COUNTY, person="丁某"),
    "company": Opening("company", Role.CLERK, None, "u-glass", person="戊某"),
    "auditor": Opening("auditor", Role.AUDITOR, PROVINCE, person="己某"),
    "admin": Opening("admin", Role.ADMINISTRATOR, PROVINCE, person="庚某"),
}
ROLES = (*OPENINGS, "nobody")
