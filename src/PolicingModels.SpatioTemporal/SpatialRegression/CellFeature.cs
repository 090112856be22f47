using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>A column of the design: one value per cell for every period.</summary>
internal abstract class CellFeature(string name)
{
    public string Name { get; } = name;

    /// <summary>Values for the period after as many known periods as given, from what was known before it.</summary>
    public abstract ReadOnlySpan<double> At(int origin);

    /// <summary>Values for a coming period.</summary>
    /// <param name="origin">How many periods are known: all.</param>
    /// <param name="start">The first day of the period.</param>
    public virtual ReadOnlySpan<double> Ahead(int origin, DateOnly start) => At(origin);

    /// <summary>What the reader of a forecast must know; null for nothing.</summary>
    public virtual string? Note(DateOnly start) => null;
}

/// <summary>A property of cells that does not change.</summary>
internal sealed class FixedFeature(string name, double[] values) : CellFeature(name)
{
    public override ReadOnlySpan<double> At(int origin) => values;
}

/// <summary>A property of cells that changes with time, standardised.</summary>
internal sealed class PeriodFeature : CellFeature
{
    private readonly PeriodCovariate _covariate;
    private readonly double[][] _rows;
    private readonly double _mean;
    private readonly double _deviation;

    public PeriodFeature(string name, PeriodCovariate covariate, double[][] rows, double mean, double deviation)
        : base(name)
    {
        (_covariate, _mean, _deviation) = (covariate, mean, deviation);
        _rows = [.. rows.Select(Standardised)];
    }

    /// <summary>Known ahead: of the period itself; else of the period before.</summary>
    public override ReadOnlySpan<double> At(int origin) => _rows[_covariate.KnownAhead ? Math.Min(origin, _rows.Length - 1) : Math.Max(0, origin - 1)];

    public override ReadOnlySpan<double> Ahead(int origin, DateOnly start) =>
        _covariate.KnownAhead && _covariate.Row(start, _rows[^1].Length) is { } row ? Standardised(row) : _rows[^1];

    public override string? Note(DateOnly start) => _covariate.KnownAhead && !_covariate.Values.ContainsKey(start)
        ? string.Create(CultureInfo.InvariantCulture, $"Covariate “{Name}” has no values for the period that begins on {start:yyyy-MM-dd}; its last values were carried on.")
        : null;

    private double[] Standardised(double[] row) => [.. row.Select(v => (v - _mean) / _deviation)];
}
