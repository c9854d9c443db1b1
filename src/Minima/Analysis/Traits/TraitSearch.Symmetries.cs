namespace Minima.Analysis;

/// <summary>Traits of the pair of prediction and target: zeros, symmetries, translation, scaling.</summary>
internal sealed partial class TraitSearch
{
    private TraitFinding? ZeroOnlyAtTarget()
    {
        if (_function.Target < 0)
        {
            return null;
        }

        long trials = 0;
        foreach (var section in _sections)
        {
            if (_function.DomainOf(0).Contains(section.Target))
            {
                trials++;
                var there = section.Witness(section.Target);
                if (!(Math.Abs(there.Value) <= 1e-12))
                {
                    return Against(Trait.ZeroOnlyAtTarget, trials, there);
                }
            }

            foreach (var prediction in section.Predictions.Where(p => Math.Abs(p - section.Target) > 1e-4))
            {
                trials++;
                var value = section.Value(prediction);
                if (!(value > 0) && !double.IsNaN(value))
                {
                    return Against(Trait.ZeroOnlyAtTarget, trials, section.Witness(prediction));
                }
            }
        }

        return Open(Trait.ZeroOnlyAtTarget, trials);
    }

    /// <summary>f(t + r, t) = f(t - r, t), at numbers whose sums are exact.</summary>
    private TraitFinding? Symmetric()
    {
        if (_function.Target < 0 || _function.DomainOf(_function.Target).IsLabel)
        {
            return null;
        }

        var random = new Random(13);
        var (domain, targets) = (_function.DomainOf(0), _function.DomainOf(_function.Target));
        long trials = 0;
        for (var n = 0; n < Trials; n++)
        {
            var (t, r) = (random.Next(-1024, 1025) / 64.0, Math.Pow(2, random.Next(-12, 12)) * random.Next(1, 64) / 64);
            if (!targets.Contains(t) || !domain.Contains(t + r) || !domain.Contains(t - r))
            {
                continue;
            }

            trials++;
            var (a, b) = (At(t + r, t), At(t - r, t));
            if (!Agree(a.Value, b.Value))
            {
                return Against(Trait.Symmetric, trials, a, b);
            }
        }

        return trials == 0 ? null : Open(Trait.Symmetric, trials);
    }

    private static bool Agree(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= 1e-10 * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-13;

    private TraitFinding? OfCoordinate(Trait trait)
    {
        if (_function.Target < 0 || _function.DomainOf(_function.Target).IsLabel != (trait == Trait.MarginLoss))
        {
            return null;
        }

        var wanted = trait == Trait.MarginLoss ? LossCoordinate.Margin : LossCoordinate.Residual;
        if (analysis.Coordinate == wanted)
        {
            return analysis.CoordinateEvidence == Evidence.Proven ? Open(trait, 0) with { Verdict = TraitVerdict.Proved } : Open(trait, CoordinateSearch.Count);
        }

        var against = trait == Trait.MarginLoss ? CoordinateSearch.AgainstMargin(analysis.Setting) : CoordinateSearch.AgainstResidual(analysis.Setting);

        // If domains leave little room for shifts, there may be evidence neither for nor against the trait.
        return against is { } found ? Judged(Against(trait, CoordinateSearch.Count, found.First, found.Second), () => false) : null;
    }

    /// <summary>f(s p, s t) = s^k f(p, t): takes the degree from one element and tests it on the others.</summary>
    private TraitFinding? Homogeneous()
    {
        if (_function.Target < 0 || _function.DomainOf(_function.Target).Kind != DomainKind.Interval || double.IsFinite(_function.DomainOf(_function.Target).High) || double.IsFinite(_function.DomainOf(0).High))
        {
            return null;
        }

        var random = new Random(17);
        var (domain, targets) = (_function.DomainOf(0), _function.DomainOf(_function.Target));
        double? degree = null;
        Witness[] first = [];
        long trials = 0;
        for (var n = 0; n < Trials; n++)
        {
            var scale = Math.Pow(2, random.Next(-9, 10));
            var (p, t) = ((random.NextDouble() - 0.5) * 8, (random.NextDouble() - 0.5) * 8);
            if (scale == 1 || !domain.Contains(p) || !domain.Contains(p * scale) || !targets.Contains(t) || !targets.Contains(t * scale))
            {
                continue;
            }

            var extras = _sections[random.Next(_sections.Count)].Extras;
            var (a, b) = (At(p, t, extras), At(p * scale, t * scale, extras));
            if (!(Math.Abs(a.Value) > 1e-9) || !double.IsFinite(b.Value))
            {
                continue;
            }

            trials++;
            if (degree is null)
            {
                (degree, first) = (Math.Round(Math.Log(b.Value / a.Value) / Math.Log(scale), 6), [a, b]);
            }

            // The degree of one pair must hold for another; a single pair always has one.
            if (trials > 1 && (!double.IsFinite(degree.Value) || !Agree(b.Value, a.Value * Math.Pow(scale, degree.Value))) && _counterexample.Refutes(Trait.Homogeneous, [a, b, .. first]))
            {
                return Against(Trait.Homogeneous, trials, [a, b, .. first]);
            }
        }

        return _proof.Degree is { } proved ? Open(Trait.Homogeneous, 0) with { Verdict = TraitVerdict.Proved, Constant = Quantity.Of(proved) }
            : degree is null ? null
            : Open(Trait.Homogeneous, trials);
    }
}
