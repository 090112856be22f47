namespace PolicingModels.Seasonality;

/// <summary>Makes forecasts of parts and totals agree. Immutable and thread-safe.</summary>
/// <remarks>
/// Wickramasuriya, Athanasopoulos and Hyndman 2019 (doi:10.1080/01621459.2018.1448825): the coherent forecast closest to the base forecast in the metric of
/// the errors' covariance W. It is found in constraint form, ỹ = y − W Cᵀ (C W Cᵀ)⁻¹ C y with C = [I −A], so that the matrix to factor
/// has one row per total (39 for 351 nodes) and no summing matrix is stored. Totals are then added up from the parts, so
/// that they agree to the last digits. Non-negativity by an active set: bottom series that came out negative are held at zero by further
/// constraints, those whose multiplier pulls the other way are let go, and the number of rounds is bounded. A solve costs the square of
/// the number of totals.
/// </remarks>
public sealed class Reconciler
{
    private readonly ErrorCovariance _covariance;
    private readonly ReconciliationOptions _options;
    private readonly double[] _gain;
    private readonly double[] _cross;
    private readonly CholeskyFactor? _factor;

    private Reconciler(SummingStructure structure, ErrorCovariance covariance, ReconciliationOptions options, CancellationToken cancellationToken)
    {
        (Structure, _covariance, _options) = (structure, covariance, options);
        int n = structure.NodeCount, totals = structure.AggregateCount;
        if (options.Method == ReconciliationMethod.BottomUp || totals == 0)
        {
            (_gain, _cross) = ([], []);
            return;
        }

        // Column k of the gain is W Cᵀ e_k; C times it is column k of C W Cᵀ.
        _gain = new double[totals * n];
        _cross = new double[totals * totals];
        double[] row = new double[n];
        for (int k = 0; k < totals; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(row);
            row[k] = 1;
            foreach (int part in structure.Parts(k))
            {
                row[totals + part] = -1;
            }

            Span<double> column = _gain.AsSpan(k * n, n);
            covariance.Multiply(row, column);
            Constrain(column, _cross.AsSpan(k * totals, totals));
        }

        _factor = new CholeskyFactor(_cross, totals, cancellationToken);
    }

    /// <summary>The structure that forecasts are made to obey.</summary>
    public SummingStructure Structure { get; }

    /// <summary>The weight of the diagonal in the covariance, 0 to 1: estimated for <see cref="ReconciliationMethod.MinTraceShrink"/>, 1 for the other methods.</summary>
    public double Shrinkage => _covariance.Shrinkage;

    /// <summary>Prepares a method that needs no past errors.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="options">Settings; null takes bottom-up.</param>
    /// <param name="cancellationToken">Stops the preparation.</param>
    /// <exception cref="ArgumentException">The method needs past errors, or a setting is out of range.</exception>
    public static Reconciler Create(SummingStructure structure, ReconciliationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        options ??= new ReconciliationOptions { Method = ReconciliationMethod.BottomUp };
        options.Validate();
        double[] variances = new double[structure.NodeCount];
        Array.Fill(variances, 1);
        if (options.Method is ReconciliationMethod.VarianceWeights or ReconciliationMethod.MinTraceShrink)
        {
            throw new ArgumentException($"{options.Method} weighs by past one-step errors; give them.", nameof(options));
        }

        if (options.Method == ReconciliationMethod.StructuralWeights)
        {
            for (int k = 0; k < structure.AggregateCount; k++)
            {
                variances[k] = structure.Parts(k).Length;
            }
        }

        return new Reconciler(structure, ErrorCovariance.Diagonal(variances), options, cancellationToken);
    }

    /// <summary>Prepares a method from past errors.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="residuals">Past one-step errors (count minus forecast), all nodes of one month after another; months in which any node has none are left out by the caller.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <param name="cancellationToken">Stops the preparation.</param>
    /// <exception cref="ArgumentException">The errors do not hold whole months, are fewer than two months, or are not finite, or a setting is out of range.</exception>
    public static Reconciler Create(SummingStructure structure, ReadOnlySpan<double> residuals, ReconciliationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        options ??= new ReconciliationOptions();
        options.Validate();
        if (options.Method is not (ReconciliationMethod.VarianceWeights or ReconciliationMethod.MinTraceShrink))
        {
            return Create(structure, options, cancellationToken);
        }

        int n = structure.NodeCount, months = residuals.Length / n;
        if (months * n != residuals.Length || months < 2)
        {
            throw new ArgumentException($"{residuals.Length} errors are not those of 2 or more months of {n} nodes.", nameof(residuals));
        }

        double[] byNode = new double[residuals.Length];
        for (int t = 0; t < months; t++)
        {
            for (int i = 0; i < n; i++)
            {
                double value = residuals[(t * n) + i];
                byNode[(i * months) + t] = double.IsFinite(value) ? value : throw new ArgumentException($"The error of node {i} in month {t} is not finite; leave that month out.", nameof(residuals));
            }
        }

        return new Reconciler(structure, ErrorCovariance.FromResiduals(byNode, n, months, options.Method == ReconciliationMethod.MinTraceShrink, cancellationToken), options, cancellationToken);
    }

    /// <summary>Prepares variance weights that are known.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="variances">The error variance of each node, above 0 and finite.</param>
    /// <param name="options">Settings; the method is taken for <see cref="ReconciliationMethod.VarianceWeights"/>.</param>
    /// <param name="cancellationToken">Stops the preparation.</param>
    /// <exception cref="ArgumentException">There are not as many variances as nodes, or one is not above 0.</exception>
    public static Reconciler FromVariances(SummingStructure structure, ReadOnlySpan<double> variances, ReconciliationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        options = (options ?? new ReconciliationOptions()) with { Method = ReconciliationMethod.VarianceWeights };
        options.Validate();
        Require(structure, variances.Length, nameof(variances));
        foreach (double variance in variances)
        {
            if (!(variance > 0) || double.IsInfinity(variance))
            {
                throw new ArgumentException("Error variances are finite and above 0.", nameof(variances));
            }
        }

        return new Reconciler(structure, ErrorCovariance.Diagonal(variances.ToArray()), options, cancellationToken);
    }

    /// <summary>Makes one row of base forecasts coherent.</summary>
    /// <param name="forecasts">A number per node, finite.</param>
    /// <returns>A number per node; totals are the sums of their parts.</returns>
    /// <exception cref="ArgumentException">There are not as many numbers as nodes, or one is not finite.</exception>
    public double[] Reconcile(ReadOnlySpan<double> forecasts)
    {
        double[] coherent = new double[Structure.NodeCount];
        Reconcile(forecasts, coherent);
        return coherent;
    }

    /// <summary>Makes one row of base forecasts, or one simulated future of all nodes, coherent.</summary>
    /// <param name="forecasts">A number per node, finite.</param>
    /// <param name="coherent">Receives a number per node; may be the same memory.</param>
    /// <exception cref="ArgumentException">There are not as many numbers as nodes, or one is not finite.</exception>
    public void Reconcile(ReadOnlySpan<double> forecasts, Span<double> coherent)
    {
        Require(Structure, forecasts.Length, nameof(forecasts));
        Require(Structure, coherent.Length, nameof(coherent));
        foreach (double forecast in forecasts)
        {
            if (!double.IsFinite(forecast))
            {
                throw new ArgumentException("Forecasts are finite.", nameof(forecasts));
            }
        }

        int totals = Structure.AggregateCount;
        Span<double> basis = totals <= 512 ? stackalloc double[totals] : new double[totals];
        if (_factor is not null)
        {
            Constrain(forecasts, basis);
        }

        bool mayHold = _options.NonNegativity == NonNegativity.ActiveSet && _factor is not null;
        double[]? original = mayHold ? forecasts.ToArray() : null;
        forecasts.CopyTo(coherent);
        if (_factor is not null)
        {
            _factor.Solve(basis);
            Subtract(basis, coherent);
        }

        if (_options.NonNegativity != NonNegativity.None && coherent[totals..].ContainsAnyInRange(double.NegativeInfinity, -double.Epsilon))
        {
            if (!mayHold || !HoldAtZero(original!, coherent))
            {
                SetNegativeToZero(coherent[totals..]);
            }
        }

        Structure.AddUp(coherent);
    }

    /// <summary>The error variances of the reconciled forecasts, where base errors have the covariance that the method weighs by.</summary>
    /// <returns>A variance per node: the diagonal of W − W Cᵀ (C W Cᵀ)⁻¹ C W, in the unit of W; for intervals that are normal.</returns>
    public double[] Variances()
    {
        int n = Structure.NodeCount, totals = Structure.AggregateCount;
        double[] variances = [.. _covariance.Variances];
        if (_factor is null)
        {
            for (int k = 0; k < totals; k++)
            {
                variances[k] = 0;
                foreach (int part in Structure.Parts(k))
                {
                    variances[k] += variances[totals + part];
                }
            }

            return variances;
        }

        double[] row = new double[totals], solved = new double[totals];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < totals; k++)
            {
                row[k] = _gain[(k * n) + i];
            }

            row.CopyTo(solved, 0);
            _factor.Solve(solved);
            double lost = 0;
            for (int k = 0; k < totals; k++)
            {
                lost += row[k] * solved[k];
            }

            variances[i] = Math.Max(0, variances[i] - lost);
        }

        return variances;
    }

    private static void Require(SummingStructure structure, int length, string name)
    {
        if (length != structure.NodeCount)
        {
            throw new ArgumentException($"There are {length} numbers for {structure.NodeCount} nodes.", name);
        }
    }

    private static void SetNegativeToZero(Span<double> bottom)
    {
        for (int i = 0; i < bottom.Length; i++)
        {
            bottom[i] = Math.Max(0, bottom[i]);
        }
    }

    /// <summary>How far each total is from the sum of its parts.</summary>
    private void Constrain(ReadOnlySpan<double> nodes, Span<double> gaps)
    {
        for (int k = 0; k < gaps.Length; k++)
        {
            double gap = nodes[k];
            foreach (int part in Structure.Parts(k))
            {
                gap -= nodes[gaps.Length + part];
            }

            gaps[k] = gap;
        }
    }

    private void Subtract(ReadOnlySpan<double> multipliers, Span<double> nodes)
    {
        int n = nodes.Length;
        for (int k = 0; k < multipliers.Length; k++)
        {
            double multiplier = multipliers[k];
            ReadOnlySpan<double> column = _gain.AsSpan(k * n, n);
            for (int i = 0; i < n; i++)
            {
                nodes[i] -= column[i] * multiplier;
            }
        }
    }

    /// <summary>The active set: holds negative bottom series at zero until none is negative and none is held against its multiplier.</summary>
    private bool HoldAtZero(double[] forecasts, Span<double> coherent)
    {
        int n = Structure.NodeCount, totals = Structure.AggregateCount;
        SortedSet<int> held = [];
        double[] unit = new double[n];
        double tolerance = 1e-9 * (1 + forecasts.Max(Math.Abs));
        for (int round = 0; round < _options.MaximumRounds; round++)
        {
            for (int i = totals; i < n; i++)
            {
                if (coherent[i] < -tolerance)
                {
                    held.Add(i);
                }
            }

            int[] order = [.. held];
            int size = totals + order.Length;
            double[][] extra = new double[order.Length][];
            double[] matrix = new double[size * size], right = new double[size];
            for (int k = 0; k < totals; k++)
            {
                _cross.AsSpan(k * totals, totals).CopyTo(matrix.AsSpan(k * size));
            }

            Constrain(forecasts, right.AsSpan(0, totals));
            for (int h = 0; h < order.Length; h++)
            {
                unit[order[h]] = 1;
                extra[h] = new double[n];
                _covariance.Multiply(unit, extra[h]);
                unit[order[h]] = 0;
                Span<double> row = matrix.AsSpan((totals + h) * size, size);
                Constrain(extra[h], row[..totals]);
                for (int g = 0; g <= h; g++)
                {
                    row[totals + g] = extra[h][order[g]];
                }

                right[totals + h] = forecasts[order[h]];
            }

            CholeskyFactor factor;
            try
            {
                factor = new CholeskyFactor(matrix, size);
            }
            catch (AnalysisException)
            {
                return false;
            }

            factor.Solve(right);
            forecasts.CopyTo(coherent);
            Subtract(right.AsSpan(0, totals), coherent);
            int released = 0;
            for (int h = 0; h < order.Length; h++)
            {
                double multiplier = right[totals + h];
                for (int i = 0; i < n; i++)
                {
                    coherent[i] -= extra[h][i] * multiplier;
                }
            }

            for (int h = 0; h < order.Length; h++)
            {
                coherent[order[h]] = 0;
                if (right[totals + h] > tolerance / _covariance.Variances[order[h]])
                {
                    held.Remove(order[h]);
                    released++;
                }
            }

            if (released == 0 && !coherent[totals..].ContainsAnyInRange(double.NegativeInfinity, -tolerance))
            {
                SetNegativeToZero(coherent[totals..]);
                return true;
            }
        }

        return false;
    }
}
