using System.Globalization;
using System.Reflection;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Requests;

/// <summary>Value, ValueAndGradient and Hessian are there for every loss, by its type and by its name, and say what a batch says.</summary>
public sealed class CallTests
{
    public static TheoryData<string> Keys => Subjects.Named(Subjects.Entries);

    [Theory]
    [SampledData(nameof(Keys))]
    public void A_call_by_name_is_its_batch(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var inputs = Sample.Of(loss);
        Assert.Equal(Answer.OfBatch(loss, inputs), Answer.OfCalls(loss, inputs));
    }

    [SlowTheory]
    [MemberData(nameof(Keys))]
    public void A_call_by_type_is_its_batch(string key)
    {
        var entry = Catalogue.Find(key);
        if (entry.Parameters.Any(parameter => parameter.IsRequired)) return; // Its type has no parameterless constructor.
        var loss = Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal));
        var inputs = Sample.Of(loss);
        var shape = typeof(Typed).GetMethods(BindingFlags.Static | BindingFlags.Public).Single(method => method.GetGenericArguments()[0].GetGenericParameterConstraints().Any(one => one != typeof(ValueType) && one.IsAssignableFrom(entry.Type)));
        Assert.Equal(Answer.OfBatch(loss, inputs), (Answer)shape.MakeGenericMethod(entry.Type).Invoke(null, [Activator.CreateInstance(entry.Type), inputs])!);
    }

    /// <summary>Nearly every loss has its answer at these inputs: a law about refusals alone would hold little.</summary>
    [SlowFact]
    public void Most_answers_are_numbers() =>
        Assert.InRange(Subjects.Entries.Count(entry => entry.CreateExample() is var loss && Answer.OfBatch(loss, Sample.Of(loss)).Gradient.StartsWith('[')), 0.95 * Subjects.Entries.Count, int.MaxValue);

    [Theory]
    [InlineData("cross_entropy", "number of classes")]
    [InlineData("hinge_multi", "number of classes")]
    public void Rows_want_their_classes(string key, string reason)
    {
        if (Catalogue.TryFind(key) is null) return;
        Assert.Contains(reason, Assert.Throws<LossException>(() => Loss.Create(key).Value([1.0, 2], [0.0, 1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Others_want_none() =>
        Assert.Contains("not a loss over rows", Assert.Throws<LossException>(() => Loss.Create("huber").Value([1.0, 2], [0, 1], 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_input_without_a_default_is_asked_for() =>
        Assert.Contains("variance", Assert.Throws<LossException>(() => Loss.Create("gaussian_nll").Value([1.0, 2], [0.0, 1])).Message, StringComparison.Ordinal);

    /// <summary>Inputs in their domains for a loss of any shape, and how many classes its rows have.</summary>
    private sealed record Sample(double[][] Inputs, int[] Labels, int Classes)
    {
        public static Sample Of(Loss loss)
        {
            var entry = loss.Entry;
            if (entry.Inputs[0].Kind == InputKind.Box) return new Sample([[0, 0, 2, 3, 1, 1, 2.5, 4], [0.5, 0.25, 2, 2, 1, 1.5, 3, 3]], [], 0);
            const int Count = 6;
            var inputs = Enumerable.Range(0, entry.Inputs.Count).Select(i => Enumerable.Range(0, Count).Select(n => In(loss.DomainOf(i), (((n * 5) + (i * 3)) % 7) + 1)).ToArray()).ToArray();
            if (entry.Row is null) return new Sample(inputs, [], 0);
            var classes = loss.Parameters.OfType<System.Collections.Immutable.ImmutableArray<double>>().Select(list => list.Length).FirstOrDefault(3);
            inputs = [.. inputs.Select(values => Enumerable.Range(0, 2 * classes).Select(n => values[n % Count]).ToArray())];
            return new Sample(inputs, [0, classes - 1], classes);
        }

        public static bool HasLabels(LossEntry entry) => entry.Inputs[1].Kind is InputKind.Label or InputKind.LabelOrRow;

        /// <summary>A point of a domain for a number from 1 to 7.</summary>
        private static double In(Domain domain, int n) =>
            domain == Domain.MarginLabel ? (n % 2 * 2) - 1
            : double.IsFinite(domain.Low) && double.IsFinite(domain.High) ? domain.Low + ((domain.High - domain.Low) * n / 8.0)
            : double.IsFinite(domain.Low) ? domain.Low + (0.4 * n)
            : double.IsFinite(domain.High) ? domain.High - (0.4 * n)
            : 0.35 * (n - 4.5);
    }

    /// <summary>What three calls answered: numbers to the last bit, or the message of a refusal.</summary>
    private sealed record Answer(string Value, string Gradient, string Hessian)
    {
        public static Answer OfBatch(Loss loss, Sample sample) => new(
            Try(sample, (_, _) => Run(loss, sample, [], [])),
            Try(sample, (gradient, _) => Run(loss, sample, gradient, [])),
            Try(sample, (_, hessian) => Run(loss, sample, [], hessian)));

        public static Answer OfCalls(Loss loss, Sample sample)
        {
            var (first, second, third, fourth) = Parts(sample);
            if (sample.Classes > 0 && Sample.HasLabels(loss.Entry))
            {
                return new(
                    Try(sample, (_, _) => loss.Value(first, sample.Labels, sample.Classes)),
                    Try(sample, (gradient, _) => loss.ValueAndGradient(first, sample.Labels, sample.Classes, gradient)),
                    Try(sample, (_, hessian) => loss.Hessian(first, sample.Labels, sample.Classes, hessian)));
            }

            return sample.Classes > 0
                ? new(
                    Try(sample, (_, _) => loss.Value(first, second, sample.Classes)),
                    Try(sample, (gradient, _) => loss.ValueAndGradient(first, second, sample.Classes, gradient)),
                    Try(sample, (_, hessian) => loss.Hessian(first, second, sample.Classes, hessian)))
                : new(
                    Try(sample, (_, _) => loss.Value(first, second, third, fourth)),
                    Try(sample, (gradient, _) => second.Length == 0 ? loss.ValueAndGradient(first, gradient) : loss.ValueAndGradient(first, second, gradient, third, fourth)),
                    Try(sample, (_, hessian) => second.Length == 0 ? loss.Hessian(first, hessian) : loss.Hessian(first, second, hessian, third, fourth)));
        }

        public static string Try(Sample sample, Func<double[], double[], double> call)
        {
            var gradient = new double[sample.Inputs[0].Length];
            var hessian = new double[gradient.Length];
            try
            {
                var value = call(gradient, hessian);
                return $"[{string.Join(' ', gradient.Concat(hessian).Prepend(value).Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}]";
            }
            catch (LossException refused)
            {
                return refused.Message;
            }
        }

        public static (double[] First, double[] Second, double[] Third, double[] Fourth) Parts(Sample sample) => (sample.Inputs[0], Part(sample, 1), Part(sample, 2), Part(sample, 3));

        private static double[] Part(Sample sample, int index) => index < sample.Inputs.Length ? sample.Inputs[index] : [];

        private static double Run(Loss loss, Sample sample, double[] gradient, double[] hessian)
        {
            var (first, second, third, fourth) = Parts(sample);
            if (loss.Entry.Row is not null)
            {
                return loss.Evaluate(new LossBatch<double> { Prediction = first, Labels = Sample.HasLabels(loss.Entry) ? sample.Labels : [], Target = Sample.HasLabels(loss.Entry) ? [] : second, Classes = sample.Classes, Gradient = gradient, Hessian = hessian }).Value;
            }

            return loss.Evaluate(LossBatch<double>.InOrder(first, second, third, fourth) with { Gradient = gradient, Hessian = hessian }).Value;
        }
    }

    /// <summary>The calls of a loss that is known when the program is compiled, by its shape.</summary>
    private static class Typed
    {
        public static Answer One<TLoss>(TLoss loss, Sample sample)
            where TLoss : struct, IPointLoss1 => new(
                Answer.Try(sample, (_, _) => loss.Value(sample.Inputs[0])),
                Answer.Try(sample, (gradient, _) => loss.ValueAndGradient(sample.Inputs[0], gradient)),
                Answer.Try(sample, (_, hessian) => loss.Hessian(sample.Inputs[0], hessian)));

        public static Answer Two<TLoss>(TLoss loss, Sample sample)
            where TLoss : struct, IPointLoss => new(
                Answer.Try(sample, (_, _) => loss.Value(sample.Inputs[0], sample.Inputs[1])),
                Answer.Try(sample, (gradient, _) => loss.ValueAndGradient(sample.Inputs[0], sample.Inputs[1], gradient)),
                Answer.Try(sample, (_, hessian) => loss.Hessian(sample.Inputs[0], sample.Inputs[1], hessian)));

        public static Answer Three<TLoss>(TLoss loss, Sample sample)
            where TLoss : struct, IPointLoss3 => new(
                Answer.Try(sample, (_, _) => loss.Value(sample.Inputs[0], sample.Inputs[1], sample.Inputs[2])),
                Answer.Try(sample, (gradient, _) => loss.ValueAndGradient(sample.Inputs[0], sample.Inputs[1], gradient, sample.Inputs[2])),
                Answer.Try(sample, (_, hessian) => loss.Hessian(sample.Inputs[0], sample.Inputs[1], hessian, sample.Inputs[2])));

        public static Answer Four<TLoss>(TLoss loss, Sample sample)
            where TLoss : struct, IPointLoss4 => new(
                Answer.Try(sample, (_, _) => loss.Value(sample.Inputs[0], sample.Inputs[1], sample.Inputs[2], sample.Inputs[3])),
                Answer.Try(sample, (gradient, _) => loss.ValueAndGradient(sample.Inputs[0], sample.Inputs[1], gradient, sample.Inputs[2], sample.Inputs[3])),
                Answer.Try(sample, (_, hessian) => loss.Hessian(sample.Inputs[0], sample.Inputs[1], hessian, sample.Inputs[2], sample.Inputs[3])));

        public static Answer Box<TLoss>(TLoss loss, Sample sample)
            where TLoss : struct, IBoxLoss => new(
                Answer.Try(sample, (_, _) => loss.Value(sample.Inputs[0], sample.Inputs[1])),
                Answer.Try(sample, (gradient, _) => loss.ValueAndGradient(sample.Inputs[0], sample.Inputs[1], gradient)),
                Answer.Try(sample, (_, hessian) => loss.Hessian(sample.Inputs[0], sample.Inputs[1], hessian)));

        public static Answer Sums<TLoss>(TLoss loss, Sample sample)
            where TLoss : struct, ISumLoss => new(
                Answer.Try(sample, (_, _) => loss.Value(sample.Inputs[0], sample.Inputs[1])),
                Answer.Try(sample, (gradient, _) => loss.ValueAndGradient(sample.Inputs[0], sample.Inputs[1], gradient)),
                Answer.Try(sample, (_, hessian) => loss.Hessian(sample.Inputs[0], sample.Inputs[1], hessian)));

        public static Answer Rows<TLoss>(TLoss loss, Sample sample)
            where TLoss : struct, IRowLoss => Sample.HasLabels(LossEntryOf(typeof(TLoss)))
                ? new(
                    Answer.Try(sample, (_, _) => loss.Value(sample.Inputs[0], sample.Labels, sample.Classes)),
                    Answer.Try(sample, (gradient, _) => loss.ValueAndGradient(sample.Inputs[0], sample.Labels, sample.Classes, gradient)),
                    Answer.Try(sample, (_, hessian) => loss.Hessian(sample.Inputs[0], sample.Labels, sample.Classes, hessian)))
                : new(
                    Answer.Try(sample, (_, _) => loss.Value(sample.Inputs[0], sample.Inputs[1], sample.Classes)),
                    Answer.Try(sample, (gradient, _) => loss.ValueAndGradient(sample.Inputs[0], sample.Inputs[1], sample.Classes, gradient)),
                    Answer.Try(sample, (_, hessian) => loss.Hessian(sample.Inputs[0], sample.Inputs[1], sample.Classes, hessian)));

        private static LossEntry LossEntryOf(Type type) => Subjects.Entries.Single(entry => entry.Type == type);
    }
}
