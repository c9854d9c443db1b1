using System.Globalization;
using System.Text;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>A program of somebody who knows Minima from its documents alone, with the four packages and all their namespaces.</summary>
public sealed class StrangerTests
{
    private static readonly Type[] Exported =
        [.. typeof(Loss).Assembly.GetExportedTypes().Concat(typeof(Tensors.Tensor).Assembly.GetExportedTypes()).Concat(typeof(Minima.Training.Module).Assembly.GetExportedTypes()).Concat(typeof(Minima.Tabular.Table).Assembly.GetExportedTypes()).Where(type => !type.IsNested && type.Namespace is not null)];

    /// <summary>The types that formulas are made of have a namespace of their own: a program needs it only to write a new one.</summary>
    private const string Primitives = "Minima.Reals.Primitives";

    private static string Usings => string.Concat(Exported.Select(type => type.Namespace!).Append("Deliveries").Where(name => name != Primitives).Distinct().Order(StringComparer.Ordinal).Select(name => $"using {name};\n"));

    /// <summary>Every public type is found by its simple name: no two share one, nor one with what a console project imports by itself.</summary>
    [SlowFact]
    public void No_name_is_ambiguous()
    {
        var code = new StringBuilder(Usings);
        foreach (var type in Exported.Where(type => type.Namespace != Primitives))
        {
            var name = type.Name.Split('`')[0];
            var arity = type.GetGenericArguments().Length;
            code.AppendLine(CultureInfo.InvariantCulture, $"_ = typeof({name}{(arity == 0 ? string.Empty : $"<{new string(',', arity - 1)}>")});");
        }

        code.Append("_ = GeneratedLosses.Module;\n").Append(OwnLoss);
        new CodeBlock("a stranger's program", code.ToString()).Compile();
    }

    [SlowFact]
    public void An_ambiguous_name_is_found() =>
        Assert.Contains("CS0104", Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => new CodeBlock("a stranger's program", $"{Usings}using {Primitives};\n_ = typeof(Relu);\n{OwnLoss}").Compile()).Message, StringComparison.Ordinal);

    /// <summary>A call that a loss does not have is a compile error that names the one that it has.</summary>
    [SlowTheory]
    [InlineData("new CrossEntropy().Value(a, b)", "Value(prediction, labels, classes)")]
    [InlineData("new CrossEntropy().Value(a, labels)", "Value(prediction, labels, classes)")]
    [InlineData("new CrossEntropy().ValueAndGradient(a, labels, a)", "ValueAndGradient(prediction, labels, classes, gradient)")]
    [InlineData("new InfoNce().Value(a, b)", "Apply(...)")]
    [InlineData("new InfoNce().ValueAndGradient(a, b, a)", "Backward()")]
    public void A_misfit_call_is_refused_in_words(string call, string words) =>
        Assert.Contains(words, Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => new CodeBlock("a stranger's program", $"using Minima;\nusing Minima.Losses;\nusing Minima.Tensors;\nusing Minima.Tensors.Losses;\ndouble[] a = [1, 2], b = [1, 2];\nint[] labels = [1];\n_ = labels.Length + b.Length + {call};").Compile()).Message, StringComparison.Ordinal);

    /// <summary>Losses on tensors are in the second package and join by a call, which the message names; then they are there.</summary>
    [SlowFact]
    public async Task The_tensor_losses_are_found()
    {
        const string Refused = """
            try { Loss.Create("info_nce"); } catch (LossException fault) { Console.WriteLine(fault.Message); }

            """;
        var alone = await new CodeBlock("a stranger's program", "using Minima;\n" + Refused).RunAsync();
        Assert.Contains("package Minima.Tensors: add a reference to it, and call Minima.Tensors.TensorCatalogue.Join()", alone, StringComparison.Ordinal);
        var joined = await new CodeBlock("a stranger's program", "using Minima;\nusing Minima.Tensors;\n_ = Tensor.Ones([1]);\n" + Refused + "TensorCatalogue.Join();\nTensorCatalogue.Join();\nConsole.WriteLine(Loss.Create(\"info_nce\").Entry.Key);\nConsole.WriteLine(Catalogue.All.Count);").RunAsync();
        Assert.Contains("'info_nce' is in Minima.Tensors", joined, StringComparison.Ordinal);
        Assert.Contains("Call Minima.Tensors.TensorCatalogue.Join()", joined, StringComparison.Ordinal);
        Minima.Tensors.TensorCatalogue.Join();
        Assert.EndsWith($"info_nce\n{Catalogue.All.Count}", joined.ReplaceLineEndings("\n").TrimEnd(), StringComparison.Ordinal);
    }

    private const string OwnLoss = """

        [Loss("late_delivery", "Late delivery", "延迟交付")]
        [English("A day too late costs four times a day too early.")]
        [Chinese("晚到一天的代价是早到一天的四倍。")]
        public readonly record struct LateDelivery([Positive] double Late) : IPointLoss
        {
            public LateDelivery()
                : this(4)
            {
            }

            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
            public T Of<T>(T prediction, T target)
                where T : IReal<T> => T.Max(T.Of(Late) * (target - prediction), prediction - target);
        }
        """;
}
