using System.Globalization;
using PolicingModels.Data;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>What a model is given: counts of the past, and the account of where they came from.</summary>
internal sealed class History
{
    /// <summary>The counts models see: fractional where events are known only to lie in a window across periods.</summary>
    public required SpaceTimeCounts Counts { get; init; }

    /// <summary>Whole counts to score against where <see cref="Counts"/> are fractional; null otherwise.</summary>
    public SpaceTimeCounts? Truth { get; init; }

    /// <summary>What is counted, in the plural and in lower case, for reports.</summary>
    public string Subject { get; init; } = "events";

    /// <summary>The place in words, for titles; empty where nobody named it.</summary>
    public string Place { get; init; } = "";

    /// <summary>The files that were read, for the fingerprint of the run record.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The first day that is not known.</summary>
    public required DateOnly AsOf { get; init; }

    public HistoryPeriods? Periods { get; init; }

    public required DataQualityReport Quality { get; init; }

    public StudyArea? Boundary { get; init; }

    /// <summary>The same events counted on a grid laid elsewhere; null where that cannot be done, and <see cref="NotMoved"/> says why.</summary>
    public Func<GridPlacement, PlacedHistory>? LaidAt { get; init; }

    /// <summary>Why the grid cannot be moved; empty where it can.</summary>
    public string NotMoved { get; init; } = "";

    /// <summary>Side of a square as large as a cell, metres: over how much a moved grid is shifted. 0 where it cannot be moved.</summary>
    public double SideMetres { get; init; }

    /// <summary>The same history under names for a reader.</summary>
    public History Named(string subject, string place) => new()
    {
        Subject = subject,
        Place = place,
        Files = Files,
        Counts = Counts,
        Truth = Truth,
        AsOf = AsOf,
        PlacesAsOf = PlacesAsOf,
        LaidAt = LaidAt,
        NotMoved = NotMoved,
        SideMetres = SideMetres,
        Periods = Periods,
        Quality = Quality,
        Boundary = Boundary,
    };

    /// <summary>Whether the cells are those that held an event by <see cref="PlacesAsOf"/>, so that later events may fall outside them.</summary>
    public DateOnly? PlacesAsOf { get; init; }

    /// <summary>Reads events, lays places and periods, and counts.</summary>
    /// <param name="request">The events.</param>
    /// <param name="places">The places.</param>
    /// <param name="calendar">The periods.</param>
    /// <param name="asOf">The first day that is not known.</param>
    /// <param name="from">The first day that counts.</param>
    /// <param name="context">Progress, notes, cancellation.</param>
    /// <param name="firstOrigin">Tells the first origin of a backtest from its periods: places found from events are found from those known then. Null where all are known.</param>
    public static History Read(EventRequest request, PlaceRequest places, PeriodCalendar calendar, DateOnly? asOf, DateOnly? from, CommandContext context, Func<PeriodSequence, DateOnly?>? firstOrigin = null)
    {
        context.RequireKnowable(asOf);
        EventTable table = ReadEvents(request, request.Where, context);
        context.NoteFindings(table.Quality.Notes);
        CrimeEvents events = table.Events;
        HistoryPeriods laid = HistoryPeriods.Lay(events, calendar, asOf, from);
        if (laid.MissingMonths.Count > 0 && request.Where.Count > 0)
        {
            // A month without a robbery is a zero; only a month without any record is a hole.
            laid = HistoryPeriods.Lay(ReadEvents(request, [], context).Events, calendar, asOf, from);
        }

        DateOnly limit = asOf ?? laid.LastRecordedDay.AddDays(1);
        CrimeEvents known = events.KnownBefore(limit);
        StudyArea? boundary = places.Boundary is { } path ? StudyArea.FromGeoJson(path, PlaneOf(events)) : null;
        boundary?.RequireEvents(known);
        DateOnly? placesAsOf = boundary is null && places.Zones is null ? firstOrigin?.Invoke(laid.Periods) : null;
        CrimeEvents found = placesAsOf is { } first ? events.KnownBefore(first) : known;
        IGrid grid = context.Step("Laying cells", _ => LayPlaces(places, boundary, found, default, context.Cancellation));
        (SpaceTimeCounts counts, SpaceTimeCounts? truth) = context.Step("Counting", _ => CountOn(grid));
        DataQualityReport quality = table.Quality.With([], Notes(laid, counts, boundary, limit, placesAsOf, boundary is null && places.Zones is null));
        context.NoteQuality(quality);
        return new History
        {
            Subject = SubjectOf(request),
            Files = [.. new[] { request.Path, places.Boundary, places.Zones }.OfType<string>()],
            Counts = counts,
            Truth = truth,
            AsOf = limit,
            PlacesAsOf = placesAsOf,
            LaidAt = places.Zones is null ? Moved : null,
            NotMoved = places.Zones is null ? "" : "Zones lie where they lie; there is no grid to move.",
            SideMetres = Math.Sqrt(places.CellAreaSquareKilometres ?? 0) * 1000,
            Periods = laid,
            Quality = quality,
            Boundary = boundary,
        };

        (SpaceTimeCounts Counts, SpaceTimeCounts? Truth) CountOn(IGrid on)
        {
            SpaceTimeCounts seen = CountAs(on, new CountingOptions { KnownAt = limit });
            return (seen, seen.IsWhole ? null : CountAs(on, new CountingOptions { KnownAt = limit, TimeAssignment = TimeAssignment.Midpoint }));
        }

        SpaceTimeCounts CountAs(IGrid on, CountingOptions options) => on.Count(events, laid.Periods, options, context.Cancellation);

        PlacedHistory Moved(GridPlacement placement)
        {
            (SpaceTimeCounts seen, SpaceTimeCounts? whole) = CountOn(LayPlaces(places, boundary, found, placement, context.Cancellation));
            return new PlacedHistory(seen, whole);
        }
    }

    /// <summary>Takes counts already made.</summary>
    public static History ReadCounts(string countsFile, string cellsFile, DateOnly? asOf, CommandContext context)
    {
        context.RequireKnowable(asOf);
        SpaceTimeCounts counts = context.Step("Reading counts", _ => CellCountFiles.Read(countsFile, cellsFile));
        if (asOf is { } limit)
        {
            int known = counts.Periods.Count(p => p.End <= limit);
            counts = known > 0 ? counts.Before(known) : throw new AnalysisException(AnalysisFailure.NoEvents, string.Create(CultureInfo.InvariantCulture, $"No period of {countsFile} ends by the as-of date {limit:yyyy-MM-dd}; the first one ends on {counts.Periods[0].End:yyyy-MM-dd}: choose a later as-of date."));
        }

        // A row is a period, and every one of them is used, or the file is refused.
        DataQualityReport quality = new(countsFile, counts.PeriodCount, [], [.. new[] { EventsPerCell.Of(counts).Finding(cellsFromEvents: false) }.OfType<DataQualityNote>()]);
        context.NoteQuality(quality);
        return new History { Files = [countsFile, cellsFile], Counts = counts, AsOf = asOf ?? counts.Periods.End, Quality = quality, NotMoved = "The counts came as a table, without the events that could be counted on other cells." };
    }

    private static EventTable ReadEvents(EventRequest request, IReadOnlyList<RowFilter> where, CommandContext context)
    {
        EventReadOptions options = new()
        {
            Map = request.Map,
            CoordinateSystem = request.CoordinateSystem,
            Where = where,
            NoLaterThan = context.Today,
            DateFormat = request.DateFormat,
            OstnGridPath = request.OstnGrid,
        };
        IEventSource source;
        try
        {
            source = request.Path is { } path ? EventFiles.Open(path, options) : new SqlEventSource(request.Connection!, request.Query!, options);
        }
        catch (ArgumentException e)
        {
            throw new CommandLineException(OptionParsers.Sentence(e), e);
        }

        return context.Step(request.Path is null ? "Reading the query" : $"Reading {Path.GetFileName(request.Path)}", step =>
        {
            step.Counts("rows");
            return source.Read(step, context.Cancellation);
        });
    }

    private static IGrid LayPlaces(PlaceRequest places, StudyArea? boundary, CrimeEvents known, GridPlacement placement, CancellationToken cancellationToken)
    {
        if (places.Zones is { } zones)
        {
            return Grid.Zones(zones, places.ZoneId, boundary, PlaneOf(known));
        }

        double area = places.CellAreaSquareKilometres!.Value;
        GridOptions options = new() { OriginEasting = placement.EastMetres, OriginNorthing = placement.NorthMetres };
        return (places.Shape, boundary) switch
        {
            (CellShape.Square, { } inside) => Grid.Squares(area, inside, options, cancellationToken),
            (CellShape.Square, null) => Grid.Squares(area, known, options, cancellationToken),
            (_, { } inside) => Grid.Hexagons(area, inside, options, cancellationToken),
            (_, null) => Grid.Hexagons(area, known, options, cancellationToken),
        };
    }

    /// <summary>Polygons in degrees come into the plane of the events; polygons in metres are taken as they are.</summary>
    private static PolygonReadOptions PlaneOf(CrimeEvents events) => new() { Projection = Projection.For(events.Coordinates) };

    private static IEnumerable<DataQualityNote> Notes(HistoryPeriods laid, SpaceTimeCounts counts, StudyArea? boundary, DateOnly limit, DateOnly? placesAsOf, bool cellsFromEvents)
    {
        foreach (DataQualityNote note in boundary?.Notes ?? [])
        {
            yield return note;
        }

        if (placesAsOf is { } first)
        {
            yield return new DataQualityNote("cells-from-events", string.Create(CultureInfo.InvariantCulture, $"Without a boundary the cells are those that held an event before the first origin, {first:yyyy-MM-dd}; later events elsewhere count as missed."));
        }

        if (EventsPerCell.Of(counts).Finding(cellsFromEvents) is { } few)
        {
            yield return few;
        }

        foreach (DataQualityNote note in laid.Notes(limit))
        {
            yield return note;
        }

        if (counts.Outcome is { OutsideArea: > 0 } outcome)
        {
            yield return new DataQualityNote("outside-area", string.Create(CultureInfo.InvariantCulture, $"{outcome.OutsideArea:0.##} of {outcome.Events} events lie outside the area and are not counted."));
        }

        if (!counts.IsWhole)
        {
            yield return new DataQualityNote("aoristic", "Some events are known only to lie in a window across periods; each counts in fractions over its window.");
        }
    }

    private static string SubjectOf(EventRequest request) =>
        request.Where.Count == 1 ? $"{request.Where[0].Value.ToLowerInvariant()} events" : "events";
}
