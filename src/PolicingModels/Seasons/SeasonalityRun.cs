using System.Globalization;
using System.Text;
using PolicingModels.Data;
using PolicingModels.Seasonality;

namespace PolicingModels;

/// <summary>Runs systems that plan the year.</summary>
public static class SeasonalityRun
{
    /// <summary>Runs a system from monthly counts to its plan.</summary>
    /// <param name="system">The system.</param>
    /// <param name="input">The counts, the as-of date and the archive.</param>
    /// <param name="progress">Told each step by name.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The plan with a held-out check and the scores of past plans.</returns>
    /// <exception cref="ArgumentException">A setting of the system or of the input is out of its range.</exception>
    /// <exception cref="InputRefusedException">The input cannot be used.</exception>
    /// <exception cref="AnalysisException">The data cannot carry a plan.</exception>
    public static Task<SeasonalityResult> RunAsync(this SeasonalitySystem system, SeasonalityInput input, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(input);
        system.Validate();
        input.Validate();
        return Task.Run(() => Run(system, input, progress, cancellationToken), cancellationToken);
    }

    /// <summary>The name of the file in which an archive keeps a plan.</summary>
    /// <param name="system">The key of the system.</param>
    /// <param name="plan">The plan.</param>
    public static string FileNameOf(string system, PlanArchive plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return $"plan-{system}-{plan.First}.json";
    }

    /// <summary>Keeps a plan in an archive folder, which is made where it is missing.</summary>
    public static void WritePlan(string path, PlanArchive plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllText(path, plan.ToJson() + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static SeasonalityResult Run(SeasonalitySystem system, SeasonalityInput input, IProgress<string>? progress, CancellationToken stop)
    {
        progress?.Report("Reading counts");
        Month? last = input.AsOf is { } day ? Month.Of(day).AddMonths(-1) : null;
        MonthlyCountTable table = input.Table ?? MonthlyCountFiles.Read(input.Path!, last is null ? input.Reading : input.Reading with { LastMonth = last }, null, stop);
        input.Quality?.Report(table.Quality);
        CountRow[] rows =
        [
            .. table.Rows.Where(r => (system.Types.Count == 0 || system.Types.Contains(r.Type, StringComparer.OrdinalIgnoreCase)) && (system.Areas.Count == 0 || system.Areas.Contains(r.Area, StringComparer.OrdinalIgnoreCase)) && (last is null || r.Month <= last)),
        ];
        if (rows.Length == 0)
        {
            throw new InputRefusedException(table.Quality.Source, $"{table.Quality.Source} has no count of the types and areas of {system.About.Key}{(last is { } l ? $" up to {l}" : "")}; it has {string.Join(", ", table.Rows.Select(r => r.Type).Distinct().Take(10))} in {string.Join(", ", table.Rows.Select(r => r.Area).Distinct().Take(10))}.");
        }

        SeriesHierarchy history = SeriesHierarchy.FromRows(rows);
        progress?.Report("Planning the coming year");
        SeasonalityPlan plan = new SeasonalityPlanner(system.Planner).Plan(history, stop);
        progress?.Report("Checking a plan made earlier");
        (HeldOutPlan? heldOut, string missing) = HeldOut(system, history, stop);
        PlanArchive[] archive = input.ArchiveFolder is { } folder ? Read(folder, system.About.Key, plan.First) : [];
        List<DataQualityNote> notes = [.. history.Findings.Take(40).Select(f => new DataQualityNote("series", f.Message))];
        if (history.Findings.Count > 40)
        {
            notes.Add(new DataQualityNote("series", string.Create(CultureInfo.InvariantCulture, $"{history.Findings.Count - 40} further findings are in findings.csv.")));
        }

        return new SeasonalityResult
        {
            System = system,
            AsOf = plan.First.FirstDay,
            Simulated = rows.All(r => r.Area.StartsWith("Simulated", StringComparison.Ordinal)),
            InputFiles = [.. new[] { input.Path }.OfType<string>()],
            Quality = table.Quality.With([], notes),
            Plan = plan,
            Archive = archive,
            TrackRecord = [.. archive.Select(a => Score(a, history)).OfType<ScoredPlan>()],
            HeldOut = heldOut,
            HeldOutMissing = missing,
        };
    }

    private static ScoredPlan? Score(PlanArchive plan, SeriesHierarchy history)
    {
        try
        {
            return new ScoredPlan(plan, plan.Score(history));
        }
        catch (AnalysisException)
        {
            // None of its months has been counted yet.
            return null;
        }
    }

    private static (HeldOutPlan? Check, string Missing) HeldOut(SeasonalitySystem system, SeriesHierarchy history, CancellationToken stop)
    {
        int months = system.HeldOutMonths;
        if (months == 0)
        {
            return (null, "None was asked for.");
        }

        if (history.Length - months < 24)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"There are {history.Length} months; a check of {months} months needs {months + 24} or more."));
        }

        try
        {
            PlanScore score = new SeasonalityPlanner(system.Planner with { HorizonMonths = months }).Plan(history.Take(history.Length - months), stop).ToArchive().Score(history);
            List<(double Plan, double LastYear)> errors = [];
            foreach (SeriesScore one in score.Series)
            {
                int node = history.IndexOf(one.Key.Type, one.Key.Area);
                if (history.Nodes[node].IsBottom && one is { Mase: > 0 } && one.Months == months && LastYearError(history, node, months) is { } error)
                {
                    errors.Add((one.Mase.Value, error * one.Mase.Value / one.MeanAbsoluteError));
                }
            }

            return errors.Count == 0
                ? (null, "No series has every month of the check and of the year before.")
                : (new HeldOutPlan(score, errors.Average(e => e.Plan), errors.Average(e => e.LastYear), errors.Count), "");
        }
        catch (AnalysisException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>Mean absolute error of repeating the month of a year before; null where a month is missing.</summary>
    private static double? LastYearError(SeriesHierarchy history, int node, int months)
    {
        double sum = 0;
        for (int i = history.Length - months; i < history.Length; i++)
        {
            // A check of more than a year repeats the last year that was known.
            int before = i - 12;
            while (before >= history.Length - months)
            {
                before -= 12;
            }

            if (before < 0 || history.Missing(node)[i] || history.Missing(node)[before])
            {
                return null;
            }

            sum += Math.Abs(history.Values(node)[i] - history.Values(node)[before]);
        }

        return sum / months;
    }

    private static PlanArchive[] Read(string folder, string system, Month first)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        List<PlanArchive> plans = [];
        foreach (string file in Directory.EnumerateFiles(folder, $"plan-{system}-*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                plans.Add(PlanArchive.FromJson(File.ReadAllText(file)));
            }
            catch (ArgumentException e)
            {
                throw new InputRefusedException(file, $"{file} is no past plan that this version can read ({e.Message.Split('\n')[0].TrimEnd('.')}); move it out of the archive.", null, e);
            }
        }

        return [.. plans.Where(p => p.First != first.ToString()).OrderBy(p => p.First, StringComparer.Ordinal)];
    }
}
