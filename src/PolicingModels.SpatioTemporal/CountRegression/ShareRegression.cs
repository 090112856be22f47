using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>Fits how a period's events are shared among cells: a multinomial logit, the Poisson likelihood given each period's total.</summary>
/// <remarks>
/// The log posterior is concave: Newton's steps. The prior precision is set where it equals the effective number of coefficients over their squared distance from the prior
/// (MacKay 1992, doi:10.1162/neco.1992.4.3.415), by six rounds.
/// </remarks>
internal static class ShareRegression
{
    private const int Rounds = 6;
    private const double LeastPenalty = 1;
    private const double MostPenalty = 1e4;

    /// <param name="history">The history.</param>
    /// <param name="features">What was known of the cells at each origin.</param>
    /// <param name="first">The first period whose shares are fitted.</param>
    /// <param name="end">The period after the last one.</param>
    /// <param name="prior">What coefficients are drawn to.</param>
    /// <param name="penalty">The prior's precision; null to estimate it.</param>
    /// <param name="mostSteps">After how many steps a fit that does not settle is given up.</param>
    /// <param name="model">The model's name, for messages.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    public static (double[] Coefficients, double Penalty) Fit(CountHistory history, RateFeatures features, int first, int end, double[] prior, double? penalty, int mostSteps, string model, CancellationToken cancellationToken)
    {
        double[] beta = [.. prior];
        double precision = penalty ?? 30;
        for (int round = 0; round < (penalty is null ? Rounds : 1); round++)
        {
            double[,] information = Newton(history, features, first, end, prior, precision, beta, mostSteps, model, cancellationToken);
            if (penalty is null)
            {
                double effective = beta.Length - (precision * Dense.InverseTrace(information));
                double squares = 0;
                for (int k = 0; k < beta.Length; k++)
                {
                    squares += (beta[k] - prior[k]) * (beta[k] - prior[k]);
                }

                precision = Math.Clamp(effective / Math.Max(squares, 1e-12), LeastPenalty, MostPenalty);
            }
        }

        return (beta, precision);
    }

    /// <summary>Climbs to the mode; returns the negative second derivatives there.</summary>
    private static double[,] Newton(CountHistory history, RateFeatures features, int first, int end, double[] prior, double precision, double[] beta, int mostSteps, string model, CancellationToken cancellationToken)
    {
        int p = beta.Length;
        double[] score = new double[p], trial = new double[p];
        double[,] information = new double[p, p], next = new double[p, p];
        double value = Evaluate(history, features, first, end, prior, precision, beta, score, information, cancellationToken);
        for (int iteration = 0; iteration < mostSteps; iteration++)
        {
            double[] step = Dense.SolvePositive(information, score) ?? throw new AnalysisException(AnalysisFailure.SingularFit, $"The features of {model} are collinear in this history. Set a larger Penalty, or leave covariates out.");
            double part = 1, reached;
            double[] nextScore = new double[p];
            do
            {
                for (int k = 0; k < p; k++)
                {
                    trial[k] = beta[k] + (part * step[k]);
                }

                reached = Evaluate(history, features, first, end, prior, precision, trial, nextScore, next, cancellationToken);
                part *= 0.5;
            }
            while (!(reached >= value - (1e-10 * Math.Abs(value))) && part > 1e-8);

            double moved = 0;
            for (int k = 0; k < p; k++)
            {
                moved = Math.Max(moved, Math.Abs(trial[k] - beta[k]));
                beta[k] = trial[k];
            }

            value = reached;
            nextScore.CopyTo(score, 0);
            (information, next) = (next, information);
            if (moved < 1e-9)
            {
                return information;
            }
        }

        throw new AnalysisException(AnalysisFailure.NotConverged, $"The coefficients of {model} did not settle in {mostSteps} {(mostSteps == 1 ? "step" : "steps")}. Set a larger Penalty, or leave covariates out.");
    }

    private static double Evaluate(CountHistory history, RateFeatures features, int first, int end, double[] prior, double precision, double[] beta, double[] score, double[,] information, CancellationToken cancellationToken)
    {
        int p = beta.Length, n = history.CellCount;
        double value = 0;
        for (int k = 0; k < p; k++)
        {
            double away = beta[k] - prior[k];
            value -= 0.5 * precision * away * away;
            score[k] = -precision * away;
            for (int l = 0; l < p; l++)
            {
                information[k, l] = k == l ? precision : 0;
            }
        }

        double[] linear = new double[n], share = new double[n], weighted = new double[n], mean = new double[p];
        for (int t = first; t < end; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double total = history.Totals[t];
            if (!(total > 0))
            {
                continue;
            }

            double[][] x = features.At(t);
            Linear(x, beta, linear);
            double most = TensorPrimitives.Max(linear);
            TensorPrimitives.Subtract(linear, most, share);
            TensorPrimitives.Exp(share, share);
            TensorPrimitives.Multiply(share, history.Exposure, share);
            double sum = TensorPrimitives.Sum(share);
            TensorPrimitives.Divide(share, sum, share);
            ReadOnlySpan<double> row = history.Row(t);
            value += TensorPrimitives.Dot(row, linear) - (total * (most + Math.Log(sum)));
            for (int k = 0; k < p; k++)
            {
                TensorPrimitives.Multiply(share, x[k], weighted);
                mean[k] = TensorPrimitives.Sum(weighted);
                score[k] += TensorPrimitives.Dot(row, x[k]) - (total * mean[k]);
                for (int l = 0; l <= k; l++)
                {
                    double covariance = total * (TensorPrimitives.Dot(weighted, x[l]) - (mean[k] * mean[l]));
                    information[k, l] += covariance;
                    if (l < k)
                    {
                        information[l, k] += covariance;
                    }
                }
            }
        }

        return value;
    }

    /// <summary>Σ β·x per cell.</summary>
    public static void Linear(double[][] features, double[] beta, Span<double> into)
    {
        into.Clear();
        for (int k = 0; k < beta.Length; k++)
        {
            TensorPrimitives.MultiplyAdd(features[k], beta[k], into, into);
        }
    }
}
