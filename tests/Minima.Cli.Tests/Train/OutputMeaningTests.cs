using System.Text.Json.Nodes;
using Minima.Tabular;
using Minima.Training.Checkpoints;
using Xunit;

namespace Minima.Cli.Tests.Train;

/// <summary>What a saved network says of its outputs, whatever is missing or null in it.</summary>
public sealed class OutputMeaningTests
{
    private static readonly OutputMeaning Grades = new()
    {
        Task = "ordinal",
        Targets = ["grade"],
        Classes = ["1", "2", "3"],
        Link = "identity",
        AsClasses = true,
        Further = ["variance"],
        Grades = [1, 2, 3],
        Units = [2.5],
        Constants = [[2, 2]],
    };

    public static TheoryData<string> Names => [.. Grades.ToJson().Select(one => one.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatIsNotThereIsUsualOrRefused(string name)
    {
        var json = Grades.ToJson();
        json.Remove(name);
        var problem = Record.Exception(() =>
        {
            var read = OutputMeaning.FromJson(json);
            Assert.True(read is { Classes: not null, Units: not null, Further: not null, Grades: not null, Constants: not null });
            Assert.Equal(1, read.UnitOf(0) / (name == "units" ? 1 : 2.5));
        });
        Assert.True(problem is null or CheckpointException, problem?.ToString());
        Assert.Equal(name is "task" or "targets" or "link" or "classes", problem is not null);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NullIsRefused(string name)
    {
        var json = Grades.ToJson();
        json[name] = null;
        Assert.Throws<CheckpointException>(() => OutputMeaning.FromJson(json));
        json[name] = new JsonArray((JsonNode?)null);
        Assert.Throws<CheckpointException>(() => OutputMeaning.FromJson(json));
    }
}
