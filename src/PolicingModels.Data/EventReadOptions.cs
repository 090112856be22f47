namespace PolicingModels.Data;

/// <summary>In which order a date that is not written year-first gives its parts.</summary>
public enum DateFormat
{
    /// <summary>Year first (ISO 8601): <c>2026-11-23</c>, <c>2026-11-23 22:05</c>, <c>2026-11</c>. A date that starts with a day or a month is refused as ambiguous.</summary>
    Iso,

    /// <summary>Day, month, year, as written in Britain: <c>23/11/2026 22:05</c>. Year-first dates are still read.</summary>
    DayMonthYear,

    /// <summary>Month, day, year, as written in the United States: <c>11/23/2026 10:05 PM</c>. Year-first dates are still read.</summary>
    MonthDayYear,
}

/// <summary>How a table of events is read.</summary>
public sealed record EventReadOptions
{
    /// <summary>Which column plays which role; empty by default, as well-known headers need no map.</summary>
    public ColumnMap Map { get; init; } = ColumnMap.Empty;

    /// <summary>
    /// The plane of the coordinates: <c>EPSG:27700</c> (British National Grid), <c>EPSG:4326</c> (longitude and latitude),
    /// <c>metres</c> (any other projected plane), <c>feet</c> or <c>EPSG:2913</c> (international feet, 0.3048 m), <c>us-feet</c>
    /// (US survey feet, 1200/3937 m). Null by default: the British National Grid where planar values look like it, and
    /// longitude and latitude where the columns are named so.
    /// </summary>
    public string? CoordinateSystem { get; init; }

    /// <summary>Keeps only rows that pass: different columns must all pass, several values of one column are alternatives. Empty by default.</summary>
    public IReadOnlyList<RowFilter> Where { get; init; } = [];

    /// <summary>Further columns to keep as categories, by header; type, vehicle, person, role and offence code are kept wherever they are found.</summary>
    public IReadOnlyList<string> KeepColumns { get; init; } = [];

    /// <summary>The last day that can be known; rows that start, end or were recorded after it are refused. Null by default: no day is too late.</summary>
    public DateOnly? NoLaterThan { get; init; }

    /// <summary>The order of the parts of a date that is not written year-first. <see cref="DateFormat.Iso"/> by default: such dates are refused.</summary>
    public DateFormat DateFormat { get; init; } = DateFormat.Iso;

    /// <summary>The character between fields; null by default: the one of comma, tab, semicolon and bar that the header holds most often.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Path of the Ordnance Survey's OSTN15 grid file, for longitude and latitude to the British National Grid within 0.1 m; null by default: the Helmert transform, within 5 m.</summary>
    public string? OstnGridPath { get; init; }
}
