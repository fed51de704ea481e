/** Persons whom conditions, signs, scores and devices are called after, and who are hardly ever anyone else in a chart. */
export const EPONYMS: ReadonlySet<string> = new Set(
  (
    'addison adson alzheimer apgar asperger babinski barre barrett barthel bartholin bartter basedow beau behcet bekhterev ' +
    'billroth binet bouchard braden braxton broca brodmann brudzinski brugada buerger burkitt caprini chagas charcot ' +
    'chiari chvostek colles coombs cori cowper coxsackie creutzfeldt crohn cushing danlos dercum doppler down dukes ' +
    'dupuytren ebola edinger ehlers eisenmenger epley epstein erb eustachian ewing fabry fallopian fallot fanconi ' +
    'felty foley fontan fournier framingham friedreich gaucher gehrig ghon giemsa gilbert glasgow gleason golgi ' +
    'goodpasture graves guillain guyon hallpike hamilton hansen hartmann hashimoto heberden heimlich henle henoch ' +
    'hickman hirschsprung hodgkin holter homans horner howship hunter huntington jakob janeway jeghers kaposi karnofsky ' +
    'kawasaki kegel kernig kleihauer klinefelter korotkoff korsakoff krukenberg kuntscher kussmaul lachman langerhans ' +
    'legionella lewy lhermitte likert littre lynch mallory mantoux marfan marjolin mcburney mcgill mcmurray meckel ' +
    'meniere merkel mobitz moro montevideo morse moschcowitz murphy naegele nissen norwalk osgood osler paget pap ' +
    'papanicolaou parkinson peutz peyronie phalen pick plummer poland popeye potter pott prader pugh purkinje quincke ' +
    'ramsay rankin ranson raynaud reiter reye rinne romberg rorschach rovsing sachs scheuermann schatzki schlatter ' +
    'schlemm schober schonlein schwann sever sezary sheehan sims sjogren snellen spurling starling stensen stevens ' +
    'sydenham takayasu tanner tay tinel todd tourette trendelenburg trousseau turner tzanck valsalva vater virchow von ' +
    'waldenstrom wallenberg weber wegener wenckebach wernicke westergren whipple wilms wolff wright yersinia zenker ' +
    'ziehl zollinger lyme zika ringer ringers jackson pratt kirschner bankart hoffman hoffmann penrose swan ganz mohs ' +
    'roux hounsfield bosniak lasegue dix kardex medrol tegretol schirmer goldmann lefort fuchs bence hutchinson'
  ).split(' '),
);

/** What is called after a person: the name before it is no patient's. */
export const CALLED_AFTER: ReadonlySet<string> = new Set(
  (
    'disease diseases syndrome syndromes sign signs test tests score scores scale index criteria criterion classification ' +
    'grade stage staging lymphoma tumor tumour sarcoma carcinoma catheter monitor palsy fracture fractures contracture ' +
    'thyroiditis esophagus oesophagus phenomenon phenomena maneuver manoeuvre procedure body bodies cyst cysts virus fever ' +
    'node nodes reflex stain solution position tube drain line clamp operation ring diverticulum hernia ulcer cirrhosis ' +
    'anemia anaemia risk study trial equation formula method technique repair bypass splint brace knife needle point ' +
    'triangle ligament gland glands duct ducts fibers cells tract ganglion canal pouch stimulation chorea dementia ' +
    'encephalopathy ataxia dystrophy nephropathy arthropathy arthritis purpura granulomatosis vasculitis pneumonia ' +
    'questionnaire inventory survey guidelines guideline protocol regimen law rule act murmur respiration breathing ' +
    'lesion spots spot nodule nodules pain lactate exercises exercise contractions block wave waves depth level thickness sample metro area'
  ).split(' '),
);
