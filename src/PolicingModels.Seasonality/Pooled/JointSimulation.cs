namespace PolicingModels.Seasonality;

/// <summary>Futures of all counted series together: shocks shared by types and areas, indices as uncertain as they are, counts on top.</summary>
internal sealed class JointSimulation
{
    private readonly PooledData _data;
    private readonly PooledLevels _levels;
    private readonly ShockModel _shocks;
    private readonly IndexDraws _indices;
    private readonly int _horizon;
    private readonly double[] _rates;
    private readonly double[] _typeSpread, _shareSpread;

    public JointSimulation(PooledData data, PooledLevels levels, ShockModel shocks, IndexDraws indices, int horizon)
    {
        (_data, _levels, _shocks, _indices, _horizon) = (data, levels, shocks, indices, horizon);
        _rates = new double[data.Types * horizon];
        _typeSpread = Spread(shocks.TypeShape, shocks.TypeScale);
        _shareSpread = Spread(shocks.ShareShape, shocks.ShareScale);
        for (int t = 0; t < data.Types; t++)
        {
            for (int h = 0; h < horizon; h++)
            {
                _rates[(t * horizon) + h] = data.First[t] < data.Months ? levels.Rate(t, data.Months - 1, h + 1) : 0;
            }
        }
    }

    /// <summary>The expected count of a bottom series in a coming month.</summary>
    public double Mean(int type, int area, int ahead) =>
        Expected(type, area, ahead) * Math.Exp(_indices.MeanLog(_data.Bottom(type, area), _data.MonthOfYear[_data.Months + ahead]));

    /// <summary>The same before its index.</summary>
    public double Expected(int type, int area, int ahead) =>
        _rates[(type * _horizon) + ahead] * _levels.Share[_data.Bottom(type, area)][_data.Months - 1] * _data.Days[_data.Months + ahead];

    /// <summary>One future: a count per bottom series and month.</summary>
    /// <param name="draw">Its number.</param>
    /// <param name="random">The numbers of this draw.</param>
    /// <param name="counts">Receives the months of one bottom series after another.</param>
    /// <param name="scratch">Working memory of this thread.</param>
    public void Draw(int draw, SeededRandom random, Span<double> counts, Scratch scratch)
    {
        int types = _data.Types, areas = _data.Areas;
        DrawShocks(random, _shocks.TypeShape, _shocks.TypeCorrelation, _shocks.TypeTail, scratch.Common, scratch.Own, types, scratch.TypeShock);
        for (int a = 0; a < areas && areas > 1; a++)
        {
            DrawShocks(random, _shocks.ShareShape, _shocks.ShareCorrelation, _shocks.ShareTail, scratch.Common, scratch.Own, types, scratch.ShareShock.AsSpan(a * types * _horizon, types * _horizon));
        }

        for (int t = 0; t < types; t++)
        {
            for (int h = 0; h < _horizon; h++)
            {
                int place = (t * _horizon) + h, month = _data.MonthOfYear[_data.Months + h];
                double deviation = _typeSpread[place], rate = _rates[place] * _data.Days[_data.Months + h];
                double type = rate * Math.Exp((deviation * scratch.TypeShock[place]) - (0.5 * deviation * deviation));
                double whole = 0, plain = 0, shareDeviation = _shareSpread[place];
                for (int a = 0; a < areas; a++)
                {
                    int bottom = _data.Bottom(t, a);
                    double share = _levels.Share[bottom][_data.Months - 1];
                    double moved = areas > 1 ? share * Math.Exp(shareDeviation * scratch.ShareShock[(a * types * _horizon) + place]) : share;
                    plain += share;
                    whole += moved;
                    scratch.Shares[a] = moved;
                }

                double scale = whole > 0 ? plain / whole : 0;
                for (int a = 0; a < areas; a++)
                {
                    int bottom = _data.Bottom(t, a);
                    double mean = type * scratch.Shares[a] * scale * _indices.Factor(draw, bottom, month);
                    counts[(bottom * _horizon) + h] = random.NextPoisson(Math.Min(mean, 1e15));
                }
            }
        }
    }

    public Scratch NewScratch() => new(_data.Types, _data.Areas, _horizon);

    /// <summary>Standard shocks of all types: variance 1 in every month, correlated over months by their shape and between types.</summary>
    private void DrawShocks(SeededRandom random, (double Stays, double Grows, double Month) shape, double correlation, double degrees, double[] common, double[] own, int types, Span<double> shocks)
    {
        double shared = Math.Sqrt(correlation), apart = Math.Sqrt(1 - correlation);
        Path(random, shape, degrees, common);
        for (int t = 0; t < types; t++)
        {
            Path(random, shape, degrees, own);
            for (int h = 0; h < _horizon; h++)
            {
                shocks[(t * _horizon) + h] = (shared * common[h]) + (apart * own[h]);
            }
        }
    }

    private void Path(SeededRandom random, (double Stays, double Grows, double Month) shape, double degrees, double[] path)
    {
        // Student's t with unit variance: a normal path times one factor for its size.
        double size = Math.Sqrt((degrees - 2) / (2 * random.NextGamma(degrees / 2)));
        double level = Math.Sqrt(shape.Stays) * random.NextGaussian(), step = Math.Sqrt(shape.Grows), month = Math.Sqrt(shape.Month);
        for (int h = 0; h < _horizon; h++)
        {
            level += step * random.NextGaussian();
            path[h] = size * (level + (month * random.NextGaussian())) / Math.Sqrt(shape.Stays + (shape.Grows * (h + 1)) + shape.Month);
        }
    }

    /// <summary>Standard deviations of logarithms: relative variances turned into those of a log-normal factor.</summary>
    private double[] Spread((double Stays, double Grows, double Month) shape, double[] scales)
    {
        double[] spread = new double[scales.Length * _horizon];
        for (int t = 0; t < scales.Length; t++)
        {
            for (int h = 0; h < _horizon; h++)
            {
                spread[(t * _horizon) + h] = Math.Sqrt(AccurateMath.Log1P(ShockModel.Persistent(shape, scales[t], h + 1) + (scales[t] * shape.Month)));
            }
        }

        return spread;
    }

    /// <summary>Working memory of one thread.</summary>
    public sealed class Scratch(int types, int areas, int horizon)
    {
        public double[] Common { get; } = new double[horizon];

        public double[] Own { get; } = new double[horizon];

        public double[] TypeShock { get; } = new double[types * horizon];

        public double[] ShareShock { get; } = new double[types * areas * horizon];

        public double[] Shares { get; } = new double[areas];

        public double[] Counts { get; } = new double[types * areas * horizon];
    }
}
