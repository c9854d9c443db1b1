using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Tests.Matrix;
using Minima.Tests.Weights;

namespace Minima.Tests.Requests;

/// <summary>Lengths are strict: nothing broadcasts, and the message says who has which length.</summary>
internal sealed class LengthLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var input in subject.Inputs.Skip(1))
        {
            foreach (var length in (int[])[1, 66, 68])
            {
                var call = Batches.Ordinary(subject);
                call.Inputs[input] = [.. Enumerable.Range(0, length).Select(n => call.Inputs[input][n % call.Count])];
                foreach (var failure in Check(subject, call, subject.NameOf(input), LossError.Shape))
                {
                    yield return failure;
                }
            }

            if (subject.Entry.Inputs[input].BoundTo is null)
            {
                var call = Batches.Ordinary(subject);
                call.Inputs[input] = [];
                call.Gradients[input] = [];
                foreach (var failure in Check(subject, call, subject.NameOf(input), null))
                {
                    yield return failure;
                }
            }
        }

        var weighted = Batches.Ordinary(subject);
        weighted.Weight = new double[weighted.Count - 1];
        var masked = Batches.Ordinary(subject);
        masked.Mask = new bool[masked.Count + 1];
        var termed = Batches.Ordinary(subject);
        termed.Terms = new double[termed.Count + 1];
        var named = new List<(Call<double> Call, string Name)> { (weighted, "sample_weight"), (masked, "mask"), (termed, "terms") };
        foreach (var input in subject.Differentiated)
        {
            var graded = Batches.Ordinary(subject);
            graded.Gradients[input] = new double[graded.Count - 1];
            var curved = Batches.Ordinary(subject);
            curved.Hessians[input] = new double[curved.Count + 1];
            named.Add((graded, $"gradient of {subject.NameOf(input)}"));
            if (!subject.Entry.StopsGradient)
            {
                named.Add((curved, $"hessian of {subject.NameOf(input)}"));
            }
        }

        foreach (var failure in named.SelectMany(n => Check(subject, n.Call, n.Name, LossError.Shape)))
        {
            yield return failure;
        }

        foreach (var bad in (double[])[double.NaN, double.PositiveInfinity])
        {
            var call = Batches.Ordinary(subject);
            call.Weight = Batches.Weights(call.Count);
            call.Weight[13] = bad;
            foreach (var failure in Check(subject, call, "sample_weight", LossError.Weights))
            {
                yield return failure;
            }
        }
    }

    private static IEnumerable<string> Check<TFormula>(Subject<TFormula> subject, Call<double> call, string name, LossError? error)
        where TFormula : struct, IPointFormula
    {
        var refused = Refusal.Of(() => call.Run(subject.Loss));
        if (refused is null)
        {
            yield return $"a wrong '{name}' is not refused";
        }
        else if (!refused.Message.StartsWith(subject.Entry.Key + ": ", StringComparison.Ordinal) || !refused.Message.Contains($"'{name}'", StringComparison.Ordinal) || (error is { } rule && refused.Error != rule))
        {
            yield return $"the refusal ({refused.Error}) does not say who and what: {refused.Message}";
        }
    }
}

/// <summary>Inputs outside their domain are refused with key, input, index and value, wherever they stand; under a mask they pass. NaN is refused as a label and passes as a number.</summary>
internal sealed class DomainLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var input in subject.Inputs.Where(i => !subject.DomainOf(i).IsReal))
        {
            var outside = Outside(subject.DomainOf(input)).Concat(subject.DomainOf(input).IsLabel ? [double.NaN] : []).ToList();
            if (outside.Count == 0)
            {
                yield return $"no value outside the domain of {subject.NameOf(input)} is known: {subject.DomainOf(input)}";
            }

            foreach (var (value, index) in outside.SelectMany(v => new[] { 0, 17, Batches.Count - 1 }.Select(i => (v, i))))
            {
                foreach (var failure in Check<TFormula, double>(subject, input, index, value).Concat(Check<TFormula, float>(subject, input, index, value)))
                {
                    yield return failure;
                }
            }

            foreach (var end in Samples.Ends(subject.DomainOf(input)))
            {
                var call = Batches.Ordinary(subject);
                call.Inputs[input][9] = end;
                if (Refusal.Of(() => call.Run(subject.Loss)) is { } refused)
                {
                    yield return $"the end {Ulp.Text(end)} belongs to the domain of {subject.NameOf(input)} and is refused: {refused.Message}";
                }
            }
        }
    }

    private static IEnumerable<string> Check<TFormula, T>(Subject<TFormula> subject, int input, int index, double value)
        where TFormula : struct, IPointFormula
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var call = subject.Call<T>(Array.ConvertAll(Batches.Ordinary(subject).Inputs[..subject.Arity], x => Array.ConvertAll(x, v => v)));
        Sanitise(subject, call);
        call.Inputs[input][index] = T.CreateTruncating(value);
        var refused = Refusal.Of(() => call.Run(subject.Loss));
        var want = $"{subject.Entry.Key}: '{subject.NameOf(input)}' at index {index} is {Ulp.Text(value)}; it must be {subject.DomainOf(input)}.";
        if (refused is null)
        {
            yield return $"{Ulp.Text(value)} as {subject.NameOf(input)} at {index} is not refused ({typeof(T).Name})";
        }
        else if (!refused.Message.StartsWith(want, StringComparison.Ordinal))
        {
            yield return $"the refusal of {typeof(T).Name} says: {refused.Message} It must begin: {want}";
        }

        call.Mask = [.. Enumerable.Range(0, call.Count).Select(n => n != index)];
        if (Refusal.Of(() => call.Run(subject.Loss)) is { } masked)
        {
            yield return $"a masked element is refused: {masked.Message}";
        }
    }

    /// <summary>Values that rounding to float moved out of an open interval are moved back in.</summary>
    private static void Sanitise<TFormula, T>(Subject<TFormula> subject, Call<T> call)
        where TFormula : struct, IPointFormula
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var input in subject.Inputs)
        {
            var good = call.Inputs[input].First(v => subject.DomainOf(input).Contains(double.CreateTruncating(v)));
            call.Inputs[input] = Array.ConvertAll(call.Inputs[input], v => subject.DomainOf(input).Contains(double.CreateTruncating(v)) ? v : good);
        }
    }

    /// <summary>Values outside a domain, near and far, exact in float.</summary>
    internal static double[] Outside(Domain domain) =>
        [.. new[] { domain.Low, domain.High, domain.Low - 1, domain.High + 1, domain.Low - 0.25, domain.High + 0.25, (domain.Low + domain.High) / 2, domain.Low + 0.25, double.NegativeInfinity, double.PositiveInfinity }
            .Where(x => !double.IsNaN(x) && !domain.Contains(x))
            .Distinct()];
}

/// <summary>Parameters outside their domain are refused by name and by type, NaN too; the ends that belong to it are accepted.</summary>
internal sealed class ParameterLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var entry = subject.Entry;
        for (var p = 0; p < entry.Parameters.Count; p++)
        {
            var parameter = entry.Parameters[p];
            if (parameter.Kind is ParameterKind.Boolean or ParameterKind.Choice)
            {
                if (Refusal.Of(() => Create(entry, parameter.Name, "no such word")) is not { Error: LossError.ParameterType or LossError.ParameterDomain })
                {
                    yield return $"{parameter.Name}='no such word' is not refused";
                }

                continue;
            }

            foreach (var bad in DomainLaw.Outside(parameter.Domain).Where(x => parameter.Kind != ParameterKind.Integer || Math.Floor(x) == x && double.IsFinite(x)).Append(double.NaN))
            {
                var byName = Refusal.Of(() => Create(entry, parameter.Name, bad));
                if (byName is null || !Names(byName, subject, parameter))
                {
                    yield return $"{parameter.Name}={Ulp.Text(bad)} by name: {byName?.Message ?? "not refused"}";
                }

                // As the type would have it, without the conversions of the façade.
                if (parameter.Kind is ParameterKind.Number or ParameterKind.OptionalNumber && parameter.BindsInput is null)
                {
                    var byType = Refusal.Of(() => Batches.Ordinary(subject).Run(With(subject, p, bad)));
                    if (byType is null || !Names(byType, subject, parameter))
                    {
                        yield return $"{parameter.Name}={Ulp.Text(bad)} by type: {byType?.Message ?? "not refused"}";
                    }
                }
            }

            foreach (var end in Samples.Ends(parameter.Domain).Where(_ => parameter.Kind is ParameterKind.Number or ParameterKind.OptionalNumber))
            {
                if (Refusal.Of(() => Create(entry, parameter.Name, end)) is { } refused)
                {
                    yield return $"{parameter.Name}={Ulp.Text(end)} belongs to the domain and is refused: {refused.Message}";
                }
            }

            if (Refusal.Of(() => Create(entry, parameter.Name, new object())) is not { Error: LossError.ParameterType })
            {
                yield return $"{parameter.Name} takes an object that is no number";
            }
        }

        if (Refusal.Of(() => Create(entry, "no_such_parameter", 1)) is not { Error: LossError.UnknownParameter })
        {
            yield return "an unknown parameter is not refused";
        }

        foreach (var failure in DefaultStruct(subject))
        {
            yield return failure;
        }
    }

    /// <summary>default(T), whose fields are all 0: refused where 0 is outside, the loss itself elsewhere.</summary>
    private static IEnumerable<string> DefaultStruct<TFormula>(Subject<TFormula> subject)
        where TFormula : struct, IPointFormula
    {
        var values = subject.Entry.ParametersOf((ILoss)RuntimeHelpers.GetUninitializedObject(subject.Entry.Type));
        var outside = subject.Entry.Parameters.Where((parameter, p) => values[p] is double x && !parameter.Domain.Contains(x)).Select(parameter => parameter.Name).ToList();
        var refused = Refusal.Of(() =>
        {
            // Inputs for the domains that the loss has at these parameters, where it can be made with them.
            var batch = Batches.Ordinary(outside.Count == 0 ? new Subject<TFormula>(subject.Entry.Create(subject.Entry, values), default) : subject);
            LossEngine<TFormula, PointShape<TFormula>>.Run(default, batch.Batch());
        });
        if (outside.Count > 0 && (refused is not { Error: LossError.ParameterDomain } || !outside.Any(name => refused.Message.Contains($"'{name}'", StringComparison.Ordinal))))
        {
            yield return $"default({subject.Entry.Type.Name}) has {string.Join(", ", outside)} outside the domain: {refused?.Message ?? "not refused"}";
        }
        else if (outside.Count == 0 && refused is not null)
        {
            yield return $"default({subject.Entry.Type.Name}) is inside every domain and refused: {refused.Message}";
        }
    }

    /// <summary>With one parameter given, and the examples of those that must be.</summary>
    private static Loss Create(LossEntry entry, string parameter, object value) =>
        Loss.Create(entry, new Dictionary<string, object?>(entry.Parameters.Where(p => p.IsRequired).ToDictionary(p => p.Name, p => p.Example, StringComparer.Ordinal), StringComparer.Ordinal) { [parameter] = value });

    private static Loss With<TFormula>(Subject<TFormula> subject, int parameter, double value)
        where TFormula : struct, IPointFormula
    {
        var values = subject.Loss.Parameters.ToArray();
        values[parameter] = value;
        return subject.Entry.Create(subject.Entry, values);
    }

    private static bool Names<TFormula>(LossException refused, Subject<TFormula> subject, ParameterInfo parameter)
        where TFormula : struct, IPointFormula =>
        refused.Error is LossError.ParameterDomain or LossError.ParameterType
        && refused.Message.StartsWith($"{subject.Entry.Key}: parameter '{parameter.Name}' is ", StringComparison.Ordinal);
}

/// <summary>An input that may be left out is the constant it is bound to, and a list of constants repeats over the last axis.</summary>
internal sealed class BoundInputLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var input in subject.Inputs.Where(i => subject.Entry.Inputs[i].BoundTo is not null))
        {
            var parameter = subject.Entry.Parameters.Single(p => p.BindsInput == input);
            var domain = subject.DomainOf(input);
            var random = new Random(1101);
            foreach (var constants in (double[][])[[subject.Entry.Inputs[input].BoundTo!.Value], [Samples.Draw(domain, random)], [.. Enumerable.Range(0, 3).Select(_ => Samples.Draw(domain, random))]])
            {
                var given = Batches.Ordinary(subject, count: 6_003);
                given.Inputs[input] = [.. Enumerable.Range(0, given.Count).Select(n => constants[n % constants.Length])];
                given.Gradients[input] = [];
                var left = given.Copy();
                left.Inputs[input] = [];
                var values = subject.Loss.Parameters.ToArray();
                values[subject.Entry.Parameters.ToList().IndexOf(parameter)] = constants.Length == 1 ? constants[0] : ImmutableArray.Create(constants);
                var loss = subject.Entry.Create(subject.Entry, values);
                if (given.Run(subject.Loss) != left.Run(loss))
                {
                    yield return $"{subject.NameOf(input)} bound to {Ulp.Text(constants)} gives another sum than the same array";
                }

                foreach (var failure in Compare(subject, input, given, left))
                {
                    yield return failure;
                }
            }
        }
    }

    private static IEnumerable<string> Compare<TFormula>(Subject<TFormula> subject, int bound, Call<double> given, Call<double> left)
        where TFormula : struct, IPointFormula
    {
        for (var n = 0; n < given.Count; n++)
        {
            if (!Ulp.Same(given.Terms[n], left.Terms[n]) || subject.Differentiated.Any(i => i != bound && !Ulp.Same(given.Gradients[i][n], left.Gradients[i][n])))
            {
                yield return $"{subject.NameOf(bound)} bound: element {n} differs from that of the same array";
            }
        }
    }
}
