using System.Globalization;
using NetTopologySuite.Geometries;

namespace PolicingModels.Gridding;

/// <summary>Cells that somebody else laid, known by centre and area: for counts already made. Immutable and thread-safe.</summary>
/// <remarks>
/// Where the centres stand on an upright lattice of squares, points can be located and neighbours are known. Elsewhere both are refused,
/// for a centre does not say where a cell ends; models that need neither still work.
/// </remarks>
public sealed class ListedGrid : IGrid
{
    private readonly GridCell[] _cells;
    private readonly SquareTiling? _tiling;
    private readonly SlotTable? _table;
    private readonly Slot[] _slots = [];

    internal ListedGrid(IEnumerable<GridCell> cells, CoordinateSystem coordinates)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(coordinates);
        _cells = [.. cells];
        Coordinates = coordinates;
        if (_cells.Length == 0)
        {
            throw new ArgumentException("A grid has at least one cell.", nameof(cells));
        }

        HashSet<string> ids = new(StringComparer.Ordinal);
        for (int i = 0; i < _cells.Length; i++)
        {
            GridCell cell = _cells[i];
            if (string.IsNullOrEmpty(cell.Id) || !ids.Add(cell.Id))
            {
                throw new ArgumentException($"Cell {i} has the id “{cell.Id}”, which is {(string.IsNullOrEmpty(cell.Id) ? "empty" : "given twice")}; every cell has an id of its own.", nameof(cells));
            }

            if (!double.IsFinite(cell.Easting) || !double.IsFinite(cell.Northing) || !(cell.AreaSquareKilometres > 0) || double.IsInfinity(cell.AreaSquareKilometres))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Cell {i} (“{cell.Id}”) has the centre ({cell.Easting}, {cell.Northing}) and {cell.AreaSquareKilometres} km²; centres are finite metres and areas are above 0 km²."), nameof(cells));
            }
        }

        if (Spacing(_cells) is { } spacing)
        {
            SpacingMetres = spacing;
            _tiling = new SquareTiling(spacing, new GridOptions { OriginEasting = _cells[0].Easting - (spacing / 2), OriginNorthing = _cells[0].Northing - (spacing / 2) });
            _slots = new Slot[_cells.Length];
            for (int i = 0; i < _cells.Length; i++)
            {
                _tiling.TryLocate(_cells[i].Easting, _cells[i].Northing, out int column, out int row);
                _slots[i] = new Slot(column, row, i, true);
            }

            _table = new SlotTable(_slots);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<GridCell> Cells => _cells;

    /// <inheritdoc/>
    public CoordinateSystem Coordinates { get; }

    /// <summary>The spacing of the lattice in metres; null where the centres form none.</summary>
    public double? SpacingMetres { get; }

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"{_cells.Length} listed cells{(SpacingMetres is { } spacing ? $" at {spacing:0.######} m" : "")}");

    /// <inheritdoc/>
    /// <exception cref="AnalysisException">The centres form no lattice of squares.</exception>
    public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells)
    {
        if (easting.Length != northing.Length || cells.Length < easting.Length)
        {
            throw new ArgumentException($"There are {easting.Length} eastings, {northing.Length} northings and room for {cells.Length} cells; give as many of each.", nameof(cells));
        }

        if (_tiling is null)
        {
            throw NoLattice("events cannot be located in them");
        }

        for (int i = 0; i < easting.Length; i++)
        {
            cells[i] = _tiling.TryLocate(easting[i], northing[i], out int column, out int row) ? _table!.Find(column, row) : -1;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="AnalysisException">The centres form no lattice of squares.</exception>
    public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen)
    {
        if (!Enum.IsDefined(rule))
        {
            throw new ArgumentOutOfRangeException(nameof(rule), rule, "The rule is Queen or Rook.");
        }

        if (_tiling is null)
        {
            throw NoLattice("their neighbours are not known");
        }

        List<int>[] neighbours = new List<int>[_cells.Length];
        for (int i = 0; i < neighbours.Length; i++)
        {
            List<int> list = neighbours[i] = new(8);
            foreach ((int columns, int rows) in _tiling.Steps(rule, _slots[i].Row))
            {
                int other = _table!.Find(_slots[i].Column + columns, _slots[i].Row + rows);
                if (other >= 0)
                {
                    list.Add(other);
                }
            }
        }

        return new Adjacency(neighbours);
    }

    /// <summary>The lattice's square around a cell's centre, or a square of the cell's area where there is no lattice.</summary>
    /// <param name="cell">0 to the number of cells − 1.</param>
    public Geometry Outline(int cell)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cell);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, _cells.Length);
        GridCell at = _cells[cell];
        double half = (SpacingMetres ?? Math.Sqrt(at.AreaSquareKilometres * 1e6)) / 2;
        return Planar.Rectangle(at.Easting - half, at.Northing - half, at.Easting + half, at.Northing + half);
    }

    private static AnalysisException NoLattice(string consequence) =>
        new(AnalysisFailure.UnsuitableSetting, $"The listed cells do not stand on an upright lattice of squares, so {consequence}. Use Grid.Squares, Grid.Hexagons or Grid.Zones, or a model that needs counts only.");

    // The side of the largest cell if every centre stands a whole number of sides from the first; else the least gap between centres, likewise.
    private static double? Spacing(GridCell[] cells)
    {
        double side = Math.Sqrt(cells.Max(c => c.AreaSquareKilometres) * 1e6);
        double gap = Math.Min(LeastGap(cells.Select(c => c.Easting)), LeastGap(cells.Select(c => c.Northing)));
        return Fits(cells, side) ? side : double.IsFinite(gap) && Fits(cells, gap) ? gap : null;
    }

    private static bool Fits(GridCell[] cells, double spacing)
    {
        HashSet<(double, double)> places = [];
        foreach (GridCell cell in cells)
        {
            double column = (cell.Easting - cells[0].Easting) / spacing, row = (cell.Northing - cells[0].Northing) / spacing;
            double c = Math.Round(column), r = Math.Round(row);

            // Files often keep centimetres; a thousandth of a side is more than that and far less than a cell.
            if (!(Math.Abs(column - c) < 1e-3 && Math.Abs(row - r) < 1e-3) || !places.Add((c, r)))
            {
                return false;
            }
        }

        return true;
    }

    private static double LeastGap(IEnumerable<double> values)
    {
        double least = double.PositiveInfinity, before = double.NegativeInfinity;
        foreach (double value in values.Order())
        {
            double gap = value - before;
            if (gap > 0.01)
            {
                least = Math.Min(least, gap);
                before = value;
            }
        }

        return least;
    }
}
