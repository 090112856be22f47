using System.Globalization;
using PolicingModels.Seasonality;

namespace PolicingModels.Reporting;

/// <summary>A page about the plan of a year: what to expect, whether it gets better or worse, which months stand out, how well such plans did before, and what the result must not be used for.</summary>
/// <remarks>Pure and thread-safe: the same input gives the same page.</remarks>
public static class SeasonalityReportPage
{
    private const int VerdictAreas = 16;
    private const double FewYearly = 240;
    // A word joiner keeps a line from ending after a dash, which a no-break space alone does not.
    private const string Unbroken = "\u2060\u00a0";

    /// <summary>Composes the page.</summary>
    /// <param name="input">The plan and what is known about it.</param>
    public static ReportPage Compose(SeasonalityReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegative(input.MostAreaMaps);
        SeasonalityPlan plan = input.Plan;
        bool several = plan.History.Areas.Leaves.Count > 1;
        List<ReportSection> sections = [Expected(input), Planner(input, several), Calendar(input), Fans(input)];
        if (several)
        {
            sections.Insert(2, Verdicts(plan));
            sections.Add(Areas(input));
        }

        sections.Add(Breaks(input));
        sections.Add(TrackRecordSection.Compose(input));
        sections.Add(Coherence(plan));
        if (input.Quality.Count > 0 || plan.Findings.Count > 0)
        {
            sections.Add(Quality(input));
        }

        sections.Add(Limits(plan));
        if (input.RunFacts.Count > 0)
        {
            sections.Add(new ReportSection("Run record", new ReportProse("What is needed to repeat this run and to check that nothing was changed afterwards."), new ReportDefinitions(input.RunFacts)));
        }

        Month last = plan.First.AddMonths(plan.Options.HorizonMonths - 1);
        return new ReportPage
        {
            Title = $"The coming year month by month{(input.Place.Length > 0 ? $": {input.Place}" : "")}",
            Subtitle = $"Recorded crimes expected from {Name(plan.First)} to {Name(last)}, known up to {Name(plan.Origin)}",
            Facts =
            [
                new("Series", $"{plan.History.Types.Leaves.Count} types × {plan.History.Areas.Leaves.Count} areas and their totals: {plan.Series.Count}"),
                new("Learnt from", $"{plan.History.Length} months, {Name(plan.History.Start)} to {Name(plan.Origin)}"),
                new("Model", plan.Forecast.Model),
                new("An arrow needs", $"{NumberText.Percent(plan.Options.ArrowProbability, 0)} probability of a change beyond {NumberText.Percent(plan.Options.ChangeThreshold, 0)}"),
            ],
            Sections = sections,
            Footer = $"Made with PolicingModels. Totals are the sums of their parts (largest relative gap {plan.Incoherence.ToString("0.0e+0", CultureInfo.InvariantCulture)}). Advisory only. This page loads nothing from any network.",
        };
    }

    internal static string Name(Month month) => month.FirstDay.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Short(Month month) => month.FirstDay.ToString("MMM yyyy", CultureInfo.InvariantCulture).Replace(" ", Unbroken, StringComparison.Ordinal);

    internal static string Words(AnnualOutlook annual) => $"{annual.Verdict.Symbol()}{Unbroken}{annual.Verdict.Words().Replace(" ", Unbroken, StringComparison.Ordinal)}";

    private static ReportSection Expected(SeasonalityReportInput input)
    {
        SeasonalityPlan plan = input.Plan;
        AnnualOutlook all = plan.Series[0].Annual;
        SeriesPlan[] types = Types(plan);
        int worse = types.Count(t => t.Annual.Verdict is DirectionVerdict.Worse or DirectionVerdict.MuchWorse), better = types.Count(t => t.Annual.Verdict is DirectionVerdict.Better or DirectionVerdict.MuchBetter);
        int seasonal = types.Count(IsReliable);
        return new ReportSection(
            "What to expect",
            new ReportKeyFigures(
                new KeyFigure("Crimes in the coming twelve months, all types and areas", NumberText.Count(Math.Round(all.Expected)), $"80% interval {Whole(all.Interval80)}"),
                new KeyFigure("Against the last twelve months", all.Change is { } change ? SignedPercent(change.Value) : "not known", all.LastTwelve is { } last ? $"{NumberText.Count(last)} were counted; {Words(all)}" : "a month is missing"),
                new KeyFigure("Types that get worse, better, neither", $"{worse}▲ {better}▼ {types.Length - worse - better}–", $"of {types.Length}; “neither” is no clear change"),
                new KeyFigure("Types with a reliable season", $"{seasonal} of {types.Length}", "whole force; months stand out once all twelve are looked at")),
            new ReportProse(all.Reason, "Better means fewer recorded crimes than in the last twelve months, worse means more. No clear change is an answer: the data do not carry an arrow then."),
            new ReportNote(ReportNoteKind.Information, "These are counts recorded, not counts of crime committed. Intervals hold what such forecasts missed in the past; a change of recording, of the law or of the world is not in them."));
    }

    private static ReportSection Planner(SeasonalityReportInput input, bool several) => new(
        "The year ahead by type",
        new ReportTable
        {
            Caption = $"{(several ? $"{input.Plan.History.Areas.Root}, all areas together" : input.Plan.History.Areas.Leaves[0])}. Expected counts of the coming twelve months; peak and trough by relative occurrence.",
            Columns = [new("Type"), new("Expected", ColumnKind.Number), new("Last 12", ColumnKind.Number), new("Change", ColumnKind.Number), new("Verdict"), new("Chance of worse, better"), new("Season"), new("Peak"), new("Trough")],
            Rows = [.. Types(input.Plan).Prepend(input.Plan.Series[0]).DistinctBy(s => s.Node.Index).Select(Row)],
            FullFile = "year.csv",
        });

    private static IReadOnlyList<TableCell> Row(SeriesPlan series)
    {
        AnnualOutlook annual = series.Annual;
        bool reliable = IsReliable(series);
        return
        [
            series.Node.Key.Type,
            new TableCell(NumberText.Count(Math.Round(annual.Expected)), Detail: Whole(annual.Interval80)),
            annual.LastTwelve is { } last ? NumberText.Count(last) : "—",
            annual.Change is { } change ? new TableCell(SignedPercent(change.Value), Detail: $"{SignedPercent(change.Low)} to {SignedPercent(change.High)}") : "—",
            Words(annual),
            $"{NumberText.Chance(annual.ProbabilityWorse)}, {NumberText.Chance(annual.ProbabilityBetter)}",
            series.Index.Verdict.Words(),
            reliable ? new TableCell(Short(series.Peak), Detail: IndexText(series, series.Peak)) : "~",
            reliable ? new TableCell(Short(series.Trough), Detail: IndexText(series, series.Trough)) : "~",
        ];
    }

    private static ReportSection Verdicts(SeasonalityPlan plan)
    {
        string[] areas = [.. plan.History.Areas.Leaves.Take(VerdictAreas)];
        return new ReportSection(
            "Better or worse by area",
            new ReportProse("▲▲ much worse · ▲ worse · – unclear (no clear change) · ▼ better · ▼▼ much better, each against the area's own last twelve months. Below it the expected change; where fewer than 20 a month were counted, the counts of the last and the coming twelve months instead, since percentages of few crimes mislead."),
            new ReportTable
            {
                Caption = "Verdict of every type in every area; empty where nothing is forecast.",
                Columns = [new("Type"), .. areas.Select(a => new TableColumn(a))],
                Rows = [.. plan.History.Types.Leaves.Select(t => (IReadOnlyList<TableCell>)[t, .. areas.Select(a => Cell(plan[t, a]))])],
                FullFile = "year.csv",
            },
            areas.Length < plan.History.Areas.Leaves.Count ? new ReportProse($"The first {areas.Length} of {plan.History.Areas.Leaves.Count} areas; all are in year.csv.") : new ReportProse("All areas are shown; figures are in year.csv."));

        static TableCell Cell(SeriesPlan series) =>
            series.Annual is { Change: { } change, LastTwelve: { } last } annual
                ? new TableCell(
                    annual.Verdict == DirectionVerdict.NoClearChange ? $"–{Unbroken}unclear" : $"{annual.Verdict.Symbol()} {annual.Verdict.Words()}",
                    Detail: last < FewYearly ? $"{NumberText.Count(last)} → {NumberText.Count(Math.Round(annual.Expected))}" : SignedPercent(change.Value))
                : new TableCell("–", Detail: "not compared");
    }

    private static ReportSection Calendar(SeasonalityReportInput input)
    {
        SeasonalityPlan plan = input.Plan;
        SeriesPlan[] rows = [.. Types(plan).OrderByDescending(IsReliable).ThenByDescending(Range)];
        return new ReportSection(
            "Which months stand out",
            new ReportProse(
                "Relative occurrence: 100 is the average of the coming twelve months. Types with the widest swing stand first; those without a reliable season stand last, hatched and marked ~.",
                "Colours have the same limits, 70 to 130, on every map. A figure is bold only where its 95% interval excludes 100."),
            new ReportFigure(Map(plan, rows, "Relative occurrence by calendar month", perDay: false), "Whole months, as they are counted: February is low mostly because it is short. The tables plan.csv and index.csv hold values and intervals."),
            new ReportFigure(Map(plan, rows, "Relative occurrence per day", perDay: true), "The same with the length of months taken out: what a day of the month brings."));
    }

    private static ReportSection Areas(SeasonalityReportInput input)
    {
        SeasonalityPlan plan = input.Plan;
        string[] order = [.. Types(plan).OrderByDescending(IsReliable).ThenByDescending(Range).Select(t => t.Node.Key.Type)];
        string[] areas = [.. plan.History.Areas.Leaves.Take(input.MostAreaMaps)];
        List<ReportBlock> blocks =
        [
            new ReportProse("One map per area, rows in the order of the force's map and with its colours. An area's own shape is believed as far as its counts carry it, the rest is the shape of its type."),
        ];
        blocks.AddRange(areas.Select(area => new ReportFigure(
            Map(plan, [.. order.Select(t => plan[t, area])], $"{area}: relative occurrence by calendar month", perDay: false),
            string.Create(CultureInfo.InvariantCulture, $"{order.Count(t => IsReliable(plan[t, area]))} of {order.Length} types have a reliable season here."))));
        if (areas.Length < plan.History.Areas.Leaves.Count)
        {
            blocks.Add(new ReportProse($"{areas.Length} of {plan.History.Areas.Leaves.Count} areas are drawn; all are in plan.csv."));
        }

        return new ReportSection("Areas", blocks);
    }

    private static ReportSection Fans(SeasonalityReportInput input)
    {
        SeasonalityPlan plan = input.Plan;
        SeriesPlan[] types = Types(plan);
        List<ReportBlock> blocks =
        [
            new ReportFigure(Fan(input, [plan.Series[0]], s => $"{s.Node.Key.Type}, {s.Node.Key.Area}", "All types and areas", 1), "36 months counted, then what is expected with bands that hold 50, 80 and 95 of a hundred outcomes."),
        ];
        if (types.Length > 1)
        {
            blocks.Add(new ReportFigure(Fan(input, types, s => s.Node.Key.Type, "Types, all areas", 2), "Every panel has its own scale from 0. Vertical lines mark breaks found or declared: AO one month, LS a new level, TC a passing change, SO a changed season."));
        }

        SeriesPlan[] areas = [.. plan.Series.Where(s => s.Node.Level == SeriesLevel.Area)];
        if (plan.History.Areas.Leaves.Count > 1 && areas.Length > 0)
        {
            blocks.Add(new ReportFigure(Fan(input, areas, s => s.Node.Key.Area, "Areas, all types", 2), "Totals of areas; their bands come from joint futures, not from adding intervals."));
        }

        return new ReportSection("Counts with their uncertainty", blocks);
    }

    private static SvgImage Fan(SeasonalityReportInput input, IReadOnlyList<SeriesPlan> series, Func<SeriesPlan, string> title, string name, int columns)
    {
        FanPanel[] panels =
        [
            .. series.Where(s => input.Plan.History.Series(s.Node.Index) is not null).Select(s => new FanPanel(
                title(s),
                input.Plan.History.Series(s.Node.Index)!,
                s.Coming,
                input.Breaks.TryGetValue(s.Node.Key, out BreakReport? breaks) ? [.. breaks.Breaks.Select(b => (b.Month, b.ToString()))] : [],
                Words(s.Annual))),
        ];
        return new FanChart { Title = name, Description = $"Fan charts of {panels.Length} series: counts of 36 months, then expected counts with bands.", Panels = panels, Columns = columns }.Draw();
    }

    private static ReportSection Breaks(SeasonalityReportInput input)
    {
        (SeriesKey Key, SeriesBreak Break)[] found = [.. input.Breaks.SelectMany(b => b.Value.Breaks.Select(x => (b.Key, Break: x))).OrderByDescending(b => b.Break.Month)];
        string held = input.Plan.Options.Model.Disruptions.Count > 0
            ? $"Held apart when seasons and errors are learnt: {string.Join(", ", input.Plan.Options.Model.Disruptions.Select(d => $"{d.Name} ({d.First} to {d.Last})"))}."
            : "No months are held apart.";
        if (input.Breaks.Count == 0)
        {
            return new ReportSection("Breaks and events", new ReportProse("No breaks were searched for or declared.", held));
        }

        return new ReportSection(
            "Breaks and events",
            new ReportProse("Months and changes of level that do not belong to the usual course of a series, found in the data or declared. They are listed, never silently smoothed; what caused them is for those who know.", held),
            found.Length == 0
                ? new ReportProse($"None was found in {input.Breaks.Count} series.")
                : new ReportTable
                {
                    Caption = $"Breaks in {input.Breaks.Count} series, latest first. Effect: relative change in the first month, with its 95% interval.",
                    Columns = [new("Type"), new("Area"), new("Month"), new("Kind"), new("Effect", ColumnKind.Number), new("t", ColumnKind.Number), new("Known as")],
                    Rows = [.. found.Select(f => (IReadOnlyList<TableCell>)[f.Key.Type, f.Key.Area, Name(f.Break.Month), Kind(f.Break.Kind), new TableCell(SignedPercent(f.Break.Effect.Value), Detail: $"{SignedPercent(f.Break.Effect.Low)} to {SignedPercent(f.Break.Effect.High)}"), NumberText.Fixed(f.Break.TValue, 1), f.Break.Name ?? "found"])],
                    MaximumRows = 60,
                    FullFile = "breaks.csv",
                });
    }

    private static ReportSection Coherence(SeasonalityPlan plan) => new(
        "Do the parts add up",
        new ReportProse(string.Create(CultureInfo.InvariantCulture, $"{plan.History.Types.Leaves.Count} types in {plan.History.Areas.Leaves.Count} areas add to every total of types, of areas and of the whole: the largest relative gap is {plan.Incoherence:0.0e+0}. Intervals of totals come from futures drawn jointly, so that they are neither the sum of intervals nor blind to what moves areas and types together.")));

    private static ReportSection Quality(SeasonalityReportInput input)
    {
        ReportSection section = QualitySection.Compose(input.Quality);
        if (input.Plan.Findings.Count == 0)
        {
            return section;
        }

        return section with
        {
            Blocks = [.. section.Blocks, new ReportTable
            {
                Caption = "What was noticed about the series.",
                Columns = [new("Type"), new("Area"), new("Finding")],
                Rows = [.. input.Plan.Findings.Select(f => (IReadOnlyList<TableCell>)[f.Key.Type, f.Key.Area, f.Message])],
                MaximumRows = 40,
                FullFile = "findings.csv",
            }],
        };
    }

    private static ReportSection Limits(SeasonalityPlan plan) => new(
        "Limits and hazards",
        new ReportNote(ReportNoteKind.Caution, StandingText.Advisory),
        new ReportList(
            StandingText.RecordedCrime,
            StandingText.FeedbackLoop,
            "Below about 20 crimes a month no month can be shown to stand out, and nothing beats a flat mean: such cells are marked ~ and carry wide intervals.",
            "An index says which months differ, not why. A season may come from reporting, school terms, weather or how work is recorded.",
            $"An arrow needs {NumberText.Percent(plan.Options.ArrowProbability, 0)} probability of a change beyond {NumberText.Percent(plan.Options.ChangeThreshold, 0)}: one arrow in ten may be wrong even when all is well.",
            StandingText.Automation));

    private static SvgImage Map(SeasonalityPlan plan, SeriesPlan[] rows, string title, bool perDay)
    {
        Month[] months = [.. rows[0].Occurrence.Select(o => o.Month)];
        return new SeasonalHeatMap
        {
            Title = title,
            Description = $"Relative occurrence of {rows.Length} types in {months.Length} months from {Name(plan.First)}; 100 is the average month.",
            Months = months,
            Rows = [.. rows.Select(s => new HeatMapRow(s.Node.Key.Type, [.. (perDay ? s.OccurrencePerDay : s.Occurrence).Select(o => Cell(s, o))], IsReliable(s)))],
        }.Draw();

        static HeatMapCell Cell(SeriesPlan series, RelativeOccurrence o) => new(
            o.Index.Value,
            o.StandsOut,
            string.Create(CultureInfo.InvariantCulture, $"{series.Node.Key.Type}, {series.Node.Key.Area}, {o.Month}: {o.Index.Value:0} (95% interval {o.Index.Low:0} to {o.Index.High:0}); {Above(o.Index.Value)}; {series.Index.Verdict.Words()}"));

        static string Above(double index) => Math.Round(index) == 100 ? "as the average month" : string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(index - 100):0}% {(index > 100 ? "above" : "below")} the average month");
    }

    private static SeriesPlan[] Types(SeasonalityPlan plan)
    {
        string whole = plan.History.Areas.Leaves.Count > 1 ? plan.History.Areas.Root : plan.History.Areas.Leaves[0];
        return [.. plan.History.Types.Leaves.Select(t => plan[t, whole])];
    }

    private static bool IsReliable(SeriesPlan series) => series.Index.Verdict is SeasonalityVerdict.Present or SeasonalityVerdict.Strong;

    private static double Range(SeriesPlan series) => series.Index.PerDay.Max(p => p.Value) - series.Index.PerDay.Min(p => p.Value);

    private static string IndexText(SeriesPlan series, Month month)
    {
        Estimate index = series.Occurrence.First(o => o.Month == month).Index;
        return string.Create(CultureInfo.InvariantCulture, $"{index.Value:0} ({index.Low:0}\u2060–\u2060{index.High:0})");
    }

    private static string Kind(BreakKind kind) => kind switch
    {
        BreakKind.AdditiveOutlier => "AO: one month",
        BreakKind.LevelShift => "LS: a new level",
        BreakKind.TemporaryChange => "TC: a passing change",
        _ => "SO: a changed season",
    };

    private static string Whole(Interval interval) => $"{NumberText.Count(interval.Low)} to {NumberText.Count(interval.High)}";

    private static string SignedPercent(double share) => (share >= 0.005 ? "+" : "") + NumberText.Percent(Math.Abs(share) < 0.005 ? 0 : share, 0);
}
