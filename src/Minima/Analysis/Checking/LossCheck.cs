namespace Minima.Analysis;

/// <summary>
/// Reviews a loss: derivatives written by hand against the exact ones, zero and negative curvature, kinks, the lowest value and its place,
/// overflow and lost digits in float. For the command line (<c>minima check</c>) and for tests:
/// <c>LossCheck.Run(new MyLoss(), new() { Gradient = HandDerivative.Of((p, t) => p - t) }).ThrowIfWrong()</c>.
/// </summary>
/// <remarks>Every search has a fixed seed: the same loss gives the same report. A fault that the search misses is not proven absent; the report names the range searched.</remarks>
public static class LossCheck
{
    private const int FewestPredictions = 36;

    /// <summary>Checks a formula as text.</summary>
    /// <param name="formula">The formula, in the grammar of docs/formulas.md.</param>
    /// <param name="options">Derivatives written by hand, domains, the ordinary range.</param>
    /// <param name="parameters">Values by parameter name.</param>
    /// <exception cref="FormulaException">A text cannot be parsed; the exception names the position.</exception>
    /// <exception cref="LossException">A parameter is invalid, or an option contradicts itself.</exception>
    public static LossCheckReport Run(string formula, LossCheckOptions? options = null, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Run(Loss.Parse(formula, parameters), options);

    /// <summary>Checks a loss written in C#; a catalogue need not contain it.</summary>
    /// <exception cref="LossException">A parameter of the loss is invalid, or an option contradicts itself.</exception>
    public static LossCheckReport Run<TLoss>(TLoss loss, LossCheckOptions? options = null)
        where TLoss : struct, IPointLoss
    {
        var entry = LossDescription<Point2<TLoss>>.Entry ?? Nameless<TLoss>();
        return Run(new PointLoss<Point2<TLoss>>(entry, entry.ParametersOf(loss), new Point2<TLoss>(loss)), options);
    }

    /// <summary>Checks a loss.</summary>
    /// <exception cref="FormulaException">A derivative as text cannot be parsed; the exception names the position.</exception>
    /// <exception cref="LossException">An option contradicts itself.</exception>
    /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs.</exception>
    public static LossCheckReport Run(Loss loss, LossCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new LossCheckOptions();
        if (!PointFunction.Knows(loss))
        {
            throw new NotSupportedException($"{loss.Entry.Key}: only a loss that is a formula over the elements of its inputs can be checked; this one is a {LossEntry.ShapeInWords(loss.Entry)}.");
        }

        if (!double.IsFinite(options.Low) || !double.IsFinite(options.High) || !(options.Low < options.High))
        {
            throw new LossException($"check: the range from {Quantity.Digits(options.Low)} to {Quantity.Digits(options.High)} is empty or unbounded; give two finite numbers, the lower one first, such as -10 and 10.");
        }

        var context = CheckContext.Of(loss, options);
        if (context.Grid(FewestPredictions).Length == 0)
            throw new LossException($"check: {context.Function.DomainOf(0)} has no neighbouring predictions, and a derivative compares neighbours; give a domain such as real, positive or unit.");

        LossFinding[] findings =
        [
            .. ValueCheck.Find(context),
            .. SlopeCheck.Find(context),
            .. DerivativeCheck.Gradient(context, options.Gradient),
            .. DerivativeCheck.Hessian(context, options.Hessian),
            .. CurvatureCheck.Find(context),
            .. KinkCheck.Find(context),
            .. BottomCheck.Bounded(context),
            .. BottomCheck.Minimum(context),
            .. SingleCheck.Find(context),
        ];
        return new LossCheckReport(
            loss,
            context.Function.DomainOf(0),
            context.Function.Target > 0 ? context.Function.DomainOf(context.Function.Target) : null,
            context.IsAssumed,
            context.Low,
            context.High,
            [.. findings.OrderBy(f => f.Kind)]);
    }

    /// <summary>The entry of a loss that no generator processed: it leaves the inputs unrestricted and lists no parameters.</summary>
    private static LossEntry Nameless<TLoss>()
        where TLoss : struct, IPointLoss => new()
        {
            Key = typeof(TLoss).Name,
            Name = typeof(TLoss).Name,
            ChineseName = typeof(TLoss).Name,
            English = new LossText("", "", ""),
            Chinese = new LossText("", "", ""),
            Family = LossFamily.Regression,
            Shape = nameof(IPointLoss)[1..],
            Type = typeof(TLoss),
            LowerBound = double.NegativeInfinity,
            Inputs = [new InputInfo("prediction", Domain.Real, true), new InputInfo("target", Domain.Real, false)],
            Create = (entry, _) => throw new NotSupportedException($"{entry.Key}: this loss is not in any catalogue."),
            ParametersOf = _ => [],
        };
}
