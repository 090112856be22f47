using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>Points by bands of a measure: each band runs from its own lower end up to, not including, the next.</summary>
public sealed class PointTable
{
    private readonly double[] _from;
    private readonly double[] _points;

    /// <summary>Makes a table.</summary>
    /// <param name="bands">Lower end (inclusive) and points of each band, lower ends increasing. Below the first band there are 0 points.</param>
    /// <exception cref="ArgumentException">There is no band, lower ends do not increase, or points are negative or not finite.</exception>
    public PointTable(params IReadOnlyList<(double From, double Points)> bands)
    {
        ArgumentNullException.ThrowIfNull(bands);
        if (bands.Count == 0)
        {
            throw new ArgumentException("A point table has at least one band.", nameof(bands));
        }

        for (int b = 0; b < bands.Count; b++)
        {
            (double from, double points) = bands[b];
            if (!double.IsFinite(from) || !(points >= 0) || double.IsInfinity(points) || (b > 0 && !(from > bands[b - 1].From)))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Band {b + 1} begins at {from} with {points} points; lower ends increase, and points are finite and not negative."), nameof(bands));
            }
        }

        _from = [.. bands.Select(b => b.From)];
        _points = [.. bands.Select(b => b.Points)];
        Bands = [.. bands];
    }

    /// <summary>Lower end and points of each band.</summary>
    public IReadOnlyList<(double From, double Points)> Bands { get; }

    /// <summary>The points of a value.</summary>
    /// <param name="value">A finite number in the table's measure.</param>
    public double PointsOf(double value)
    {
        int at = Array.BinarySearch(_from, value);
        int band = at >= 0 ? at : ~at - 1;
        return band < 0 ? 0 : _points[band];
    }
}
