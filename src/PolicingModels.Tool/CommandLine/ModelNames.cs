using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>Makes forecasters from the names on the command line.</summary>
internal static class ModelNames
{
    /// <summary>The model when none is named: the best-supported one for monthly and four-weekly grids.</summary>
    public const string Default = "empirical-bayes-ewma";

    /// <exception cref="CommandLineException">No model has that name.</exception>
    public static IGridForecaster Create(string option, string name, double? bandwidth = null)
    {
        string known = Forecasters.Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandLineException($"{option} {name}: there is no such model; there are {string.Join(", ", Forecasters.Names)}.");
        return (known, bandwidth) switch
        {
            (_, null) => Forecasters.Create(known),
            ("kernel-density", { } metres) => new KernelDensityForecaster(new KernelDensityOptions { BandwidthMetres = metres }),
            _ => throw new CommandLineException($"--bandwidth is of kernel-density; {known} has none: leave it out."),
        };
    }

    /// <summary>Makes the models of a list such as <c>ewma,kernel-density</c>, or all of them.</summary>
    /// <exception cref="CommandLineException">A name is unknown or stands twice.</exception>
    public static IReadOnlyList<IGridForecaster> CreateAll(string option, string list)
    {
        string[] names = list.Equals("all", StringComparison.OrdinalIgnoreCase)
            ? [.. Forecasters.Names]
            : list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
        {
            throw new CommandLineException($"{option} names no model; give all, or some of {string.Join(", ", Forecasters.Names)}.");
        }

        string? twice = names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)?.Key;
        return twice is null ? [.. names.Select(n => Create(option, n))] : throw new CommandLineException($"{option} names {twice} twice; name each model once.");
    }
}
