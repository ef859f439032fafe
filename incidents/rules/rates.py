"""Rates of accidents; all are None where the denominator is not known or zero."""

from decimal import ROUND_HALF_UP, Decimal

from . import packs


def rate(numerator, denominator, per=1, decimals=4):
    if numerator is None or not denominator:
        return None
    return (Decimal(numerator) * per / denominator).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def answer(given):
    """Per 1000 employees: rate_death_per_1000, rate_serious_per_1000, rate_injured_per_1000. Per million hours:
    injury_freq_per_million_h, severity_per_million_h. average_severity: lost days per injured person.
    deaths_per_100m_gdp: 亿元GDP死亡率."""
    rule, gdp = packs.rule("rates", **given.where), packs.rule("gdp_rate", **given.where)
    deaths, serious, minor = given.count("deaths"), given.count("serious"), given.count("minor")
    injured = None if deaths is serious is minor is None else sum(filter(None, [deaths, serious, minor]))
    employees, hours, lost = given.number("employees"), given.number("hours"), given.number("lost_days")
    places = rule["decimals"]
    return {
        "rate_death_per_1000": rate(deaths, employees, rule["per_employees"], places),
        "rate_serious_per_1000": rate(serious, employees, rule["per_employees"], places),
        "rate_injured_per_1000": rate(injured, employees, rule["per_employees"], places),
        "injury_freq_per_million_h": rate(injured, hours, rule["per_hours"], places),
        "severity_per_million_h": rate(lost, hours, rule["per_hours"], places),
        "average_severity": rate(lost, injured, 1, places),
        "deaths_per_100m_gdp": rate(deaths, given.number("gdp_yi_yuan"), 1, gdp["decimals"]),
    }
