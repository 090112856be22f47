using System.Globalization;
using System.IO.Compression;
using System.Text;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Validation;

/// <summary>Cell sizes and crime types that the stack's members were not chosen on.</summary>
internal static class OtherSets
{
    private static readonly string[] SurreyTypes = ["Vehicle crime", "Burglary", "Anti-social behaviour", "Violence and sexual offences"];

    public static void Write(StringBuilder page, string dataFolder)
    {
        page.AppendLine("| set | cells | origins | model | LS | Poisson LS | predicted / observed | slope | 80 % cover | 95 % cover | HR@5 | PEI\\*@5 | LS against best baseline (interval) | HR@5 against it, points (interval) |");
        page.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        CrimeEvents chicago = Chicago(Path.Combine(dataFolder, "events", "cmd_chicago_aggravated_assaults.csv.gz"));
        foreach (double area in new[] { 0.5, 0.75 })
        {
            Row(page, FormattableString.Invariant($"Chicago {area} km²"), Grid.Squares(area, chicago).Count(chicago, PeriodSequence.FourWeekly(new DateOnly(2019, 12, 31), 130)), 26);
        }

        foreach (string type in SurreyTypes)
        {
            (CrimeEvents events, PeriodSequence months) = Surrey(Path.Combine(dataFolder, "events", "surrey_street_slim.csv.gz"), type);
            foreach (double area in new[] { 0.5, 0.75, 1 })
            {
                Row(page, FormattableString.Invariant($"Surrey {type} {area} km²"), Grid.Squares(area, events).Count(events, months), 13);
            }
        }

        page.AppendLine();
    }

    private static void Row(StringBuilder page, string name, SpaceTimeCounts counts, int origins)
    {
        Console.Error.WriteLine(name);
        BacktestReport report = new Backtest(counts, new BacktestOptions { Origins = origins, AreaPercents = [5] }).Run(
            [new StackForecaster(), new CountRegressionForecaster(), new HistoricalMeanForecaster(), new EmpiricalBayesForecaster(), new EmpiricalBayesEwmaForecaster(), new LastPeriodForecaster()]);
        foreach (string model in new[] { "stack", "count-regression", "empirical-bayes-ewma" })
        {
            ModelScore score = report[model];
            string V(string metric, string format) => score[metric].Value.ToString(format, CultureInfo.InvariantCulture);
            string D(string metric, double unit, string format)
            {
                if (report.BestBaseline is not { } best || best == model)
                {
                    return "is the best baseline";
                }

                ModelComparison c = report.Compare(model, best, metric);
                string Text(double value) => (unit * value).ToString(format, CultureInfo.InvariantCulture);
                return $"{Text(c.Difference.Value)} ({Text(c.Difference.Low)} to {Text(c.Difference.High)}) {c.Verdict switch { Verdict.Better => "**better**", Verdict.Worse => "**worse**", _ => "no evidence" }}";
            }

            page.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {counts.CellCount} | {origins} | {model} | {V("logScore", "F4")} | {V("poissonLogScore", "F4")} | {V("totalRatio", "F3")} | {V("calibrationSlope", "F3")} | {V("coverage80", "F3")} | {V("coverage95", "F3")} | {100 * score["hitRate@5"].Value:F2} | {100 * score["peiStar@5"].Value:F2} | {D("logScore", 1, "F4")} | {D("hitRate@5", 100, "F2")} |");
        }
    }

    private static IEnumerable<string[]> Lines(string path)
    {
        using GZipStream plain = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(plain);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }

    // Metres around the middle of the city: plenty for cells.
    private static CrimeEvents Chicago(string path)
    {
        const double Degree = 111_320;
        List<double> east = [], north = [];
        List<int> day = [];
        double shrink = Math.Cos(41.84 * Math.PI / 180);
        foreach (string[] row in Lines(path))
        {
            east.Add((double.Parse(row[2], CultureInfo.InvariantCulture) + 87.68) * Degree * shrink);
            north.Add((double.Parse(row[3], CultureInfo.InvariantCulture) - 41.84) * Degree);
            day.Add(DateOnly.ParseExact(row[0][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber);
        }

        return new CrimeEvents([.. east], [.. north], [.. day], CoordinateSystem.PlanarMetres);
    }

    private static (CrimeEvents Events, PeriodSequence Months) Surrey(string path, string type)
    {
        List<double> east = [], north = [];
        List<int> day = [];
        SortedSet<DateOnly> months = [];
        foreach (string[] row in Lines(path))
        {
            DateOnly month = DateOnly.ParseExact(row[0] + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
            months.Add(month);
            if (row[6] == type && row[1].Length > 0)
            {
                double x = double.Parse(row[1], CultureInfo.InvariantCulture), y = double.Parse(row[2], CultureInfo.InvariantCulture);

                // Under 1 % of rows lie outside the force; the box around the county leaves them out.
                if (x is > 480_000 and < 545_000 && y is > 128_000 and < 176_000)
                {
                    east.Add(x);
                    north.Add(y);
                    day.Add(month.DayNumber + 14);
                }
            }
        }

        return (new CrimeEvents([.. east], [.. north], [.. day], CoordinateSystem.BritishNationalGrid), PeriodSequence.Of(months.Select(m => new Period(m, m.AddMonths(1))), PeriodCalendar.Monthly));
    }
}
