namespace Minima.Tabular;

/// <summary>Refuses options and data that do not suit a comparison of distributions.</summary>
internal static class DistributionChecks
{
    private const int FewestRows = 30;

    /// <exception cref="UsageException">An option requires one number for each row.</exception>
    /// <exception cref="DataException">There are too few rows to estimate the dispersion of targets.</exception>
    public static void Check(ComparisonOptions options, Wanted wanted, ComparisonData data)
    {
        if (!wanted.IsOfDistribution) return;
        var option = options.Models.Contains(ComparedModel.Network) ? $"--model {ComparedModels.Word(ComparedModel.Network)}" : options.Cost is not null ? "--cost" : options.Corruption is not null ? "--corrupt" : data.Baseline is not null ? "--baseline" : null;
        if (option is not null) throw new UsageException($"compare: {option} does not go with --want {wanted}, which asks for distributions; leave out one of the two.");
        if (data.Used.Length >= FewestRows) return;
        throw DataException.Create(data.Name, FormattableString.Invariant($"it has {data.Used.Length} rows with a target"), FormattableString.Invariant($"at least {FewestRows} are expected to estimate the dispersion of the targets"), "Give more rows, or leave out --want.");
    }
}
