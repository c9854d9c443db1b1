using Minima.Lab.FewLabels;
using Minima.Lab.Studies;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of few labels and of teachers holds on other seeds.</summary>
public sealed class FewLabelsTests
{
    [SlowFact]
    public void ImagesWithoutLabelsHelpAndStrongChangesDoNotHoldFixMatchBack()
    {
        var outcome = FewLabelsExperiment.Methods(FindingRun.Of(), name => name is FewLabelMethods.Alone or FewLabelMethods.Fix or FewLabelMethods.Mix).Run(FindingRun.Of());
        var compared = outcome.Compared();
        Assert.True(compared[FewLabelMethods.Mix].Difference.Mean > 0.03);
        Assert.True(compared[FewLabelMethods.Fix].Difference.Mean > 0.03);
        var fix = outcome[FewLabelMethods.Fix].Tuning;
        Assert.True(fix.Take(2).Max() > fix.Skip(2).Max() - 0.01, string.Join(", ", fix));
    }

    [SlowFact]
    public void AStudentGainsFromTheTeachersAnswersAndMoreFromRelations()
    {
        // With the settings of the page: to tune all would take minutes.
        var compared = Judged(new Classroom(FindingRun.Of(), students: 2).WithFewLabels, (Classroom.Answers, 1), (Classroom.Alone, 3), ("KD", 0), ("RKD distance", 2), ("RKD angle", 2)).Compared();
        Assert.True(compared[Classroom.Alone].Difference.Mean < -0.01, $"{compared[Classroom.Alone].Difference.Mean}");
        Assert.True(compared["KD"].Difference.Mean < 0.02, $"{compared["KD"].Difference.Mean}");
        Assert.True(compared["RKD distance"].Difference.Mean > 0, $"{compared["RKD distance"].Difference.Mean}");
        Assert.True(compared["RKD angle"].Difference.Mean > 0, $"{compared["RKD angle"].Difference.Mean}");
    }

    [Fact]
    public void ATeacherOfAllLabelsIsCertainAndItsAnswersGiveNothing()
    {
        var outcome = Judged(new Classroom(FindingRun.Of(5)).WithAllLabels, (Classroom.Alone, 0), (Classroom.Teacher, 0), ("KD", 2), ("DKD", 1), ("RKD distance", 2));
        var compared = outcome.Compared();
        Assert.True(compared["KD"].Difference.Mean < 0.02, $"{compared["KD"].Difference.Mean}");
        Assert.True(compared["DKD"].Difference.Mean < 0.02, $"{compared["DKD"].Difference.Mean}");
        Assert.True(compared["RKD distance"].Difference.Mean > 0, $"{compared["RKD distance"].Difference.Mean}");
        Assert.True(outcome[Classroom.Teacher].Over(one => one.Certainty).Mean > 0.98);
    }

    private static StudyOutcome<Taught> Judged(IReadOnlyList<StudyMethod<Taught>> methods, params (string Name, int Setting)[] wanted) =>
        FewLabelsExperiment.OfStudents([.. wanted.Select(one => methods.Single(method => method.Name.English == one.Name)).Zip(wanted, (method, one) => method with { Settings = [method.Settings[one.Setting]] })]).Run(FindingRun.Of(5));
}
