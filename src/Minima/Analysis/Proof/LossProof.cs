using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// Proofs about a point loss over all its inputs, including the further ones and every label. They use interval arithmetic on its formula and
/// its derivatives, composition (<see cref="ConvexityRules"/>) and structure (<see cref="StructureRules"/>). An unproved statement
/// may still be true.
/// </summary>
/// <remarks>Statements with a number are proved to one part in 10^6 of it: to the displayed digits.</remarks>
internal sealed class LossProof
{
    private const double Digits = 1e-6;

    /// <summary>A jump smaller than this, relative to the quantity that jumps, is rounding.</summary>
    private const double Jump = 1e-9;

    /// <summary>Residuals nearer to 0 count as 0: their products have no double.</summary>
    private const double Smallest = 1e-290;

    /// <summary>The probabilities of logits beyond this differ from 0 and 1 by less than any sample shows, and their derivatives underflow.</summary>
    private const double FarLogit = 100;

    private readonly LossAnalysis _analysis;
    private readonly PointFunction _function;
    private readonly Symbol _recorded;
    private readonly Symbol _formula;
    private readonly Lazy<bool> _slopesAreOfValue;
    private readonly FormulaRange _value;
    private readonly Lazy<FormulaRange> _slope;
    private readonly Lazy<FormulaRange> _curvature;
    private readonly List<Interval[]> _closed;
    private readonly List<Interval[]> _inner;
    private readonly bool _isOfOne;
    private readonly int _budget;
    private bool? _isContinuous;

    public LossProof(LossAnalysis analysis)
    {
        _analysis = analysis;
        _function = analysis.Function;
        _recorded = SymbolGraph.Record(analysis.Loss).Fold();
        _formula = FormulaReading.OfValue(_recorded);
        _value = new(_formula);
        var slope = new Lazy<Symbol>(() => _recorded.Derivative(0, guarded: false));
        _slope = new(() => new(FormulaReading.OfValue(slope.Value)));
        _curvature = new(() => new(FormulaReading.OfValue(slope.Value.Derivative(0, guarded: false))));
        _slopesAreOfValue = new(() => !FormulaReading.HasOwnSlopes(_recorded) || SlopeAgreement.Holds(_formula, _recorded, 1, _function.DomainOf));
        _closed = Boxes(inner: false);
        _inner = Boxes(inner: true);
        _isOfOne = _closed[0].Skip(1).All(x => x.IsPoint);
        _budget = _isOfOne ? 20_000 : 4_000;
    }

    /// <summary>True if the formula is proven to be a function of the residual.</summary>
    private bool IsOfResidual => _analysis is { Coordinate: LossCoordinate.Residual, CoordinateEvidence: Evidence.Proven };

    private bool IsOfMargin => _analysis is { Coordinate: LossCoordinate.Margin, CoordinateEvidence: Evidence.Proven };

    public bool IsNeverNegative => Everywhere(_closed, box => Value(box).Low >= 0);

    public bool IsConvex => Forms.Any(form => ConvexityRules.IsConvex(form, _function))
        || (SlopesAreOfValue && IsContinuous && Everywhere(_inner, box => Decided(box) && Curvature(box).Low >= 0, crack => Slope(Start(crack)).High <= Slope(End(crack)).Low + Slack(Slope(crack))));

    public bool IsStrictlyConvex => Forms.Any(form => ConvexityRules.IsStrictlyConvex(form, _function))
        || (SlopesAreOfValue && Everywhere(_inner, box => Decided(box) && Curvature(box).Low > 0));

    /// <summary>The formula as computed, as a person would write it, and as its derivatives are taken.</summary>
    private IEnumerable<Symbol> Forms
    {
        get
        {
            var recorded = SymbolGraph.Record(_analysis.Loss);
            var value = FormulaReading.OfValue(recorded);
            yield return value;
            yield return recorded.Simplify();
            if (FormulaReading.HasOwnSlopes(recorded))
            {
                // The expression for the derivatives differs from the value by a constant if both have the same derivatives.
                var slopes = FormulaReading.OfSlopes(recorded);
                if (SlopeAgreement.Holds(value, slopes, 1, _function.DomainOf))
                {
                    yield return slopes;
                    yield return slopes.Simplify();
                }
            }
        }
    }

    /// <summary>True if for each label the loss never rises, or never falls, in the prediction.</summary>
    public bool IsMonotone => SlopesAreOfValue && _inner.All(start => Rises(start, 1) || Rises(start, -1));

    /// <summary>True if the loss falls up to a place and rises from there; in a small neighbourhood of the place it is convex.</summary>
    public bool HasOneValley => SlopesAreOfValue && _isOfOne && IsContinuous && _inner.All(start =>
    {
        if (IsOfResidual)
        {
            return Rises(Part(start, below: true), -1) && Rises(Part(start, below: false), 1);
        }

        var sections = _analysis.Sections.Where(s => IsOfMargin ? s.Target == 1 : start.Length < 2 || _function.Target < 0 || start[_function.Target] is { IsPoint: true } label && label.Low == s.Target).ToArray();
        if (sections.Length == 0)
        {
            return false;
        }

        var lowest = sections.SelectMany(s => Enumerable.Range(0, s.Count).Select(s.WitnessAt)).Where(w => double.IsFinite(w.Value)).MinBy(w => w.Value).Prediction;
        var around = 0.2 * Math.Max(1, Math.Abs(lowest));
        Interval[] With(double low, double high) => [new(Math.Max(low, start[0].Low), Math.Min(high, start[0].High)), .. start.Skip(1)];
        return lowest - around > start[0].Low && lowest + around < start[0].High
            && Rises(With(start[0].Low, lowest - around), -1) && Rises(With(lowest + around, start[0].High), 1)
            && BoxSearch.Holds(With(lowest - around, lowest + around), box => Decided(box) && Curvature(box).Low >= 0, null, _budget);
    });

    public bool IsEven => IsOfResidual && StructureRules.IsEven(_formula, 0, _function.Target);

    /// <summary>The degree in prediction and target, with the other inputs held.</summary>
    public double? Degree => StructureRules.DegreeOf(_formula, _function.Extras);

    public bool HasContinuousSlope => SlopesAreOfValue && IsContinuous && Everywhere(_inner, Decided, crack => Meets(_slope.Value, crack));

    public bool HasContinuousCurvature => HasContinuousSlope && Everywhere(_inner, box => Decided(box), crack => Meets(_curvature.Value, crack));

    /// <summary>True if the derivative vanishes far out in the prediction.</summary>
    public bool SlopeVanishes => SlopesAreOfValue && _isOfOne && _function.DomainOf(0).IsReal && _inner.All(start =>
        new[] { new Interval(-double.MaxValue, -1e100), new Interval(1e100, double.MaxValue) }.All(far =>
            BoxSearch.Holds([far, .. start.Skip(1)], box => Slope(box).Size <= 1e-12, null, _budget)));

    /// <summary>True if the loss is 0 where prediction and target are equal, and above 0 elsewhere.</summary>
    public bool IsZeroOnlyAtTarget
    {
        get
        {
            if (!IsOfResidual || !SlopesAreOfValue || !IsContinuous || _inner.Count != 1)
            {
                return false;
            }

            var start = _inner[0];
            var there = Value([Interval.Point(0), .. start.Skip(1)]);
            return there is { Low: >= 0, High: <= 1e-300 }
                && BoxSearch.Holds(Part(start, below: false), box => Slope(box).Low > 0 || Value(box).Low > 0, Climbs, _budget)
                && BoxSearch.Holds(Part(start, below: true), box => Slope(box).High < 0 || Value(box).Low > 0, Climbs, _budget);

            bool Climbs(Interval[] crack) => Value(crack).Low > 0;
        }
    }

    /// <summary>True if the derivatives are those of the value, even if the formula gives them in another form.</summary>
    private bool SlopesAreOfValue => _slopesAreOfValue.Value;

    /// <summary>True if there is no jump inside the domain.</summary>
    private bool IsContinuous => _isContinuous ??= !HasBranches || Everywhere(_inner, Decided, crack => Meets(_value, crack));

    private bool HasBranches => _formula.Graph.NodesOf(_formula).Select(i => _formula.Graph[i])
        .Any(n => n is { Kind: SymbolKind.IfLess } or { Kind: SymbolKind.Function, Function.Name: "sign" });

    /// <summary>True if the loss is a straight line between two predictions, with everything else held.</summary>
    public bool IsStraight(Witness from, Witness to)
    {
        var box = new Interval[_function.Arity];
        var x = _function.Point(from.Prediction, from.Target, from.Others.Count > 0 ? [.. from.Others] : _analysis.Setting.Extras);
        for (var i = 1; i < box.Length; i++)
        {
            box[i] = Interval.Point(x[i]);
        }

        var width = to.Prediction - from.Prediction;
        box[0] = new(from.Prediction + width / 4, to.Prediction - width / 4);
        return SlopesAreOfValue && Decided(box) && Curvature(box) is { Low: 0, High: 0 };
    }

    public bool IsAtLeast(double bound) => Everywhere(_closed, box => Value(box).Low >= bound - Digits * Math.Abs(bound));

    public bool IsAtMost(double bound) => Everywhere(_closed, box => Value(box).High <= bound + Digits * Math.Abs(bound));

    public bool HasSlopesWithin(double bound) => SlopesAreOfValue && IsContinuous && Everywhere(_inner, box => Slope(box).Size <= bound * (1 + Digits), crack => Slope(crack).Size <= bound * (1 + Digits));

    /// <summary>True if the derivative is continuous and its own derivative, wherever it exists, is at most the bound, on every branch that may apply.</summary>
    public bool HasCurvaturesAtMost(double bound) => HasContinuousSlope && Everywhere(_inner, box => Curvature(box).High <= bound);

    /// <summary>
    /// For two classes: the expected loss has its minimum inside if q f1' + (1 - q) f0' = 0, so the prediction determines the
    /// probability q wherever f1' is below f0'.
    /// </summary>
    public bool DeterminesProbability((double Low, double High) classes)
    {
        if (!SlopesAreOfValue || (!_value.IsSmooth && !HasContinuousSlope))
        {
            return false;
        }

        return HasNoFreeInput && BoxSearch.Holds(
            [_function.DomainOf(0).IsReal ? new(-FarLogit, FarLogit) : _inner[0][0]],
            box => Slope(Labelled(box[0], classes.High)).High < Slope(Labelled(box[0], classes.Low)).Low,
            null,
            20_000);
    }

    /// <summary>
    /// For two classes, separated at <paramref name="threshold"/>: the derivatives there are opposite and not 0, and the loss is convex (Bartlett, Jordan
    /// and McAuliffe 2006) or falls with the margin everywhere.
    /// </summary>
    public bool IsCalibrated((double Low, double High) classes, double threshold)
    {
        if (!HasNoFreeInput || !SlopesAreOfValue)
        {
            return false;
        }

        var (up, down) = (Slope(Labelled(Interval.Point(threshold), classes.High)), Slope(Labelled(Interval.Point(threshold), classes.Low)));
        _value.Over(Labelled(Interval.Point(threshold), classes.High), out var undecided);
        if (undecided || !(up.High < 0) || !(down.Low > 0) || !((up + down).Size <= 1e-12 * down.High))
        {
            return false;
        }

        return IsConvex || (IsOfMargin && IsContinuous && Rises(_inner[0], -1));
    }

    private bool Everywhere(IReadOnlyList<Interval[]> boxes, Func<Interval[], bool> holds, Func<Interval[], bool>? crack = null) =>
        boxes.All(box => BoxSearch.Holds(box, holds, _isOfOne ? crack : null, _budget));

    private bool Rises(Interval[] start, int sign) => BoxSearch.Holds(
        start,
        box => Decided(box) && (sign > 0 ? Slope(box).Low >= 0 : Slope(box).High <= 0),
        _isOfOne ? crack => sign > 0
            ? Value(Start(crack)).High <= Value(End(crack)).Low + Slack(Value(crack)) && Slope(crack).Low >= -Slack(Slope(crack))
            : Value(Start(crack)).Low >= Value(End(crack)).High - Slack(Value(crack)) && Slope(crack).High <= Slack(Slope(crack)) : null,
        _budget);

    private bool Decided(Interval[] box)
    {
        _value.Over(box, out var undecided);
        return !undecided;
    }

    private Interval Value(Interval[] box) => Closer(_value, _slope, box);

    private Interval Slope(Interval[] box) => Closer(_slope.Value, _curvature, box);

    /// <summary>The range, narrowed by the derivative if possible (mean value form): from one end to the other if the function is monotone, otherwise around the middle.</summary>
    private Interval Closer(FormulaRange range, Lazy<FormulaRange> derivative, Interval[] box)
    {
        var plain = range.Over(box, out var undecided);
        if (!_isOfOne || undecided || box[0].IsPoint || box[0].High - box[0].Low > 1e3)
        {
            return plain;
        }

        var slope = derivative.Value.Over(box, out var uncertain);
        if (uncertain || !double.IsFinite(slope.Size))
        {
            return plain;
        }

        var (start, end) = (range.Over(Start(box), out _), range.Over(End(box), out _));
        Interval closer;
        if (slope.Low >= 0 || slope.High <= 0)
        {
            closer = start.Or(end);
        }
        else
        {
            var middle = box[0].Low + (box[0].High - box[0].Low) / 2;
            closer = range.Over([Interval.Point(middle), .. box.Skip(1)], out _) + slope * (box[0] - Interval.Point(middle));
        }

        return closer.Low > plain.High || closer.High < plain.Low ? plain : new(Math.Max(plain.Low, closer.Low), Math.Min(plain.High, closer.High));
    }

    private Interval Curvature(Interval[] box) => _curvature.Value.Over(box, out _);

    private static bool Meets(FormulaRange range, Interval[] crack)
    {
        var (before, after) = (range.Over(Start(crack), out _), range.Over(End(crack), out _));
        return before.Or(after) is var both && both.High - both.Low <= Slack(both);
    }

    private static double Slack(Interval x) => Jump * Math.Max(1, Math.Min(Math.Abs(x.Low), Math.Abs(x.High)));

    private static Interval[] Start(Interval[] box) => [Interval.Point(box[0].Low), .. box.Skip(1)];

    private static Interval[] End(Interval[] box) => [Interval.Point(box[0].High), .. box.Skip(1)];

    private static Interval[] Part(Interval[] box, bool below) => [below ? new(box[0].Low, -Smallest) : new(Smallest, box[0].High), .. box.Skip(1)];

    private Interval[] Labelled(Interval prediction, double label)
    {
        var box = new Interval[_function.Arity];
        box[0] = prediction;
        box[_function.Target] = Interval.Point(label);
        foreach (var i in _function.Extras)
        {
            box[i] = RangesOf(i, false)[0];
        }

        return box;
    }

    /// <summary>All inputs of the domain, in one box or in one per label. With <paramref name="inner"/>, without the ends of the prediction's domain.</summary>
    private List<Interval[]> Boxes(bool inner)
    {
        var used = _formula.Graph.NodesOf(_formula).Select(i => _formula.Graph[i]).Where(n => n.Kind == SymbolKind.Input).Select(n => n.A).ToHashSet();
        List<Interval[]> boxes = [[]];
        for (var i = 0; i < _function.Arity; i++)
        {
            Interval[] ranges = !used.Contains(i) ? [Interval.Point(0)]
                : i == _function.Target && IsOfResidual ? [Interval.Point(0)]
                : i == _function.Target && IsOfMargin ? [Interval.Point(1)]
                : RangesOf(i, inner && i == 0);
            boxes = [.. boxes.SelectMany(box => ranges.Select(range => (Interval[])[.. box, range]))];
        }

        return boxes;
    }

    /// <summary>True if a parameter binds every further input to a constant.</summary>
    private bool HasNoFreeInput => Array.TrueForAll(_function.Extras, i => _function.BoundTo(i).Count > 0);

    private Interval[] RangesOf(int input, bool inner) => _function.BoundTo(input) is { Count: > 0 } bound ? [new(bound.Min(), bound.Max())] : RangesOf(_function.DomainOf(input), inner);

    private static Interval[] RangesOf(Domain domain, bool inner) => domain.Kind switch
    {
        DomainKind.Labels => [Interval.Point(domain.Low), Interval.Point(domain.High)],
        DomainKind.Outside => [new(-double.MaxValue, domain.LowOpen ? Math.BitDecrement(domain.Low) : domain.Low), new(domain.LowOpen ? Math.BitIncrement(domain.High) : domain.High, double.MaxValue)],
        _ => [new(
            double.IsInfinity(domain.Low) ? -double.MaxValue : domain.LowOpen || inner ? Math.BitIncrement(domain.Low) : domain.Low,
            double.IsInfinity(domain.High) ? double.MaxValue : domain.HighOpen || inner ? Math.BitDecrement(domain.High) : domain.High)],
    };
}
