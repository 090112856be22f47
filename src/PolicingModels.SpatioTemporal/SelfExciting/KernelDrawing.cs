namespace PolicingModels.SpatioTemporal;

/// <summary>Events drawn from a kernel and what they see around them, for kernels near to it.</summary>
internal sealed class KernelDrawing
{
    private readonly SelfExcitingOptions _options;
    private readonly TriggerPairs _pairs;
    private readonly SelfExcitingLikelihood _likelihood;
    private readonly TriggeredSample _sample;
    private readonly double[] _drawnDensity;
    private readonly SelfExcitingLikelihood[] _looks;
    private readonly DrawnEvents _drawn;
    private readonly CancellationToken _stop;

    public KernelDrawing(PointPattern pattern, TriggerPairs pairs, TriggerExposure exposure, SelfExcitingOptions options, SelfExcitingLikelihood likelihood, SelfExcitingParameters from, BackgroundDensity density, double[] weight, TimeShift[] shifts, double[] level, CancellationToken stop)
    {
        (_options, _pairs, _likelihood, _stop) = (options, pairs, likelihood, stop);
        ParametricKernel kernel = Kernel(from);
        _sample = TriggeredSample.Draw(pattern, kernel, pairs, shifts, density.ApartDays(pairs), stop);
        double[] f = density.At(_sample, weight, pairs, shifts, stop);
        _drawnDensity = new double[f.Length];
        Density(kernel, _drawnDensity);
        _looks = [.. _sample.Shifted.Prepend(_sample.Past).Select(p => new SelfExcitingLikelihood(pattern, p, exposure, options.Spread, f))];
        int shapes = likelihood.ParameterCount - 2;
        double[][] slopes = new double[shapes][], levels = [Array.ConvertAll(_sample.Next, i => level[i]), .. shifts.Select(s => Array.ConvertAll(_sample.Next, i => level[s.MomentOf(i)]))];
        for (int k = 0; k < shapes; k++)
        {
            slopes[k] = new double[f.Length];
        }

        _drawn = new DrawnEvents(new TimeContrast(0, shifts, shapes).Looks(f.Length), f, levels, new double[f.Length], slopes, _sample.Weight);
    }

    /// <summary>The same draws weighed for other parameters, in place.</summary>
    public DrawnEvents At(SelfExcitingParameters p)
    {
        for (int r = 0; r < _looks.Length; r++)
        {
            _looks[r].Slopes(p, _drawn.Slopes[r], _stop);
        }

        _likelihood.LogSlopes(p, _sample.Days, _sample.Squared, _drawn.LogSlopes);
        Density(Kernel(p), _drawn.Importance);
        for (int q = 0; q < _drawn.Count; q++)
        {
            _drawn.Importance[q] /= _drawnDensity[q];
        }

        return _drawn;
    }

    private ParametricKernel Kernel(SelfExcitingParameters p) => p.Kernel(_options.Spread, _pairs.LongestDays, _pairs.FarthestMetres);

    private void Density(ParametricKernel kernel, double[] into)
    {
        for (int q = 0; q < into.Length; q++)
        {
            into[q] = kernel.Density(_sample.Days[q], _sample.Squared[q]);
        }
    }
}
