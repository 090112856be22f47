namespace PolicingModels.Gridding;

/// <summary>Where a grid is laid: its offset from where it would be, and its turn.</summary>
/// <param name="EastMetres">Offset east, metres.</param>
/// <param name="NorthMetres">Offset north, metres.</param>
/// <param name="RotationDegrees">Turn, degrees anticlockwise.</param>
public readonly record struct GridPlacement(double EastMetres, double NorthMetres, double RotationDegrees);

/// <summary>The same events counted on one placement of the grid.</summary>
/// <param name="Placement">Where the grid was laid.</param>
/// <param name="Counts">The counts.</param>
/// <param name="ShareInTopArea">Share of the counted events, over all categories and periods, in the densest cells that make up the top area; 0 to 1.</param>
/// <param name="LargestCellTotal">The count of the fullest cell over all periods.</param>
/// <param name="CellsWithEvents">How many cells hold at least a part of an event.</param>
public sealed record PlacedCounts(GridPlacement Placement, SpaceTimeCounts Counts, double ShareInTopArea, double LargestCellTotal, int CellsWithEvents);

/// <summary>How a figure varies over the placements of the grid.</summary>
/// <param name="Minimum">The least value.</param>
/// <param name="Mean">The mean value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="StandardDeviation">The standard deviation over the placements (divisor: their number); 0 for one placement.</param>
public readonly record struct PlacementSpread(double Minimum, double Mean, double Maximum, double StandardDeviation)
{
    internal static PlacementSpread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return new PlacementSpread(all.Min(), mean, all.Max(), Math.Sqrt(all.Average(v => (v - mean) * (v - mean))));
    }
}

/// <summary>What the placement of the grid alone does to counts: the modifiable areal unit problem, shown.</summary>
/// <param name="Placed">The counts per placement, the given one (no offset, no turn) first.</param>
/// <param name="TopAreaShare">The share of the area that counts as the top.</param>
/// <param name="ShareInTopArea">Spread of the share of events in the densest cells.</param>
/// <param name="LargestCellTotal">Spread of the fullest cell's count.</param>
public sealed record GridSensitivityReport(IReadOnlyList<PlacedCounts> Placed, double TopAreaShare, PlacementSpread ShareInTopArea, PlacementSpread LargestCellTotal);

/// <summary>Counts the same events on shifted and turned grids.</summary>
/// <remarks>
/// Where cell borders happen to lie changes which cell is fullest and how concentrated events look (Openshaw 1984, <i>The modifiable areal
/// unit problem</i>, CATMOG 38). Figures that change more between placements than between models say nothing about the models.
/// </remarks>
public static class GridSensitivity
{
    /// <summary>Offsets spread evenly over one cell: the k-th is the k-th point of the Halton sequence in bases 2 and 3, times the side.</summary>
    /// <param name="count">How many, at least 1; the first is the grid as given, without offset.</param>
    /// <param name="sideMetres">The period of the grid, metres: the side of a square; above 0.</param>
    /// <param name="rotationsDegrees">Turns to go through in a cycle, the first placement excepted; null for none.</param>
    /// <returns>The placements; the same for the same arguments, and the first k of any longer list.</returns>
    /// <remarks>Halton 1960, doi:10.1007/BF01386213.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static IReadOnlyList<GridPlacement> Placements(int count, double sideMetres, IReadOnlyList<double>? rotationsDegrees = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!(sideMetres > 0) || double.IsInfinity(sideMetres))
        {
            throw new ArgumentOutOfRangeException(nameof(sideMetres), sideMetres, "The side is above 0 and finite, in metres.");
        }

        rotationsDegrees = rotationsDegrees is { Count: > 0 } ? rotationsDegrees : [0];
        return
        [
            .. Enumerable.Range(0, count).Select(k => k == 0
                ? default
                : new GridPlacement(Halton(k, 2) * sideMetres, Halton(k, 3) * sideMetres, rotationsDegrees[(k - 1) % rotationsDegrees.Count])),
        ];
    }

    /// <summary>Counts events on every placement of a grid.</summary>
    /// <param name="makeGrid">Makes the grid for a placement.</param>
    /// <param name="placements">The placements, at least one; <see cref="Placements"/> makes a spread of them.</param>
    /// <param name="events">The events.</param>
    /// <param name="periods">The periods.</param>
    /// <param name="options">How to count; null for the defaults.</param>
    /// <param name="topAreaShare">The share of the area that counts as the top, above 0 and at most 1; default 0.05.</param>
    /// <param name="cancellationToken">Stops the counting.</param>
    /// <exception cref="ArgumentException">There is no placement, or the share is out of its range.</exception>
    public static GridSensitivityReport Run(
        Func<GridPlacement, IGrid> makeGrid,
        IReadOnlyList<GridPlacement> placements,
        CrimeEvents events,
        PeriodSequence periods,
        CountingOptions? options = null,
        double topAreaShare = 0.05,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(makeGrid);
        ArgumentNullException.ThrowIfNull(placements);
        if (placements.Count == 0)
        {
            throw new ArgumentException("There is at least one placement.", nameof(placements));
        }

        if (!(topAreaShare is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(topAreaShare), topAreaShare, "The top share of the area is a fraction above 0 and at most 1.");
        }

        PlacedCounts[] placed = new PlacedCounts[placements.Count];
        for (int i = 0; i < placed.Length; i++)
        {
            SpaceTimeCounts counts = makeGrid(placements[i]).Count(events, periods, options, cancellationToken);
            double[] totals = counts.Total().CellTotals();
            placed[i] = new PlacedCounts(placements[i], counts, ShareInTop(totals, counts.CellAreas, topAreaShare), totals.Max(), totals.Count(t => t > 0));
        }

        return new GridSensitivityReport(placed, topAreaShare, PlacementSpread.Of(placed.Select(p => p.ShareInTopArea)), PlacementSpread.Of(placed.Select(p => p.LargestCellTotal)));
    }

    /// <summary>The share of events in the densest cells whose area is a share of the whole; the last cell counts by the part of it that still fits.</summary>
    internal static double ShareInTop(double[] totals, ReadOnlySpan<double> areas, double topAreaShare)
    {
        double[] area = areas.ToArray();
        int[] order = [.. Enumerable.Range(0, totals.Length).OrderByDescending(c => totals[c] / area[c]).ThenBy(c => c)];
        double room = topAreaShare * area.Sum(), all = totals.Sum(), inside = 0;
        if (all == 0)
        {
            return 0;
        }

        foreach (int c in order)
        {
            double part = Math.Min(1, room / area[c]);
            inside += totals[c] * part;
            room -= area[c] * part;
            if (room <= 0)
            {
                break;
            }
        }

        return Math.Min(1, inside / all);
    }

    private static double Halton(int index, int radix)
    {
        double value = 0, digit = 1;
        for (int rest = index; rest > 0; rest /= radix)
        {
            digit /= radix;
            value += digit * (rest % radix);
        }

        return value;
    }
}
