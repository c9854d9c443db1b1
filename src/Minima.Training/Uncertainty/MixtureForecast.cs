namespace Minima.Training.Uncertainty;

/// <summary>Several equally likely Gaussian forecasts: the prediction of an ensemble of networks, or of one network under several dropout masks.</summary>
/// <remarks>
/// <para>Formula: cumulative mean_m Phi((y - m_m) / s_m); variance mean_m s_m^2 + variance of the m_m: the noise that members expect, and their disagreement.</para>
/// <para>Convention: the mixture itself; Lakshminarayanan et al. use one Gaussian with its mean and variance, and report nearly the same.</para>
/// <para>Source: Lakshminarayanan, Pritzel and Blundell 2017, NeurIPS, arXiv:1612.01474; Gal and Ghahramani 2016, ICML, arXiv:1506.02142.</para>
/// </remarks>
public sealed class MixtureForecast : Forecast
{
    private readonly GaussianForecast[] _members;

    /// <param name="members">At least one.</param>
    /// <exception cref="TrainingException">There is none.</exception>
    public MixtureForecast(IReadOnlyList<GaussianForecast> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0) throw new TrainingException("Cannot mix no forecasts; an ensemble has at least one member.");
        _members = [.. members];
        Mean = _members.Average(member => member.Mean);
        Noise = _members.Average(member => member.Scale * member.Scale);
        Disagreement = _members.Average(member => (member.Mean - Mean) * (member.Mean - Mean));
    }

    /// <summary>The members.</summary>
    public IReadOnlyList<GaussianForecast> Members => _members;

    /// <summary>The mean.</summary>
    public double Mean { get; }

    /// <summary>The variance that members expect of the data (aleatoric): more rows do not reduce it.</summary>
    public double Noise { get; }

    /// <summary>The variance of the members' means (epistemic): members differ away from their training data.</summary>
    public double Disagreement { get; }

    /// <summary>The forecasts of an ensemble, row by row.</summary>
    /// <param name="members">The forecasts of all rows, for each member.</param>
    /// <exception cref="TrainingException">There is no member, or they differ in their number of rows.</exception>
    public static MixtureForecast[] OfEnsemble(IReadOnlyList<IReadOnlyList<GaussianForecast>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0) throw new TrainingException("The forecasts of no members were given; an ensemble has at least one member.");
        if (members.FirstOrDefault(member => member.Count != members[0].Count) is { } other) throw new TrainingException($"A member of an ensemble forecasts {other.Count} rows, the first one {members[0].Count}; all must forecast the same rows.");
        return [.. Enumerable.Range(0, members[0].Count).Select(row => new MixtureForecast([.. members.Select(member => member[row])]))];
    }

    /// <inheritdoc/>
    public override double Cumulative(double value)
    {
        double sum = 0;
        foreach (var member in _members) sum += member.Cumulative(value);
        return sum / _members.Length;
    }

    /// <inheritdoc/>
    public override double? LogDensity(double value)
    {
        var logs = Array.ConvertAll(_members, member => member.LogDensity(value)!.Value);
        var most = logs.Max();
        return double.IsNegativeInfinity(most) ? most : most + Math.Log(logs.Average(log => Math.Exp(log - most)));
    }

    /// <inheritdoc/>
    protected override double QuantileAt(double level) => Bisect(level, Mean, Math.Sqrt(Noise + Disagreement));
}
