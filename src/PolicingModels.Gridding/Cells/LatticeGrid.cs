using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace PolicingModels.Gridding;

/// <summary>Equal cells of a tiling, whole or cut at a boundary: what squares and hexagons share. Immutable and thread-safe.</summary>
public abstract class LatticeGrid : IGrid
{
    private readonly Lattice _lattice;
    private readonly StudyArea? _boundary;
    private readonly bool _insideOnly;
    private readonly GridCell[] _cells;
    private readonly Slot[] _slots;
    private readonly SlotTable _table;
    private readonly int[][] _slotsOfCell;

    // Squares only. Per box: its cell, −1 for none, or NeedsTest − cell where the boundary decides point by point.
    private const int NeedsTest = -2;
    private readonly SquareLattice? _box;
    private readonly int[] _cellOfBox = [];

    private protected LatticeGrid(Lattice lattice, CoordinateSystem coordinates, StudyArea? boundary, GridOptions options, List<ClippedCell> pieces)
    {
        _lattice = lattice;
        _boundary = boundary;
        _insideOnly = boundary is not null && options.PointsBeyondBoundary == BoundaryRule.InsideOnly;
        Coordinates = coordinates;
        Options = options;
        CellAreaSquareKilometres = lattice.CellArea / 1e6;

        double least = options.MinimumAreaShare * lattice.CellArea;
        List<ClippedCell> slivers = pieces.FindAll(p => p.Area < least);
        List<ClippedCell> kept = slivers.Count == 0 ? pieces : pieces.FindAll(p => !(p.Area < least));
        double[] areas = [.. kept.Select(p => p.Area)];
        List<Slot> slots = [.. kept.Select((p, i) => new Slot(p.Column, p.Row, i, p.IsWhole))];
        List<int>[] slotsOfCell = [.. kept.Select((_, i) => new List<int>(1) { i })];
        foreach (ClippedCell sliver in slivers)
        {
            int target = options.Slivers == SliverRule.MergeIntoNeighbour ? LargestNeighbour(lattice, kept, sliver) : -1;
            if (target < 0)
            {
                DroppedCells++;
                DroppedAreaSquareKilometres += sliver.Area / 1e6;
                continue;
            }

            MergedCells++;
            areas[target] += sliver.Area;
            slotsOfCell[target].Add(slots.Count);
            slots.Add(new Slot(sliver.Column, sliver.Row, target, sliver.IsWhole));
        }

        _slots = [.. slots];
        _slotsOfCell = Array.ConvertAll(slotsOfCell, s => s.ToArray());
        _table = new SlotTable(_slots);
        if (lattice is SquareTiling squares && !_table.SlotOfBox.IsEmpty)
        {
            (int column, int row, int columns, int rows) = _table.Box;
            _box = squares.Block(column, row, columns, rows);
            _cellOfBox = CellsOfBoxes(_table.SlotOfBox, _slots, _insideOnly);
            WholeBox = _cellOfBox.Min() > NeedsTest ? _box : null;
        }

        _cells = new GridCell[kept.Count];
        for (int i = 0; i < _cells.Length; i++)
        {
            (int column, int row) = (kept[i].Column, kept[i].Row);
            (double u, double v) = lattice.Centre(column, row);
            Coordinate centre = lattice.ToPlane(u, v);
            _cells[i] = new GridCell(lattice.IdOf(column, row), centre.X, centre.Y, areas[i] / 1e6);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<GridCell> Cells => _cells;

    /// <inheritdoc/>
    public CoordinateSystem Coordinates { get; }

    /// <summary>The settings by which the cells were laid and cut.</summary>
    public GridOptions Options { get; }

    /// <summary>The area of a whole cell in square kilometres.</summary>
    public double CellAreaSquareKilometres { get; }

    /// <summary>Slivers below the least share that are no cells; points in them are located nowhere.</summary>
    public int DroppedCells { get; }

    /// <summary>The area of dropped slivers in square kilometres.</summary>
    public double DroppedAreaSquareKilometres { get; }

    /// <summary>Slivers below the least share that joined a neighbouring cell.</summary>
    public int MergedCells { get; }

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"{CellAreaSquareKilometres:0.######} km² {_lattice.Shape}, {_cells.Length} cells");

    /// <summary>The column and row of a cell in the endless lattice; the same place has the same ones whatever the boundary.</summary>
    /// <param name="cell">0 to the number of cells − 1.</param>
    public (int Column, int Row) ColumnRow(int cell) => (_slots[_slotsOfCell[cell][0]].Column, _slots[_slotsOfCell[cell][0]].Row);

    /// <inheritdoc/>
    public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells)
    {
        if (easting.Length != northing.Length || cells.Length < easting.Length)
        {
            throw new ArgumentException($"There are {easting.Length} eastings, {northing.Length} northings and room for {cells.Length} cells; give as many of each.", nameof(cells));
        }

        if (_box is not null)
        {
            LocateInBox(easting, northing, cells[..easting.Length]);
            return;
        }

        for (int i = 0; i < easting.Length; i++)
        {
            int slot = _lattice.TryLocate(easting[i], northing[i], out int column, out int row) ? _table.Find(column, row) : -1;
            cells[i] = slot >= 0 && (!_insideOnly || _slots[slot].IsWhole || _boundary!.Contains(easting[i], northing[i])) ? _slots[slot].Cell : -1;
        }
    }

    /// <summary>Which cells are neighbours in the lattice, whether or not the boundary passes between them.</summary>
    /// <param name="rule">Queen or rook; the same six for hexagons.</param>
    public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen)
    {
        if (!Enum.IsDefined(rule))
        {
            throw new ArgumentOutOfRangeException(nameof(rule), rule, "The rule is Queen or Rook.");
        }

        List<int>[] neighbours = new List<int>[_cells.Length];
        for (int cell = 0; cell < neighbours.Length; cell++)
        {
            List<int> list = neighbours[cell] = new(8);
            foreach (int at in _slotsOfCell[cell])
            {
                Slot slot = _slots[at];
                foreach ((int columns, int rows) in _lattice.Steps(rule, slot.Row))
                {
                    int other = _table.Find(slot.Column + columns, slot.Row + rows);
                    if (other >= 0 && _slots[other].Cell != cell && !list.Contains(_slots[other].Cell))
                    {
                        list.Add(_slots[other].Cell);
                    }
                }
            }
        }

        return new Adjacency(neighbours);
    }

    /// <inheritdoc/>
    public Geometry Outline(int cell)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cell);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, _cells.Length);
        int[] slots = _slotsOfCell[cell];
        Geometry outline = Piece(_slots[slots[0]]);
        for (int i = 1; i < slots.Length; i++)
        {
            outline = Planar.PolygonsOf(OverlayNGRobust.Overlay(outline, Piece(_slots[slots[i]]), SpatialFunction.Union));
        }

        return outline;
    }

    /// <summary>The box of squares; null for other shapes, for scattered cells, and where the boundary decides about some points.</summary>
    private protected SquareLattice? WholeBox { get; }

    private protected ReadOnlySpan<int> CellsOfWholeBox => WholeBox is null ? [] : _cellOfBox;

    private protected static double SideOf(double areaSquareKilometres)
    {
        RequireArea(areaSquareKilometres);
        return Math.Sqrt(areaSquareKilometres * 1e6);
    }

    private protected static void RequireArea(double areaSquareKilometres)
    {
        if (!(areaSquareKilometres > 0) || double.IsInfinity(areaSquareKilometres))
        {
            throw new ArgumentOutOfRangeException(nameof(areaSquareKilometres), areaSquareKilometres, string.Create(CultureInfo.InvariantCulture, $"A cell of {areaSquareKilometres} km² is not possible; give a finite area above 0 km²."));
        }
    }

    private protected static List<ClippedCell> Cover(Lattice lattice, StudyArea boundary, GridOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(boundary);
        return LatticeClip.Cover(lattice, boundary.Outline, options.MaximumCells, stop)
            ?? throw new AnalysisException(AnalysisFailure.GridTooLarge, string.Create(CultureInfo.InvariantCulture, $"Cells of {lattice.CellArea / 1e6:G12} km² over {boundary.Name} ({boundary.AreaSquareKilometres:0.###} km²) make about {Math.Ceiling(boundary.AreaSquareKilometres * 1e6 / lattice.CellArea):0} cells, more than the limit of {options.MaximumCells}. Use larger cells, check that the boundary is in metres, or raise MaximumCells."));
    }

    /// <summary>The whole cells that hold at least one event.</summary>
    private protected static List<ClippedCell> Occupied(Lattice lattice, CrimeEvents events, GridOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(events);
        HashSet<(int Row, int Column)> found = [];
        ReadOnlySpan<double> easting = events.Easting, northing = events.Northing;
        for (int i = 0; i < easting.Length; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                stop.ThrowIfCancellationRequested();
            }

            if (!lattice.TryLocate(easting[i], northing[i], out int column, out int row))
            {
                throw new AnalysisException(AnalysisFailure.GridTooLarge, string.Create(CultureInfo.InvariantCulture, $"Event {i}{(events.Ids is { } ids ? $" (id {ids[i]})" : "")} lies at ({easting[i]}, {northing[i]}) m, beyond {Lattice.Limit} cells from the origin. Remove it, or check the coordinate system."));
            }

            if (found.Add((row, column)) && found.Count > options.MaximumCells)
            {
                throw new AnalysisException(AnalysisFailure.GridTooLarge, string.Create(CultureInfo.InvariantCulture, $"More than {options.MaximumCells} cells of {lattice.CellArea / 1e6:G12} km² hold an event: the limit was passed at event {i} of {easting.Length}, at ({easting[i]:0.##}, {northing[i]:0.##}) m. Use larger cells, give a boundary, or raise MaximumCells."));
            }
        }

        if (found.Count == 0)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, "A grid without a boundary is laid over its events, and there are none. Give events or a boundary.");
        }

        return [.. found.Order().Select(c => new ClippedCell(c.Column, c.Row, lattice.CellArea, true))];
    }

    private void LocateInBox(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells)
    {
        _box!.Locate(easting, northing, cells);
        for (int i = 0; i < cells.Length; i++)
        {
            int box = cells[i], cell = box < 0 ? -1 : _cellOfBox[box];
            cells[i] = cell > NeedsTest ? cell : _boundary!.Contains(easting[i], northing[i]) ? NeedsTest - cell : -1;
        }
    }

    private static int[] CellsOfBoxes(ReadOnlySpan<int> slotOfBox, Slot[] slots, bool insideOnly)
    {
        int[] cells = new int[slotOfBox.Length];
        for (int box = 0; box < cells.Length; box++)
        {
            int slot = slotOfBox[box];
            cells[box] = slot < 0 ? -1 : insideOnly && !slots[slot].IsWhole ? NeedsTest - slots[slot].Cell : slots[slot].Cell;
        }

        return cells;
    }

    private static int LargestNeighbour(Lattice lattice, List<ClippedCell> kept, ClippedCell sliver)
    {
        int best = -1;
        foreach ((int columns, int rows) in lattice.Steps(NeighbourRule.Rook, sliver.Row))
        {
            int at = IndexOf(kept, sliver.Column + columns, sliver.Row + rows);
            if (at >= 0 && (best < 0 || kept[at].Area > kept[best].Area || (kept[at].Area == kept[best].Area && at < best)))
            {
                best = at;
            }
        }

        return best;
    }

    // The pieces are in order of row, then column.
    private static int IndexOf(List<ClippedCell> kept, int column, int row)
    {
        int low = 0, high = kept.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = kept[middle].Row != row ? kept[middle].Row.CompareTo(row) : kept[middle].Column.CompareTo(column);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    private Geometry Piece(Slot slot)
    {
        Polygon whole = _lattice.Outline(slot.Column, slot.Row);
        return slot.IsWhole ? whole : Planar.PolygonsOf(OverlayNGRobust.Overlay(_boundary!.Outline, whole, SpatialFunction.Intersection));
    }
}
