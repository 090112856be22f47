using System.Collections.Frozen;

namespace PolicingModels.Data;

/// <summary>The headers that need no map: names are compared without letter case, blanks and hyphens read as underscores.</summary>
internal static class WellKnownHeaders
{
    public static readonly string[] Id = ["id", "crime_id", "event_id", "incident_id", "offence_id", "uid"];
    public static readonly string[] Easting = ["easting", "eastings", "x_coordinate", "x_coordina", "x"];
    public static readonly string[] Northing = ["northing", "northings", "y_coordinate", "y_coordina", "y"];
    public static readonly string[] Longitude = ["longitude", "lon", "lng", "long"];
    public static readonly string[] Latitude = ["latitude", "lat"];
    public static readonly string[] From = ["from", "date_start", "from_date", "date_from", "start", "start_date", "occurred_from"];
    public static readonly string[] To = ["to", "date_end", "to_date", "date_to", "end", "end_date", "occurred_to"];
    public static readonly string[] Date = ["date", "occurred", "occ_date", "date_single", "occurred_on", "datetime", "date_time", "event_date", "month"];
    public static readonly string[] Recorded = ["recorded", "recorded_at", "recorded_on", "recorded_date", "date_recorded"];

    /// <summary>Categories that are kept wherever they are found, by role.</summary>
    public static readonly FrozenDictionary<string, string[]> Categories = new Dictionary<string, string[]>
    {
        ["type"] = ["type", "crime_type", "offence_type", "primary_type"],
        ["vehicle"] = ["vehicle", "vehicle_type"],
        ["person"] = ["person", "person_id"],
        ["role"] = ["role"],
        ["offence_code"] = ["offence_code"],
    }.ToFrozenDictionary();

    /// <summary>The headers of a table of offences, by role.</summary>
    public static readonly FrozenDictionary<string, string[]> Offences = new Dictionary<string, string[]>
    {
        ["offence_id"] = ["offence_id", "crime_id", "crime_reference", "crime_number", "id"],
        ["person"] = ["person", "person_id", "suspect", "suspect_id", "nominal_id"],
        ["role"] = ["role"],
        ["offence_code"] = ["offence_code", "code", "offence"],
        ["occurred"] = ["occurred", .. Date.Where(h => h != "occurred"), .. From],
        ["recorded"] = Recorded,
        ["victim"] = ["victim", "victim_id"],
        ["area"] = ["area", "area_id", "ward", "ward_code", "beat"],
        ["detection"] = ["detection"],
        ["status"] = ["status"],
        ["outcome"] = ["outcome", "last_outcome_category"],
        ["incident"] = ["incident", "incident_id"],
        ["attempt"] = ["attempt", "attempted"],
        ["multiplier"] = ["multiplier"],
    }.ToFrozenDictionary();

    /// <summary>The headers of monthly counts, by role.</summary>
    public static readonly FrozenDictionary<string, string[]> Counts = new Dictionary<string, string[]>
    {
        ["area"] = ["area", "area_name", "lpa", "local_policing_area", "borough", "bcu", "district", "division", "ward", "force"],
        ["type"] = ["type", "crime_type", "offence_type", "primary_type", "category"],
        ["month"] = ["month", "period", "year_month", "yearmonth", "date"],
        ["count"] = ["count", "counts", "n", "offences", "crimes", "value", "total", "number"],
    }.ToFrozenDictionary();

    public static string Normalise(string header) => header.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
}
