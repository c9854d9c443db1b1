using Minima.Tests.Matrix;

namespace Minima.Tests.Derivatives;

/// <summary>The jet's second derivative is that of the nested dual, and the difference quotient of the gradient.</summary>
internal sealed class SecondDerivativeLaw : Law
{
    private const int Points = 64;
    private const double Judged = 0.4;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var input in subject.Differentiated)
        {
            var rows = Samples.Rows(subject, 401 + input, Points);
            var judged = 0;
            var intended = 0;
            for (var n = 0; n < Points; n++)
            {
                var x = rows.Select(r => r[n]).ToArray();
                var jet = subject.JetSecond(x, input);
                var nested = subject.NestedSecond(x, input, input);
                var slope = subject.Slope(x, input);

                // Both add up the same terms in another order; what cancels is bounded by the slope over the nearest scale of the inputs.
                var scale = x.Select(Math.Abs).Where(v => v > 0).Append(1).Min();
                var rounding = 1e-9 * Math.Abs(nested) + 1e-12 * Math.Abs(slope) / scale + 1e-13;
                if (!(Math.Abs(jet - nested) <= rounding))
                {
                    yield return $"second derivative with respect to {subject.NameOf(input)} at {Ulp.Text(x)}: the jet says {Ulp.Text(jet)}, the dual of duals {Ulp.Text(nested)}";
                }

                if (subject.TakesDetour(x, input))
                {
                    intended++;
                    continue;
                }

                var (want, error) = Difference.Of(v => subject.Slope([.. x.Select((old, i) => i == input ? v : old)], input), x[input], subject.DomainOf(input));
                if (!(error <= Math.Max(1e-4 * Math.Abs(want), 1e-8)))
                {
                    continue;
                }

                judged++;
                if (!(Math.Abs(jet - want) <= 3 * error + 1e-6 * Math.Abs(want) + rounding))
                {
                    yield return $"second derivative with respect to {subject.NameOf(input)} at {Ulp.Text(x)} is {Ulp.Text(jet)}, differences say {Ulp.Text(want)} +- {Ulp.Text(error)}";
                }
            }

            // See the law of gradients: a factor held constant everywhere is judged by the reference.
            if (intended > (subject.Entry.StopsGradient ? Points / 4 : 0) && !(subject.Entry.StopsGradient && intended == Points))
            {
                yield return $"at {intended} of {Points} points the gradient of {subject.NameOf(input)} is, by a straight-through step, not the derivative";
            }

            if (judged < Judged * (Points - intended))
            {
                yield return $"differences for {subject.NameOf(input)} could tell at {judged} of {Points - intended} points only";
            }
        }
    }
}
