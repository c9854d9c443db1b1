using System.Numerics;
using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Sums;

/// <summary>A loss of sums with its concrete formula, as the laws see it.</summary>
internal sealed class SumSubject<TLoss>(Loss loss, TLoss formula)
    where TLoss : struct, ISumLoss
{
    public Loss Loss => loss;

    public LossEntry Entry => loss.Entry;

    public bool IsScalar => TLoss.IsScalar;

    public SumLayout LayoutOf(int elements, int rows, int classes) => elements == 0 ? default : SumLayout.Of(formula.Groups, TLoss.OverClasses, elements, rows, classes);

    /// <summary>Elements inside the domains, with every buffer: a third of the predictions near their target.</summary>
    public SumCall<T> Call<T>(int seed, int rows, int classes, int inner, bool curvature = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        classes = TLoss.Classes ?? classes;
        var random = new Random(seed);
        var count = rows * classes * inner;
        var terms = LayoutOf(count, rows, classes).Terms;
        var call = new SumCall<T>
        {
            Prediction = new T[count],
            Target = new T[count],
            Rows = rows,
            Classes = classes,
            Gradient = new T[count],
            Hessian = new T[curvature && !TLoss.IsScalar ? count : 0],
            Terms = new T[TLoss.IsScalar ? 0 : terms],
        };
        for (var i = 0; i < count; i++)
        {
            var t = Draw(loss.DomainOf(1), random);
            call.Target[i] = T.CreateTruncating(loss.DomainOf(1).IsReal || i % 5 == 0 ? t : Math.Round(t));
            var p = i % 3 == 0 && loss.DomainOf(0).IsReal ? t + 0.1 * (random.NextDouble() - 0.5) : Draw(loss.DomainOf(0), random);
            call.Prediction[i] = T.CreateTruncating(p);
        }

        return call;
    }

    /// <summary>Runs a call on chosen lanes.</summary>
    public LossResult Run<L, T>(SumCall<T> call)
        where L : struct, ILanes<L, double>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LossEngine<SumFormula<TLoss>, SumShape<TLoss>>.Run(new(formula), call.Batch(), Pooled<SumJob<TLoss, L, T>>.Rent());

    /// <summary>
    /// The loss by its definition, in any number: element after element, group after group, from 0 whatever the pivot, the mean of the terms.
    /// Element <paramref name="seeded"/> is what <paramref name="seed"/> makes of it.
    /// </summary>
    public T Oracle<T>(SumCall<double> call, int seeded, Func<double, T> seed, Func<double, T> constant)
        where T : IReal<T>
    {
        var layout = LayoutOf(call.Prediction.Length, call.Rows, call.Classes);
        var mean = T.Of(0);
        for (var term = 0; term < layout.Terms; term++)
        {
            var sums = new T[layout.GroupsOfTerm * TLoss.Count];
            Array.Fill(sums, T.Of(0));
            for (var g = 0; g < layout.GroupsOfTerm; g++)
            {
                for (var n = 0L; n < layout.Count; n++)
                {
                    var i = (int)(layout.Start(term * layout.GroupsOfTerm + g, (int)(n / layout.Inner)) + n % layout.Inner);
                    var x = formula.TermsOf(i == seeded ? seed(call.Prediction[i]) : constant(call.Prediction[i]), constant(call.Target[i]));
                    T[] added = [x.A, x.B, x.C, x.D, x.E];
                    for (var k = 0; k < TLoss.Count; k++)
                    {
                        sums[g * TLoss.Count + k] += added[k];
                    }
                }
            }

            mean += formula.Of(new Sums<T>(sums, TLoss.Count, layout.Count, layout.GroupsOfTerm > 1 ? 0 : term % layout.Classes, layout.Classes));
        }

        return mean / layout.Terms;
    }

    private static double Draw(Domain domain, Random random) => domain.IsReal ? Samples.Draw(domain, random) : 0.02 + 0.96 * random.NextDouble();
}
