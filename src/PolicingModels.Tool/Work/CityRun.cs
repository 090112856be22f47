using System.Globalization;
using NetTopologySuite.Geometries;
using PolicingModels.Data;
using PolicingModels.Gridding;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;
using TableColumn = PolicingModels.Data.TableColumn;

namespace PolicingModels.Tool;

/// <summary>A simulated city and its files.</summary>
internal sealed class CityRun
{
    public const string EventsFile = "events.csv";
    public const string BoundaryFile = "boundary.geojson";
    public const string TruthFile = "truth.json";
    public const string CountsFile = "monthly-counts.csv";

    public required SimulatedCity City { get; init; }

    public required StudyArea Boundary { get; init; }

    public static CityRun Of(CityOptions options, CommandContext context)
    {
        SimulatedCity city = context.Step("Simulating a city", _ => new CitySimulator(options).Simulate(cancellationToken: context.Cancellation));
        return new CityRun { City = city, Boundary = StudyArea.FromGeometry(city.Boundary, city.Events.Coordinates, name: "simulated city") };
    }

    /// <summary>One line for a reader.</summary>
    public string Line() => string.Create(CultureInfo.InvariantCulture, $"Simulated city (no real place): {City.Events.Count:N0} recorded events, {City.Span.Start:yyyy-MM-dd} to {City.Span.LastDay:yyyy-MM-dd}, {Boundary.AreaSquareKilometres:F0} km², seed {City.Options.Seed}");

    /// <summary>Writes what a forecast reads, and the truth.</summary>
    public (string Events, string Boundary) WriteInput(OutputFolder folder)
    {
        string events = folder.File(EventsFile);
        string?[] mark = new string?[City.Events.Count];
        Array.Fill(mark, "yes");
        TableWriter.WriteCsv(new Table([.. EventWriter.ToTable(City.Events).Columns, TableColumn.Of("simulated", mark)]), events, new CsvWriteOptions { NeutraliseFormulas = false });
        string boundary = folder.File(BoundaryFile);
        GeoJsonWriter.Write(boundary, new BoundaryAsGrid(Boundary), [GridColumn.Texts("name", [Boundary.Name]), GridColumn.Texts("simulated", ["yes"])]);
        folder.Write(TruthFile, ResultJson.Text(new { SchemaVersion = ResultJson.SchemaVersion, Simulated = true, City = CityFigures.Of(this) }));
        return (events, boundary);
    }

    /// <summary>Writes every file of <c>simulate city</c>: the input, and the cells with what was drawn and what was to be expected in each.</summary>
    public bool Write(OutputFolder folder, CommandContext context)
    {
        WriteInput(folder);
        WriteMonthlyCounts(folder);
        SquareGrid grid = Grid.Squares(1, Boundary, cancellationToken: context.Cancellation);
        SpaceTimeCounts counts = grid.Count(City.Events, PeriodSequence.Of([City.Span]), new CountingOptions { TimeAssignment = TimeAssignment.Start }, context.Cancellation);
        double[] drawn = counts.Row(0).ToArray();
        new CellTable(grid,
        [
            CellColumn.Numbers("events", drawn),
            .. City.Truth.CrimeTypes.Select(t => CellColumn.Numbers($"truth_{t.Name}", City.Truth.ExpectedCounts(t.Name, City.Span, grid, context.Cancellation))),
        ]).WriteTo(folder);
        Simulation simulation = new(
            "simulated-city",
            "Trying forecasters of places on events whose truth is known, with no personal data.",
            "Events are drawn from made-up rates over a made-up city, with seasons, hours, growth and near repeats; see the documentation of CitySimulator.",
            "Every place, rate and share is made up.",
            SimulatedCity.Notice,
            "Tables of made-up events and the truth behind them.",
            [new("size", City.Options.Size.ToString())]);
        IReadOnlyList<ReportFact> facts = Accounts.Write(folder, simulation, [folder.File(EventsFile), folder.File(BoundaryFile)], City.Span.End, City.Options.Seed, context);
        folder.Write(Reports.FileName, Reports.City(this, grid, drawn, facts));
        folder.Write(ResultJson.FileName, ResultJson.Text(new SimulateResult { Verb = "simulate city", Simulated = true, City = CityFigures.Of(this), Files = folder.Files }));
        return true;
    }

    /// <summary>Counts of whole months by type and quarter of the city, as a plan of the year reads them.</summary>
    private void WriteMonthlyCounts(OutputFolder folder)
    {
        CrimeEvents events = City.Events;
        CategoryColumn types = events.Categories["type"];
        (double east, double north) = (Boundary.Outline.Centroid.X, Boundary.Outline.Centroid.Y);
        string[] areas = ["Simulated North East", "Simulated North West", "Simulated South East", "Simulated South West"];
        DateOnly first = City.Span.Start.Day == 1 ? City.Span.Start : new DateOnly(City.Span.Start.Year, City.Span.Start.Month, 1).AddMonths(1);
        int months = ((City.Span.End.Year - first.Year) * 12) + City.Span.End.Month - first.Month;
        int[,,] counts = new int[areas.Length, types.Levels.Count, Math.Max(0, months)];
        for (int i = 0; i < events.Count; i++)
        {
            DateOnly day = DateOnly.FromDayNumber(events.Day[i]);
            int month = ((day.Year - first.Year) * 12) + day.Month - first.Month;
            if (month >= 0 && month < months && types.Codes[i] >= 0)
            {
                counts[(events.Northing[i] >= north ? 0 : 2) + (events.Easting[i] >= east ? 0 : 1), types.Codes[i], month]++;
            }
        }

        (int Area, int Type, int Month)[] rows = [.. from area in Enumerable.Range(0, areas.Length) from type in Enumerable.Range(0, types.Levels.Count) from month in Enumerable.Range(0, Math.Max(0, months)) select (area, type, month)];
        TableWriter.WriteCsv(
            new Table(
                TableColumn.Of("area", [.. rows.Select(r => areas[r.Area])]),
                TableColumn.Of("type", [.. rows.Select(r => types.Levels[r.Type])]),
                TableColumn.Of("month", [.. rows.Select(r => first.AddMonths(r.Month).ToString("yyyy-MM", CultureInfo.InvariantCulture))]),
                TableColumn.Of("count", [.. rows.Select(r => counts[r.Area, r.Type, r.Month])])),
            folder.File(CountsFile));
    }

    /// <summary>The outline as a grid of one place, so that it is written like any other.</summary>
    private sealed class BoundaryAsGrid(StudyArea boundary) : IGrid
    {
        public IReadOnlyList<GridCell> Cells { get; } = [new GridCell("boundary", boundary.Outline.Centroid.X, boundary.Outline.Centroid.Y, boundary.AreaSquareKilometres)];

        public CoordinateSystem Coordinates => boundary.Coordinates;

        public string Description => boundary.Name;

        public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells)
        {
            for (int i = 0; i < easting.Length; i++)
            {
                cells[i] = boundary.Contains(easting[i], northing[i]) ? 0 : -1;
            }
        }

        public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen) => new([[]]);

        public Geometry Outline(int cell) => boundary.Outline;
    }
}
