using System.Globalization;
using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>The losses of the catalogue that may be recommended for a purpose, with parameters that the data and the requests set.</summary>
/// <param name="context">The data and the request.</param>
/// <param name="causes">The reasons for losses: the distributions that most reasons favour come first.</param>
internal sealed class Shortlist(AdviceContext context, IReadOnlyList<Cause> causes)
{
    private readonly Dictionary<LossEntry, Loss?> _made = [];

    // If a distribution is requested, only distributions qualify.
    private readonly LossEntry[]? _distributions = context.Target.IsClass || context.Options.Wanted is not { IsOfDistribution: true } wanted ? null :
        [.. Catalogue.All.Where(entry => IsDistribution(entry, causes) && TakesHeads(entry, wanted, context.Target.Values)).OrderByDescending(entry => causes.Count(cause => entry.Suits.HasFlag(cause.Purpose))).ThenByDescending(entry => entry.Preference)];

    /// <summary>A distribution is requested, and only distributions are suggested.</summary>
    public bool IsOfDistributions => _distributions is not null;

    /// <summary>The losses that suit a purpose, can be trained on this target and estimate the requested functional; the preferred first.</summary>
    public IEnumerable<LossEntry> Suiting(LossPurpose purpose)
    {
        if (_distributions is not null) return _distributions.Where(entry => entry.Suits.HasFlag(purpose));
        var task = context.Target.Task switch
        {
            PredictionTask.Binary => LossTask.Binary,
            PredictionTask.MultiClass => LossTask.MultiClass,
            PredictionTask.Ordinal => LossTask.Regression | LossTask.MultiClass,
            _ => LossTask.Regression,
        };
        return Catalogue.All
            .Where(e => (e.Task & task) != LossTask.None && e.Suits.HasFlag(purpose) && (purpose != LossPurpose.Imbalance || WeighsClasses(e)) && TakesTarget(e, purpose))
            .OrderByDescending(e => e.Preference);
    }

    /// <summary>
    /// The losses that give probabilities of two classes, or of grades. Each fits a different curve to the labels, and none is the natural one if
    /// labels are wrong, or if the likeliest grade is to be close in rank.
    /// </summary>
    public IEnumerable<LossEntry> OfProbability() => context.Target.Task switch
    {
        PredictionTask.Ordinal => Catalogue.All.Where(e => e.Task.HasFlag(LossTask.MultiClass) && e.Link == PredictionLink.Softmax && TakesTarget(e, LossPurpose.None)),
        not PredictionTask.Binary => [],
        _ => Catalogue.All.Where(e => e.Task.HasFlag(LossTask.Binary) && e.Row is null && e.Link is not (PredictionLink.Sign or PredictionLink.None) && TakesTarget(e, LossPurpose.None)),
    };

    /// <summary>Checks if the loss estimates the requested functional: always true for classes; for numbers if the functionals agree, or for any centre if errors are symmetric.</summary>
    public bool Estimates(LossEntry entry)
    {
        if (IsOfDistributions || !PredictionTasks.IsNumeric(context.Target.Task) || entry.Row is not null || entry.Facts is not { } facts) return true;
        var options = context.Options;
        if (options.Wanted?.Functional == WantedFunctional.Quantile || !options.IsEven) return entry.Suits.HasFlag(LossPurpose.Quantile) || entry.Suits.HasFlag(LossPurpose.UnevenCost);
        var kind = facts.Functional.Kind;
        var centre = kind is Functional.Mean or Functional.Median || (kind == Functional.Other && entry.Link == PredictionLink.Identity);
        return options.Wanted?.Functional == WantedFunctional.Median
            ? kind == Functional.Median || (centre && context.IsSymmetric)
            : kind == Functional.Mean || (centre && context.IsSymmetric);
    }

    /// <summary>The parameters as <c>--loss NAME:parameters</c> takes them: the level of a quantile, the weights of classes.</summary>
    public string Parameters(LossEntry entry, LossPurpose purpose, double? level)
    {
        var pieces = entry.Parameters.Select(p => (p, Value: FromData(p, purpose) ?? (level is { } l && IsLevel(p) && entry.Parameters.First(IsLevel) == p ? Round(l) : null)))
            .Where(pair => pair.Value is not null)
            .Select(pair => $"{pair.p.Name}={pair.Value}");
        return string.Join(',', pieces);
    }

    /// <summary>The loss is a distribution. One with its own proportion of zeros is tried only if there are too many zeros: without any, its fit is slow and useless.</summary>
    private static bool IsDistribution(LossEntry entry, IReadOnlyList<Cause> causes) => entry.Suits.HasFlag(LossPurpose.Distribution)
        || (entry.Suits.HasFlag(LossPurpose.ManyZeros) && HeadBinder.IsTried(entry) && causes.Any(cause => cause.Purpose == LossPurpose.ManyZeros));

    /// <summary>The loss can be trained as a distribution of these targets.</summary>
    private static bool TakesHeads(LossEntry entry, Wanted wanted, double[] target)
    {
        var request = HeadBinder.AtLevels(new LossSpec(entry, new Dictionary<string, object?>(StringComparer.Ordinal)), wanted);
        return HeadBinder.Obstacle(request, Loss.Create(entry, request.Given), wanted, target, isDefault: false, out _) is null;
    }

    private static bool IsLevel(ParameterInfo p) => p.Kind == ParameterKind.Number && p.Domain.Contains(0.5) && !p.Domain.Contains(1.5) && !p.Domain.Contains(-0.5);

    /// <summary>The loss has a parameter that weights the classes, which makes it differ from its default.</summary>
    private bool WeighsClasses(LossEntry entry) => entry.Parameters.Any(p => FromData(p, LossPurpose.Imbalance) is not null);

    /// <summary>The value that the proportions of the classes give a parameter, or null if they do not determine it.</summary>
    private string? FromData(ParameterInfo parameter, LossPurpose purpose)
    {
        var classes = context.Target.Classes.Count;
        if (classes < 2) return null;
        var counts = new int[classes];
        foreach (var code in context.Target.Codes) counts[code]++;
        var rows = (double)context.Target.Codes.Length;
        var needed = parameter.IsRequired || purpose == LossPurpose.Imbalance;
        return (parameter.Name, parameter.Kind) switch
        {
            // Each class counts as much as the other in total: the weight of a class is the proportion of the other.
            ("weight" or "alpha", ParameterKind.Number or ParameterKind.OptionalNumber) when needed && classes == 2 => Round(counts[0] / rows),
            ("pos_weight", _) when needed && classes == 2 => Round((double)counts[0] / counts[1]),
            ("class_counts", _) when needed => List(counts.Select(c => (double)c)),
            ("prior", _) when needed => List(counts.Select(c => c / rows)),
            ("alpha", ParameterKind.NumberOrNumbers) when needed => List(counts.Select(c => rows / (classes * c))),
            _ => null,
        };

        static string List(IEnumerable<double> values) => $"[{string.Join(',', values.Select(Round))}]";
    }

    private static string Round(double value) => value == 0 ? "0" : double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) is var four && value >= 1000 ? Math.Round(value).ToString(CultureInfo.InvariantCulture) : four.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Checks if the targets lie in the domain of the loss. Losses over rows of classes take labels; margin losses take -1 and +1 for two classes.</summary>
    private bool TakesTarget(LossEntry entry, LossPurpose purpose)
    {
        var parameters = Parameters(entry, purpose, 0.5);
        if (entry.Parameters.Any(p => p.IsRequired && !parameters.Contains(p.Name + "=", StringComparison.Ordinal))) return false;
        if (entry.Row is not null) return true;
        if (!_made.TryGetValue(entry, out var loss))
        {
            var request = LossSpec.Parse(parameters.Length == 0 ? entry.Key : $"{entry.Key}:{parameters}");
            _made[entry] = loss = Loss.Create(entry, request.Given);
        }

        var domain = loss!.DomainOf(1);
        return context.Target.IsClass ? domain.IsLabel || (domain.Contains(0) && domain.Contains(1)) : Array.TrueForAll(context.Target.Values, domain.Contains);
    }
}
