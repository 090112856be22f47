namespace PolicingModels;

/// <summary>The distribution of a count of events: a number 0, 1, 2, …</summary>
/// <remarks>Instances are immutable and thread-safe.</remarks>
public abstract class CountDistribution
{
    /// <summary>The expected count.</summary>
    public abstract double Mean { get; }

    /// <summary>The variance of the count.</summary>
    public abstract double Variance { get; }

    /// <summary>The natural logarithm of the probability of a count; −∞ where it is impossible.</summary>
    /// <param name="count">0 or more; a negative count has probability 0.</param>
    public abstract double LogProbability(long count);

    /// <summary>The probability of a count.</summary>
    public double Probability(long count) => Math.Exp(LogProbability(count));

    /// <summary>The probability of a count not above a value.</summary>
    public abstract double Cumulative(long count);

    /// <summary>The probability of at least one event, accurate for small means.</summary>
    public virtual double ProbabilityOfAny => -double.ExpM1(LogProbability(0));

    /// <summary>The smallest count whose cumulative probability reaches a level.</summary>
    /// <param name="probability">0 to below 1.</param>
    public abstract long Quantile(double probability);

    /// <summary>The negative log predictive probability of what was observed, in nats; lower is better.</summary>
    public double LogScore(long observed) => -LogProbability(observed);
}
