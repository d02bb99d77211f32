"""Weather in: what feeds answer becomes rows of the weather table, with when each was known; and the winters past."""

from nuandong.demand.weather_in.answer import Answer
from nuandong.demand.weather_in.bureau import read_bureau
from nuandong.demand.weather_in.climate import Climatology, TooLittleWeather, climatology
from nuandong.demand.weather_in.known import KnownWeather, weather_ahead, weather_as_known
from nuandong.demand.weather_in.open_meteo import Product, WeatherPoint, read_open_meteo, request_parameters
from nuandong.demand.weather_in.stations import BureauFeed, Station, read_stations
from nuandong.demand.weather_in.winters import WinterScenarios, resampled_winters

__all__ = [
    "Answer",
    "BureauFeed",
    "Climatology",
    "KnownWeather",
    "Product",
    "Station",
    "TooLittleWeather",
    "WeatherPoint",
    "WinterScenarios",
    "climatology",
    "read_bureau",
    "read_open_meteo",
    "read_stations",
    "request_parameters",
    "resampled_winters",
    "weather_ahead",
    "weather_as_known",
]
