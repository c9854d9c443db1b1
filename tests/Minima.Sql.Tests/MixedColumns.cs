using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>Rows of every kind of column, with gaps, as CSV and as Parquet of several row groups; DuckDB writes both.</summary>
internal static class MixedColumns
{
    /// <summary>Writes <c>rows.csv</c>, <c>rows.parquet</c> and the halves <c>half-0.parquet</c> and <c>half-1.parquet</c>.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="rows">How many.</param>
    public static void Write(string folder, int rows)
    {
        var random = new Random(5);
        string Gap(string cell) => random.Next(12) == 0 ? "" : cell;
        var lines = Enumerable.Range(0, rows).Select(i =>
        {
            var (area, share, town, day) = (random.NextDouble() * 100, (float)random.NextDouble(), random.Next(40), random.Next(700));
            var y = area + (20 * share) + (town % 5) + (day / 100.0) + random.NextDouble();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{i},{Gap(area.ToString("R", CultureInfo.InvariantCulture))},{share:R},{Gap(random.Next(9).ToString(CultureInfo.InvariantCulture))},{random.Next(100000) / 100.0m:0.00},{random.Next(9000) / 1000.0:0.000},{Gap("town " + town)},{Gap(new DateTime(2023, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))},{new DateTime(2024, 2, 28).AddMinutes(random.Next(9999)):yyyy-MM-dd HH:mm:ss},{(random.Next(2) == 0 ? "true" : "false")},{random.Next(4)},{y:R}");
        });
        var text = Path.Combine(folder, "written.csv");
        File.WriteAllLines(text, lines.Prepend("i,area,share,rooms,price,depth,town,day,seen,new,kind,y"));
        using var duck = new DuckDbConnection("test", null, []);
        const string types = "{'i': 'BIGINT', 'area': 'DOUBLE', 'share': 'FLOAT', 'rooms': 'TINYINT', 'price': 'DECIMAL(10, 2)', 'depth': 'DECIMAL(9, 3)', 'town': 'VARCHAR', 'day': 'DATE', 'seen': 'TIMESTAMP', 'new': 'BOOLEAN', 'kind': 'VARCHAR', 'y': 'DOUBLE'}";
        duck.Execute($"CREATE TABLE rows AS SELECT * FROM read_csv('{text}', header = true, columns = {types})", CancellationToken.None);
        duck.Execute($"COPY rows TO '{folder}/rows.csv' (HEADER)", CancellationToken.None);
        duck.Execute($"COPY rows TO '{folder}/rows.parquet' (FORMAT parquet, ROW_GROUP_SIZE 2048)", CancellationToken.None);
        for (var half = 0; half < 2; half++)
            duck.Execute($"COPY (SELECT * FROM rows WHERE i {(half == 0 ? "<" : ">=")} {rows / 2} ORDER BY i) TO '{folder}/half-{half}.parquet' (FORMAT parquet, ROW_GROUP_SIZE 2048)", CancellationToken.None);
    }
}
