using Minima.Tests.Matrix;

namespace Minima.Tests.Derivatives;

/// <summary>The dual's derivative is the difference quotient of the double value, wherever a difference can tell.</summary>
internal sealed class GradientLaw : Law
{
    private const int Points = 96;

    /// <summary>The share of points at which the difference must be able to tell, or the law says nothing.</summary>
    private const double Judged = 0.5;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var input in subject.Differentiated)
        {
            var rows = Samples.Rows(subject, 301 + input, Points);
            var judged = 0;
            var intended = 0;
            for (var n = 0; n < Points; n++)
            {
                var x = rows.Select(r => r[n]).ToArray();
                if (subject.TakesDetour(x, input))
                {
                    intended++;
                    continue;
                }

                var (want, error) = Difference.Of(v => subject.Value([.. x.Select((old, i) => i == input ? v : old)]), x[input], subject.DomainOf(input));
                var got = subject.Slope(x, input);

                // A difference that is not sure to 1e-5 of itself (or of 1e-9 where the slope is nearly 0) is no witness.
                if (!(error <= Math.Max(1e-5 * Math.Abs(want), 1e-9)))
                {
                    continue;
                }

                judged++;
                if (!(Math.Abs(got - want) <= 3 * error + 1e-7 * Math.Abs(want)))
                {
                    yield return $"slope of {subject.NameOf(input)} at {Ulp.Text(x)} is {Ulp.Text(got)}, differences say {Ulp.Text(want)} +- {Ulp.Text(error)}";
                }
            }

            // A factor that is held constant by definition bends the gradient everywhere: then the reference alone judges it.
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
