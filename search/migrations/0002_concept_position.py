from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_query_counts_questions_concepts'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='concept',
            options={'ordering': ['position', 'code'], 'verbose_name': 'понятие', 'verbose_name_plural': 'словарь поиска'},
        ),
        migrations.AddField(
            model_name='concept',
            name='position',
            field=models.PositiveIntegerField(default=10000, editable=False, verbose_name='место в файле'),
        ),
    ]
