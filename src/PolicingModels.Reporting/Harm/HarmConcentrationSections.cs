using PolicingModels.HarmIndex;

namespace PolicingModels.Reporting;

/// <summary>How unequally harm and offences fall, and the harm statistics of the window.</summary>
internal static class HarmConcentrationSections
{
    private const int NamesShown = 20;

    public static ReportSection Concentration(HarmAnalysis a)
    {
        HarmConcentration c = a.Concentration;
        string units = HarmWords.Plural(a.Options.Unit);
        LineChart chart = new()
        {
            Title = $"Share of harm and of offences held by the top {units}",
            Description = $"Two Lorenz curves, most first. The top 10% of {units} hold {NumberText.Percent(c.Shares.Single(s => s.EntityShare == 0.1).HarmShare)} of the harm.",
            X = new ChartAxis($"share of {units}, those with most first", AxisFormat.Percent) { Minimum = 0, Maximum = 1, Scale = AxisScale.SquareRoot },
            Y = new ChartAxis("share held", AxisFormat.Percent) { Minimum = 0, Maximum = 1 },
            Series =
            [
                new ChartSeries("equal shares", [.. Enumerable.Range(0, 41).Select(i => new ChartPoint(i * i / 1600.0, i * i / 1600.0))]) { IsReference = true },
                new ChartSeries("harm", [.. c.Curve.Select(p => new ChartPoint(p.EntityShare, p.HarmShare))]),
                new ChartSeries("offences", [.. c.Curve.Select(p => new ChartPoint(p.EntityShare, p.CountShare))]),
            ],
        };
        return new ReportSection(
            "How concentrated harm is",
            new ReportKeyFigures(
                new KeyFigure("Gini coefficient of harm", NumberText.Fixed(c.HarmGini, 3), c.Baseline is { } b ? $"by chance alone {NumberText.Fixed(b.Value, 3)} ({NumberText.Coverage(b.Interval)} {NumberText.Fixed(b.Low, 3)} to {NumberText.Fixed(b.High, 3)})" : ""),
                new KeyFigure("Gini coefficient of offences", NumberText.Fixed(c.CountGini, 3), $"generalised {NumberText.Fixed(c.GeneralisedCountGini, 3)}"),
                new KeyFigure("Fewest that hold half of the harm", NumberText.Count(c.FewestForHalf), $"{NumberText.Percent((double)c.FewestForHalf / c.Entities)} of {NumberText.Count(c.Entities)} {units}"),
                new KeyFigure("Fewest that hold 80%", NumberText.Count(c.FewestForFourFifths), NumberText.Percent((double)c.FewestForFourFifths / c.Entities))),
            new ReportFigure(chart.Draw(), $"The axis of {units} is on the square-root scale, so that the few with most can be seen. {Population(c, units)}"),
            new ReportTable
            {
                Caption = "What the top shares hold; harm by those with most harm, offences by those with most offences.",
                Columns = [new($"Top share of {units}"), new("Of harm", ColumnKind.Number), new("Of offences", ColumnKind.Number)],
                Rows = [.. c.Shares.Select(s => (IReadOnlyList<TableCell>)[NumberText.Percent(s.EntityShare, 0), NumberText.Percent(s.HarmShare), NumberText.Percent(s.CountShare)])],
                FullFile = "concentration.csv",
            },
            new ReportProse($"{NumberText.Count(c.HarmSpots.Count)} {units} lie at least two standard deviations above the mean{(c.HarmSpots.Count > 0 ? $": {Names(c.HarmSpots)}" : "")}. Few grave offences concentrate harm strongly by chance alone: compare the coefficient with the one by chance."));
    }

    public static ReportSection CountAgainstHarm(HarmAnalysis a)
    {
        CountHarmTable t = a.CountAgainstHarm;
        return new ReportSection(
            "Count against harm",
            new ReportProse($"High in count means at least {NumberText.Count(t.HighCount)} offences, high in harm at least {NumberText.Plain(t.HighDays)} days: each the top tenth, ties included. A list by count would miss those of the third row."),
            new ReportTable
            {
                Caption = $"{HarmWords.Capital(HarmWords.Plural(a.Options.Unit))} by count and harm.",
                Columns = [new("High in"), new("How many", ColumnKind.Number), new("Names")],
                Rows =
                [
                    ["count and harm", NumberText.Count(t.HighBoth.Count), Names(t.HighBoth)],
                    ["count only", NumberText.Count(t.HighCountOnly.Count), Names(t.HighCountOnly)],
                    ["harm only", NumberText.Count(t.HighHarmOnly.Count), Names(t.HighHarmOnly)],
                    ["neither", NumberText.Count(t.HighNeither), ""],
                ],
            });
    }

    public static ReportSection Rates(AreaRates rates)
    {
        AreaRate[] highest = [.. rates.Areas.OrderByDescending(r => r.ShrunkenDaysPerThousand).ThenBy(r => r.Area, StringComparer.Ordinal)];
        List<ReportBlock> blocks =
        [
            new ReportProse($"Harm per 1,000 {rates.Denominator}: {NumberText.Amount(rates.DaysPerThousand)} days overall. The shrunken rate is drawn towards the overall one by how little an area’s own offences say; one grave offence in a small area moves it little."),
            new ReportTable
            {
                Caption = $"Areas by shrunken harm per 1,000 {rates.Denominator}.",
                Columns = [new("Area"), new("Offences", ColumnKind.Number), new("Days", ColumnKind.Number), new($"{HarmWords.Capital(rates.Denominator)}", ColumnKind.Number), new("Days per 1,000", ColumnKind.Number), new("Shrunken", ColumnKind.Number), new("Own weight", ColumnKind.Number)],
                Rows = [.. highest.Select(r => (IReadOnlyList<TableCell>)[r.Area, NumberText.Count(r.Offences), NumberText.Plain(r.Days), NumberText.Amount(r.Denominator), NumberText.Amount(r.DaysPerThousand), NumberText.Amount(r.ShrunkenDaysPerThousand), NumberText.Percent(r.OwnWeight, 0)])],
                MaximumRows = 50,
                FullFile = "rates.csv",
            },
        ];
        if (rates.WithoutDenominator.Count > 0)
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, $"{NumberText.Count(rates.WithoutDenominator.Count)} areas with offences have no denominator and so no rate: {Names(rates.WithoutDenominator)}."));
        }

        return new ReportSection($"Harm per 1,000 {rates.Denominator}", blocks);
    }

    public static ReportSection SevenSeries(HarmAnalysis a)
    {
        ConsensusReport report = a.SevenSeries;
        List<ReportBlock> blocks =
        [
            new ReportProse($"Every crime recorded in a period is in exactly one of the four sums.{(report.KnowsHistoric ? "" : " Recording days are not in the data, so offences are taken as recorded when they occurred, and the historic series is empty, not nil.")}{(report.KnowsDetection ? "" : " Outcomes are not in the data, so detections are not known.")}"),
            new ReportTable
            {
                Caption = "The seven series of the 2020 Consensus: harm in days.",
                Columns = [new("Series"), .. report.Periods.Select(p => new TableColumn(NumberText.Span(p.Period), ColumnKind.Number))],
                Rows =
                [
                    Row("Crime Harm Index (reported by the public)", p => Sum(p.CrimeHarmIndex)),
                    Row("Offences in it", p => NumberText.Count(p.CrimeHarmIndex.Offences)),
                    Row("Historic offences", p => report.KnowsHistoric ? Sum(p.Historic) : "not known"),
                    Row("Found by police activity", p => Sum(p.Proactive)),
                    Row("Found by companies", p => Sum(p.CompanyDetected)),
                    Row("Harm detection fraction", p => p.HarmDetectionFraction is { } f ? NumberText.Percent(f) : "not known"),
                ],
            },
            new ReportTable
            {
                Caption = $"Crimes and detections by category, {NumberText.Span(report.Periods[^1].Period)}.",
                Columns = [new("Category"), new("Crimes", ColumnKind.Number), new("Detected per 100", ColumnKind.Number)],
                Rows = [.. report.Periods[^1].Categories.Select(c => (IReadOnlyList<TableCell>)[c.Category, NumberText.Count(c.Crimes), report.KnowsDetection ? NumberText.Fixed(c.DetectedPerHundred, 1) : "not known"])],
                MaximumRows = 30,
            },
        ];
        return new ReportSection("The seven series", blocks);

        IReadOnlyList<TableCell> Row(string name, Func<ConsensusPeriod, string> text) => [name, .. report.Periods.Select(p => (TableCell)text(p))];
        static string Sum(HarmSum s) => s.HighDays > s.LowDays ? $"{NumberText.Amount(s.Days)} ({NumberText.Amount(s.LowDays)} to {NumberText.Amount(s.HighDays)})" : NumberText.Amount(s.Days);
    }

    private static string Population(HarmConcentration c, string units) => c.IncludesQuiet
        ? $"All {NumberText.Count(c.Entities)} {units} of the data are in it, those without an offence in the window too."
        : $"Only {units} with an offence that counts are in it; of the others nothing is recorded.";

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? $" and {NumberText.Count(names.Count - NamesShown)} more" : "");
}
