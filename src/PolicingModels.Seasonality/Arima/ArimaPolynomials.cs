namespace PolicingModels.Seasonality;

/// <summary>The lag polynomials of an ARMA model from unconstrained numbers: each factor by its partial autocorrelations, so that it is stationary or invertible (Monahan 1984, doi:10.1093/biomet/71.2.403).</summary>
internal sealed class ArimaPolynomials
{
    private const int Year = 12;

    public ArimaPolynomials(ArimaOrder order, ReadOnlySpan<double> free)
    {
        Coefficients = new double[order.Coefficients];
        int at = 0;
        foreach (int length in (ReadOnlySpan<int>)[order.AutoRegressive, order.MovingAverage, order.SeasonalAutoRegressive, order.SeasonalMovingAverage])
        {
            Constrain(free.Slice(at, length), Coefficients.AsSpan(at, length));
            at += length;
        }

        // Signs: autoregressions on the right-hand side, y = φ y₋₁ + …, moving averages e + θ e₋₁.
        for (int i = 0; i < order.MovingAverage; i++)
        {
            Coefficients[order.AutoRegressive + i] *= -1;
        }

        for (int i = 0; i < order.SeasonalMovingAverage; i++)
        {
            Coefficients[^(i + 1)] *= -1;
        }

        Expand(order);
    }

    private ArimaPolynomials(ArimaOrder order, double[] coefficients)
    {
        Coefficients = coefficients;
        Expand(order);
    }

    /// <summary>φ, θ, Φ, Θ in this order.</summary>
    public double[] Coefficients { get; }

    /// <summary>φ_1 … of the product of both autoregressive factors; y_t = Σ φ_i y_{t−i} + ….</summary>
    public double[] Ar { get; private set; } = [];

    /// <summary>θ_0 = 1, θ_1 … of the product of both moving-average factors.</summary>
    public double[] Ma { get; private set; } = [];

    public static ArimaPolynomials Of(ArimaOrder order, double[] coefficients) => new(order, coefficients);

    /// <summary>ψ weights: how an error echoes, differences undone where asked.</summary>
    public double[] Echo(ArimaOrder order, int count, bool integrated)
    {
        double[] ar = integrated ? Integrated(order) : Ar;
        double[] psi = new double[count];
        for (int j = 0; j < count; j++)
        {
            double value = j < Ma.Length ? Ma[j] : 0;
            for (int i = 1; i <= Math.Min(j, ar.Length); i++)
            {
                value += ar[i - 1] * psi[j - i];
            }

            psi[j] = value;
        }

        return psi;
    }

    /// <summary>The largest modulus of an inverse root of any factor, seasonal ones by their twelfth root: below 1, near it almost not stationary or invertible.</summary>
    public double NearestRoot(ArimaOrder order)
    {
        ReadOnlySpan<double> c = Coefficients;
        double largest = Inverse(c[..order.AutoRegressive], 1);
        largest = Math.Max(largest, Inverse(c.Slice(order.AutoRegressive, order.MovingAverage), -1));
        c = c[(order.AutoRegressive + order.MovingAverage)..];
        double seasonal = Math.Max(Inverse(c[..order.SeasonalAutoRegressive], 1), Inverse(c.Slice(order.SeasonalAutoRegressive, order.SeasonalMovingAverage), -1));
        return Math.Max(largest, Math.Pow(seasonal, 1.0 / Year));
    }

    /// <summary>The autoregression of the undifferenced series.</summary>
    private double[] Integrated(ArimaOrder order)
    {
        double[] poly = [1, .. Ar.Select(a => -a)];
        for (int i = 0; i < order.Differences; i++)
        {
            poly = Times(poly, 1);
        }

        for (int i = 0; i < order.SeasonalDifferences; i++)
        {
            poly = Times(poly, Year);
        }

        return [.. poly.Skip(1).Select(a => -a)];
    }

    private static double[] Times(double[] poly, int lag)
    {
        double[] product = new double[poly.Length + lag];
        for (int i = 0; i < poly.Length; i++)
        {
            product[i] += poly[i];
            product[i + lag] -= poly[i];
        }

        return product;
    }

    private void Expand(ArimaOrder order)
    {
        int p = order.AutoRegressive, q = order.MovingAverage, sp = order.SeasonalAutoRegressive, sq = order.SeasonalMovingAverage;
        Ar = new double[p + (Year * sp)];
        Ma = new double[q + (Year * sq) + 1];
        ReadOnlySpan<double> phi = Coefficients.AsSpan(0, p), theta = Coefficients.AsSpan(p, q), seasonalPhi = Coefficients.AsSpan(p + q, sp), seasonalTheta = Coefficients.AsSpan(p + q + sp, sq);
        for (int i = 0; i <= p; i++)
        {
            for (int s = 0; s <= sp; s++)
            {
                if (i + s > 0)
                {
                    Ar[i + (Year * s) - 1] += (i == 0 ? 1 : -phi[i - 1]) * (s == 0 ? -1 : seasonalPhi[s - 1]);
                }
            }
        }

        for (int i = 0; i <= q; i++)
        {
            for (int s = 0; s <= sq; s++)
            {
                Ma[i + (Year * s)] += (i == 0 ? 1 : theta[i - 1]) * (s == 0 ? 1 : seasonalTheta[s - 1]);
            }
        }
    }

    private static void Constrain(ReadOnlySpan<double> free, Span<double> coefficients)
    {
        Span<double> before = stackalloc double[8];
        for (int k = 0; k < free.Length; k++)
        {
            double partial = Math.Tanh(free[k]);
            coefficients[..k].CopyTo(before);
            coefficients[k] = partial;
            for (int i = 0; i < k; i++)
            {
                coefficients[i] = before[i] - (partial * before[k - 1 - i]);
            }
        }
    }

    private static double Inverse(ReadOnlySpan<double> coefficients, double sign)
    {
        int n = coefficients.Length;
        if (n == 0)
        {
            return 0;
        }

        if (n == 1)
        {
            return Math.Abs(coefficients[0]);
        }

        MathNet.Numerics.LinearAlgebra.Matrix<double> companion = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.Create(n, n, 0);
        for (int i = 0; i < n; i++)
        {
            companion[0, i] = sign * coefficients[i];
            if (i > 0)
            {
                companion[i, i - 1] = 1;
            }
        }

        return companion.Evd().EigenValues.AsArray().Max(z => z.Magnitude);
    }
}
