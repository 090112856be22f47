using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>Cell means over a window, shrunk towards their common mean.</summary>
internal sealed class ShrunkMeanSurface(CountHistory history, int? windowPeriods) : ISurface
{
    public bool CanBeZero => false;

    public bool IsRelative => false;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken) => Prior(origin, into);

    public GammaPrior Prior(int origin, Span<double> into)
    {
        double[] sums = new double[history.CellCount];
        int window = Math.Min(windowPeriods ?? origin, origin);
        for (int t = origin - window; t < origin; t++)
        {
            TensorPrimitives.Add(sums, history.Row(t), sums);
        }

        return GammaPoisson.Shrink(sums, window, history.Exposure, into);
    }
}

/// <summary>Exponentially weighted cell means, shrunk towards their common mean.</summary>
internal sealed class ShrunkDecayedMeanSurface(CountHistory history, double halfLife) : ISurface
{
    private readonly double _decay = Math.Pow(0.5, 1 / halfLife);

    public bool CanBeZero => false;

    public bool IsRelative => false;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken) => Prior(origin, into);

    public GammaPrior Prior(int origin, Span<double> into)
    {
        DecayedSums sums = new(history, _decay);
        sums.AdvanceTo(origin);
        return GammaPoisson.Shrink(sums.Counts, sums.Weight, history.Exposure, into);
    }

    public void Series(int firstOrigin, CountHistory past, Span<double> into, CancellationToken cancellationToken)
    {
        DecayedSums sums = new(history, _decay);
        for (int t = firstOrigin; t < past.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sums.AdvanceTo(t);
            GammaPoisson.Shrink(sums.Counts, sums.Weight, past.Exposure, into.Slice((t - firstOrigin) * past.CellCount, past.CellCount));
        }
    }
}
