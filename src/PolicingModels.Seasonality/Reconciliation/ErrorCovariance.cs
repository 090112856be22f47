namespace PolicingModels.Seasonality;

/// <summary>The covariance of one-step errors that reconciliation weighs by: a diagonal, or a sample covariance shrunk toward its diagonal.</summary>
/// <remarks>
/// Shrinkage: Schäfer and Strimmer 2005 (doi:10.2202/1544-6115.1175), intensity Σ Var(r_ij) / Σ r_ij² over the correlations of errors taken to have mean
/// zero, between 0 and 1. Errors that never vary have no correlation; their variance is set to a millionth of the smallest that varies, so that
/// such a node keeps its forecast and nothing is divided by zero.
/// </remarks>
internal sealed class ErrorCovariance
{
    private readonly double[] _residuals;
    private readonly int _months;

    private ErrorCovariance(double[] variances, double[] residuals, int months, double shrinkage)
    {
        Variances = variances;
        _residuals = residuals;
        _months = months;
        Shrinkage = shrinkage;
    }

    /// <summary>The variance per node, above 0.</summary>
    public double[] Variances { get; }

    /// <summary>The weight of the diagonal, 0 to 1; 1 where the covariance is diagonal.</summary>
    public double Shrinkage { get; }

    /// <summary>Whether nodes have no covariance.</summary>
    public bool IsDiagonal => Shrinkage >= 1;

    public static ErrorCovariance Diagonal(double[] variances) => new(variances, [], 0, 1);

    /// <summary>From errors laid out node by node.</summary>
    public static ErrorCovariance FromResiduals(ReadOnlySpan<double> byNode, int nodes, int months, bool shrink, CancellationToken cancellationToken)
    {
        double[] variances = new double[nodes];
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < nodes; i++)
        {
            double sum = 0;
            foreach (double r in byNode.Slice(i * months, months))
            {
                sum += r * r;
            }

            variances[i] = sum / months;
            smallest = variances[i] > 0 ? Math.Min(smallest, variances[i]) : smallest;
        }

        double floor = double.IsInfinity(smallest) ? 1 : smallest * 1e-6;
        double[] deviations = [.. variances.Select(v => v > 0 ? Math.Sqrt(v) : 0)];
        for (int i = 0; i < nodes; i++)
        {
            variances[i] = variances[i] > 0 ? variances[i] : floor;
        }

        if (!shrink)
        {
            return Diagonal(variances);
        }

        return new ErrorCovariance(variances, byNode.ToArray(), months, Intensity(byNode, deviations, nodes, months, cancellationToken));
    }

    /// <summary>Multiplies the covariance by a vector.</summary>
    public void Multiply(ReadOnlySpan<double> vector, Span<double> product)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            product[i] = Shrinkage * Variances[i] * vector[i];
        }

        if (IsDiagonal)
        {
            return;
        }

        Span<double> scores = new double[_months];
        for (int i = 0; i < vector.Length; i++)
        {
            if (vector[i] != 0)
            {
                ReadOnlySpan<double> row = _residuals.AsSpan(i * _months, _months);
                for (int t = 0; t < _months; t++)
                {
                    scores[t] += row[t] * vector[i];
                }
            }
        }

        double factor = (1 - Shrinkage) / _months;
        for (int i = 0; i < vector.Length; i++)
        {
            ReadOnlySpan<double> row = _residuals.AsSpan(i * _months, _months);
            double sum = 0;
            for (int t = 0; t < _months; t++)
            {
                sum += row[t] * scores[t];
            }

            product[i] += factor * sum;
        }
    }

    private static double Intensity(ReadOnlySpan<double> byNode, double[] deviations, int nodes, int months, CancellationToken cancellationToken)
    {
        double[] scaled = new double[nodes * months], squared = new double[nodes * months];
        for (int i = 0; i < nodes; i++)
        {
            for (int t = 0; t < months; t++)
            {
                double z = deviations[i] > 0 ? byNode[(i * months) + t] / deviations[i] : 0;
                scaled[(i * months) + t] = z;
                squared[(i * months) + t] = z * z;
            }
        }

        double variance = 0, square = 0;
        for (int i = 0; i < nodes; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<double> a = scaled.AsSpan(i * months, months), a2 = squared.AsSpan(i * months, months);
            for (int j = 0; j < i; j++)
            {
                double cross = Dot(a, scaled.AsSpan(j * months, months));
                double cross2 = Dot(a2, squared.AsSpan(j * months, months));
                variance += (cross2 - (cross * cross / months)) / (months * (months - 1.0));
                square += cross / months * (cross / months);
            }
        }

        return square > 0 ? Math.Clamp(variance / square, 0, 1) : 1;
    }

    /// <summary>Four running sums in a fixed order: fast, and the same digits on every machine.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 3 < a.Length; i += 4)
        {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }

        for (; i < a.Length; i++)
        {
            s0 += a[i] * b[i];
        }

        return (s0 + s1) + (s2 + s3);
    }
}
