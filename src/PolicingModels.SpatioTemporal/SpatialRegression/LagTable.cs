using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>Logs of recent rates at every origin: exponentially weighted counts per unit of area, a cell's own and its neighbours' mean, each plus the mean rate of all cells.</summary>
/// <remarks>log((recent + m)/2m), so that a cell that had the mean of all has 0; m is the mean of the counts up to the origin.</remarks>
internal sealed class LagTable
{
    private readonly int _cells;
    private readonly double[]? _own;
    private readonly double[]? _near;

    public LagTable(CountHistory history, NeighbourTable near, double decay, bool own, bool neighbours, CancellationToken cancellationToken)
    {
        _cells = history.CellCount;
        int size = _cells * (history.PeriodCount + 1);
        _own = own ? new double[size] : null;
        _near = neighbours ? new double[size] : null;
        DecayedSums recent = new(history, decay);
        double[] rate = new double[_cells], around = new double[_cells];
        double area = TensorPrimitives.Sum(history.Exposure), known = 0;
        for (int t = 1; t <= history.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            recent.AdvanceTo(t);
            known += history.Totals[t - 1];
            double mean = Math.Max(known, 0.5) / (t * area);
            TensorPrimitives.Divide(recent.Counts, recent.Weight, rate);
            if (_near is not null)
            {
                near.Rates(rate, history.Exposure, around);
                Logs(around, mean, _near.AsSpan(t * _cells, _cells));
            }

            if (_own is not null)
            {
                TensorPrimitives.Divide(rate, history.Exposure, rate);
                Logs(rate, mean, _own.AsSpan(t * _cells, _cells));
            }
        }
    }

    public ReadOnlyMemory<double> Own(int origin) => _own.AsMemory(origin * _cells, _cells);

    public ReadOnlyMemory<double> Near(int origin) => _near.AsMemory(origin * _cells, _cells);

    private static void Logs(ReadOnlySpan<double> rates, double mean, Span<double> into)
    {
        TensorPrimitives.Add(rates, mean, into);
        TensorPrimitives.Divide(into, 2 * mean, into);
        TensorPrimitives.Log(into, into);
    }
}
